"""Flags of interviews in the database: set when a week closes, counted, and left out on demand."""

from sqlalchemy import update

from bot.stats.counting import count
from bot.stats.weeks import bounds, shift
from bot.store import flags, records
from bot.store.tables import Answer, Interview
from bot.usecases.digest import close_week
from bot.usecases.publications import blocks_of, make, read_period
from bot.usecases.quality import flag_week
from tests.told import Used, tell

WEEK = "2026-W47"
AT = bounds(WEEK)[0] + 3600
TWO = (Used("address", "csc_operator", ("unaware",)), Used("passport", "egov_mobile"))


def told(tx, at, **more):
    """An interview of seven answers that took one minute, or as long as it says."""
    seconds, source = more.pop("seconds", 60), more.pop("source", "")
    who = tell(tx, at, *TWO, **more)
    (interview,) = tx.execute(Interview.__table__.select().where(Interview.respondent_id == who)).all()
    tx.execute(update(Interview).where(Interview.id == interview.id).values(source=source))
    first = Answer.interview_id == interview.id, Answer.question == "services"
    tx.execute(update(Answer).where(*first).values(answered_at=at - seconds))
    return interview.id


def test_week_is_flagged_when_it_closes_and_figures_are_counted_with_and_without(store):
    with store.write() as tx:
        for hour in range(25):
            told(tx, AT + hour * 3600)
        for second in range(10):
            told(tx, AT + 50 * 3600 + second, source="desk")
        told(tx, AT + 70 * 3600, seconds=6)
        told(tx, AT + 80 * 3600, source="test")

    close_week(store, bounds(WEEK)[1] + 3 * 3600)

    with store.write() as tx:
        assert flags.count(tx, (WEEK,)) == {"burst": 10, "speeder": 1, "test": 1}
        found = count(records.read(tx, (WEEK,)), ())
        assert (found.people, found.episodes) == (36, 72)
        without = count(records.read(tx, (WEEK,), without=("speeder", "burst")), ())
        assert (without.people, without.interviews, without.episodes, without.ways_all.base.n) == (25, 25, 50, 50)
        assert flag_week(tx, WEEK) == 0


def test_week_of_nobody_has_no_flags(store):
    with store.write() as tx:
        assert (flag_week(tx, WEEK), flags.count(tx, (WEEK,))) == (0, {"burst": 0, "speeder": 0, "test": 0})


def test_block_flags_the_weeks_that_nobody_published_and_leaves_the_others_as_they_were_counted(store):
    earlier = shift(WEEK, -1)
    with store.write() as tx:
        for week in (earlier, WEEK):
            told(tx, bounds(week)[0] + 3600, source="test")
    close_week(store, bounds(WEEK)[1] + 3 * 3600)
    with store.write() as tx:
        told(tx, AT, source="test")
        before = [flags.count(tx, (week,))["test"] for week in (earlier, WEEK)]

    block = blocks_of(WEEK)["who"]
    made = make(store, block, bounds(read_period(block)[-1])[1] + 3 * 3600)

    assert made.state == "made"
    with store.read() as tx:
        assert (before, [flags.count(tx, (week,))["test"] for week in (earlier, WEEK)]) == ([0, 1], [1, 1])
