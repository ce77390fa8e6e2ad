"""Owed messages: once, in order, until they are sent."""

import pytest
from sqlalchemy import text

from bot.message import Attachment, Button, Message
from bot.store import interviews, outbox, revisions, roles
from tests.example import EXAMPLE

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


class TestPurge:
    LATER = NOW + outbox.KEPT_SECONDS + 1

    @pytest.fixture
    def send(self, tx):
        def send(*names):
            for owed in outbox.due(tx, NOW, 100):
                if owed.once in names:
                    outbox.sent(tx, owed.id, NOW)

        return send

    def names(self, tx):
        return sorted(tx.execute(text("SELECT once FROM outbox")).scalars())

    def test_what_was_sent_is_deleted_after_a_week_and_what_was_not_stays(self, tx, role, send):
        for once in ("digest:1:2026-W46", "asked:1:7"):
            outbox.add(tx, role, once, MESSAGE, NOW)
        send("digest:1:2026-W46")

        outbox.purge(tx, NOW + outbox.KEPT_SECONDS)
        before = self.names(tx)
        outbox.purge(tx, self.LATER)

        assert before == ["asked:1:7", "digest:1:2026-W46"]
        assert self.names(tx) == ["asked:1:7"]

    def test_a_part_stays_until_the_later_ones_are_sent(self, tx, role, send):
        outbox.add_parts(tx, role, "digest:1:2026-W46", [Message("a"), Message("b")], NOW)
        send("digest:1:2026-W46")

        outbox.purge(tx, self.LATER)
        held = not outbox.add(tx, role, "digest:1:2026-W46", MESSAGE, NOW)
        send("digest:1:2026-W46/2")
        outbox.purge(tx, self.LATER)

        assert held
        assert self.names(tx) == []

    def test_a_word_about_trouble_stays_as_long_as_the_trouble(self, tx, role, send):
        for once in ("digest:1:2026-W46", "undelivered:digest:1:2026-W46:2"):
            outbox.add(tx, role, once, MESSAGE, NOW)
        send("undelivered:digest:1:2026-W46:2")

        outbox.purge(tx, self.LATER)

        assert len(self.names(tx)) == 2

    @pytest.mark.parametrize(("status", "left"), [("started", 1), ("completed", 0)])
    def test_a_reminder_counts_as_long_as_its_interview_is_open(self, tx, send, status, left):
        revision, _ = revisions.publish(tx, EXAMPLE, NOW, open_=True)
        person = interviews.add_person(tx, b"hash", b"sealed")
        stored = interviews.Stored(0, person, revision.id, 12, "ru", "other", "", status, 3, 0)
        interview = interviews.add(tx, stored, NOW)
        assert outbox.add_to_person(tx, interview, "remind:1:1:5", MESSAGE, NOW)
        (due,) = outbox.due(tx, NOW, 10)
        assert (due.role_id, due.interview_id, due.address) == (0, interview, b"sealed")
        send("remind:1:1:5")

        outbox.purge(tx, self.LATER)

        assert len(self.names(tx)) == left
        assert outbox.add_to_person(tx, interview, "remind:1:1:5", MESSAGE, NOW) == (not left)
