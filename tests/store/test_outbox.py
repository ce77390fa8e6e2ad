"""Owed messages: once, in order, until they are sent."""

import pytest

from bot.message import Attachment, Button, Message
from bot.store import outbox, roles

NOW = 1_790_000_000
MESSAGE = Message(
    "Неге? 27 %",
    ((Button("Ашу", "x"), Button("Сайт", url="https://example.kz")),),
    Attachment("a.png", b"\x00\xff", "image/png"),
)


@pytest.fixture
def role(tx):
    return roles.add(tx, "official", b"hash", b"sealed", "ru", NOW)


def test_message_comes_back_whole_with_the_address_of_its_role(tx, role):
    assert outbox.add(tx, role, "digest:1:2026-W47", MESSAGE, NOW)

    (owed,) = outbox.due(tx, NOW, 10)

    assert (owed.role_id, owed.address, owed.message, owed.failures) == (role, b"sealed", MESSAGE, 0)


def test_same_message_is_owed_once_even_after_it_was_sent(tx, role):
    outbox.add(tx, role, "digest:1:2026-W47", MESSAGE, NOW)
    outbox.sent(tx, outbox.due(tx, NOW, 1)[0].id, NOW)

    assert not outbox.add(tx, role, "digest:1:2026-W47", MESSAGE, NOW)
    assert outbox.due(tx, NOW, 10) == ()


def test_messages_come_the_longest_due_first_and_not_before_their_moment(tx, role):
    for once, due_at in (("later", NOW + 1), ("second", NOW), ("first", NOW - 5)):
        outbox.add(tx, role, once, Message(once), due_at)

    assert [owed.message.text for owed in outbox.due(tx, NOW, 10)] == ["first", "second"]
    assert [owed.message.text for owed in outbox.due(tx, NOW, 1)] == ["first"]


def test_failed_message_is_due_again_later_and_remembers_how_often_it_failed(tx, role):
    outbox.add(tx, role, "once", MESSAGE, NOW)
    for moment in (NOW, NOW + 60):
        outbox.failed(tx, outbox.due(tx, moment, 1)[0].id, moment + 60, "timed out")

    assert outbox.due(tx, NOW + 119, 1) == ()
    assert outbox.due(tx, NOW + 120, 1)[0].failures == 2


def test_nothing_is_due_to_somebody_who_cannot_be_written_to_until_they_come_back(tx, role):
    outbox.add(tx, role, "once", MESSAGE, NOW)
    outbox.unreachable(tx, role)
    gone = outbox.due(tx, NOW, 1)

    roles.renew(tx, role, b"new address", "kk")

    assert gone == ()
    assert outbox.due(tx, NOW, 1)[0].address == b"new address"


def test_newer_message_takes_the_place_of_the_unsent_one_of_the_same_kind(tx, role):
    other = roles.add(tx, "official", b"another", b"sealed", "kk", NOW)
    outbox.add(tx, role, "digest:1:2026-W45", Message("sent"), NOW)
    outbox.sent(tx, outbox.due(tx, NOW, 1)[0].id, NOW)
    for once, whose in (("digest:1:2026-W46", role), ("asked:1:5", role), ("digest:2:2026-W46", other)):
        outbox.add(tx, whose, once, Message(once), NOW)

    outbox.add(tx, role, "digest:1:2026-W47", Message("digest:1:2026-W47"), NOW, replaces="digest:1:")

    assert [owed.message.text for owed in outbox.due(tx, NOW, 10)] == ["asked:1:5", "digest:2:2026-W46", "digest:1:2026-W47"]
    assert not outbox.add(tx, role, "digest:1:2026-W45", MESSAGE, NOW)
