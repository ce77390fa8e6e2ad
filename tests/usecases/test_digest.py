"""The weekly message is made once a week for every official, and again for whoever asks."""

from datetime import datetime

import pytest

from bot.stats.weeks import ALMATY, bounds
from bot.store import meta, outbox, publications, roles
from bot.usecases.digest import close_week, for_role, make_due, preview
from tests.told import Used, tell

WEEK = "2026-W47"
IN_WEEK = bounds(WEEK)[0] + 3600
MONDAY_9 = int(datetime(2026, 11, 23, 9, tzinfo=ALMATY).timestamp())
DAY = 86_400


@pytest.fixture
def official(store):
    with store.write() as tx:
        return roles.add(tx, "official", b"hash", b"sealed", "ru", IN_WEEK)


def answered(store, people, at=IN_WEEK):
    with store.write() as tx:
        for _ in range(people):
            tell(tx, at, Used("address", "csc_operator", ("unaware",)))


def owed(store, now):
    with store.read() as tx:
        return [message.message.text for message in outbox.due(tx, now, 100)]


def test_message_is_due_on_monday_at_nine_and_not_before(store, official):
    answered(store, 31)

    assert make_due(store, MONDAY_9 - 1) == 0
    assert make_due(store, MONDAY_9) == 1
    (text,) = owed(store, MONDAY_9)
    assert "№ 2026-47-KZ" in text
    assert "30 ответивших" in text
    assert "100\u00a0% (89–100) из 30 походов" in text


def test_message_is_made_once_a_week(store, official):
    assert [make_due(store, MONDAY_9 + hours * 3600) for hours in (0, 0, 5, 100)] == [1, 0, 0, 0]
    assert len(owed(store, MONDAY_9 + 100 * 3600)) == 1


def test_every_official_is_served_in_the_own_language_and_a_new_one_too(store, official):
    with store.write() as tx:
        roles.add(tx, "official", b"2", b"sealed", "kk", IN_WEEK)
        roles.add(tx, "administrator", b"3", b"sealed", "kk", IN_WEEK)
    first = make_due(store, MONDAY_9)
    with store.write() as tx:
        roles.add(tx, "official", b"4", b"sealed", "en", IN_WEEK)

    assert (first, make_due(store, MONDAY_9 + 60)) == (2, 1)
    assert [text.split(" · ")[2] for text in owed(store, MONDAY_9 + 60)] == ["Казахстан", "Қазақстан", "Kazakhstan"]


def test_after_weeks_of_downtime_only_the_last_closed_week_is_sent(store, official):
    answered(store, 5)

    assert make_due(store, MONDAY_9 + 15 * DAY) == 1
    assert ["2026-49-KZ" in text for text in owed(store, MONDAY_9 + 15 * DAY)] == [True]


def test_message_that_could_not_be_sent_gives_way_to_the_next_one(store, official):
    make_due(store, MONDAY_9)
    make_due(store, MONDAY_9 + 7 * DAY)

    assert ["2026-48-KZ" in text for text in owed(store, MONDAY_9 + 7 * DAY)] == [True]


def test_week_is_frozen_once_it_was_sent(store, official):
    answered(store, 10)
    make_due(store, MONDAY_9)
    answered(store, 4)

    assert for_role(store, official, MONDAY_9 + 60)
    assert ["10 ответивших" in text for text in owed(store, MONDAY_9 + 60)] == [True, True]
    with store.read() as tx:
        assert publications.latest(tx, WEEK).people == 10


def test_whoever_asks_on_monday_morning_gets_the_week_before(store, official):
    assert for_role(store, official, MONDAY_9 - 60)
    assert for_role(store, official, MONDAY_9)

    assert ["46-KZ" in owed(store, MONDAY_9)[0], "47-KZ" in owed(store, MONDAY_9)[1]] == [True, True]


def test_only_an_official_gets_an_answer_and_once_a_second(store, official):
    with store.write() as tx:
        administrator = roles.add(tx, "administrator", b"3", b"sealed", "kk", IN_WEEK)

    assert [for_role(store, official, MONDAY_9), for_role(store, official, MONDAY_9)] == [True, False]
    assert not for_role(store, administrator, MONDAY_9)
    assert not for_role(store, 99, MONDAY_9)


def test_demo_answers_with_the_running_week_and_counts_one_more_interview(store, official):
    with store.write() as tx:
        meta.put(tx, "demo", "1")
    answered(store, 1)
    for_role(store, official, IN_WEEK + 60)
    answered(store, 1)
    for_role(store, official, IN_WEEK + 120)

    before, after = owed(store, IN_WEEK + 120)

    assert before.splitlines()[0].startswith("ДЕМО")
    assert "Неделя ещё идёт" in before.splitlines()[0]
    assert ("1 ответивший" in before, "2 ответивших" in after) == (True, True)
    with store.read() as tx:
        assert publications.latest(tx, WEEK) is None


def test_demo_is_named_in_the_weekly_message_too(store, official):
    with store.write() as tx:
        meta.put(tx, "demo", "1")

    make_due(store, MONDAY_9)

    assert owed(store, MONDAY_9)[0].startswith("ДЕМО")


def test_week_closes_on_monday_at_three_once(store, official):
    answered(store, 10)
    monday_3 = MONDAY_9 - 6 * 3600

    closed = [close_week(store, now) for now in (monday_3 - 1, monday_3, monday_3 + 60)]

    answered(store, 1)
    make_due(store, MONDAY_9)
    assert closed == [False, True, False]
    assert "10 ответивших" in owed(store, MONDAY_9)[0]


def test_preview_shows_a_week_and_freezes_nothing(store, official):
    answered(store, 10)
    with store.read() as tx:
        over = preview(tx, WEEK, "en", MONDAY_9).text
        running = preview(tx, WEEK, "en", IN_WEEK).text
        frozen = publications.latest(tx, WEEK)

    assert "10 people answered" in over
    assert "not over" not in over
    assert running.startswith("The week is not over")
    assert frozen is None
