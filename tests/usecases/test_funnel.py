"""Where interviews stand, at which question people leave, how long they take."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.interview.state import Answer, Slot
from bot.stats.funnel import Health, Stage, Useful
from bot.stats.weeks import bounds, wave_of
from bot.store import answers, interviews, revisions
from bot.store.engine import open_store
from bot.store.tables import Interview
from bot.usecases.funnel import funnel
from tests.told import SCRIPT, Used, person, tell

WEEK = "2026-W47"
AT = bounds(WEEK)[0] + 3600


@pytest.fixture
def store(database):
    store = open_store(database, create=True)
    yield store
    store.close()


def begun(tx, status, *given, language="kk", flags="", at=AT, useful=""):
    """An interview that began then, with these answers."""
    revision, _ = revisions.publish(tx, SCRIPT, at, open_=True)
    interview = interviews.add(
        tx, interviews.Stored(0, person(tx), revision.id, wave_of(at), language, "online", "", status, 9, 0), at
    )
    tx.execute(update(Interview).where(col(Interview.id) == interview).values(flags=flags, useful=useful))
    answers.keep(tx, [(interview, answer) for answer in given])


def said(question, codes, seconds, item="", **more):
    return Answer(Slot(question, item), codes=codes, language="kk", at=AT + seconds, **more)


def test_interviews_are_counted_by_language_and_stage_without_tests_and_without_other_weeks(store):
    with store.write() as tx:
        begun(tx, "completed")
        begun(tx, "stopped", language="ru")
        begun(tx, "started", language="ru")
        begun(tx, "completed", flags="speeder test")
        begun(tx, "completed", at=AT - 7 * 86_400)
        begun(tx, "opened")

        found = funnel(tx, (WEEK,))

    assert found.stages == (Stage("kk", "completed", 1), Stage("ru", "started", 1), Stage("ru", "stopped", 1))
    assert (found.at("ru"), found.at("ru", "stopped"), found.languages) == (2, 1, ("kk", "ru"))


def test_question_that_was_open_when_somebody_left_is_found_also_inside_a_group(store):
    services = said("services", ("address", "licence"), 1)
    with store.write() as tx:
        begun(tx, "stopped")
        begun(tx, "expired", services, said("recency", ("m1",), 4, "address"))
        begun(tx, "partial", services, said("recency", ("m1",), 4, "address"), said("channel", ("agency",), 9, "address"))
        begun(tx, "started", services)

        left = {health.question: health.left for health in funnel(tx, (WEEK,)).questions}

    assert left == {"services": 1, "recency": 0, "channel": 1, "reasons": 1}


def test_seconds_are_counted_from_the_answer_before_and_changed_answers_are_not(store):
    with store.write() as tx:
        for seconds in (3, 5, 30):
            begun(tx, "completed", said("services", ("address",), 0), said("recency", ("m1",), seconds, "address"))
        begun(tx, "completed", said("services", ("address",), 0), said("recency", ("m1",), 900, "address", changes=1))
        begun(tx, "completed", said("services", ("address",), 0), said("recency", ("m1",), 90_000, "address"))

        found = {health.question: health for health in funnel(tx, (WEEK,)).questions}

    assert (found["recency"].seconds, found["recency"].timed) == (5, 3)
    assert found["services"].seconds is None


def test_changed_withdrawn_skipped_and_typed_answers_are_counted(store):
    with store.write() as tx:
        begun(tx, "completed", said("reasons", ("other",), 1, "address", text="own words", changes=2))
        begun(tx, "completed", said("reasons", (), 1, "address"), said("reasons", ("unaware",), 1, "licence", withdrawn=True))

        (found,) = funnel(tx, (WEEK,)).questions

    assert found == Health(
        "reasons", "kk", interviews=2, answers=3, changed=1, withdrawn=1, skipped=1, typed=1, other=1, seconds=0, timed=1
    )


def test_usefulness_of_the_hints_is_that_of_completed_interviews(store):
    with store.write() as tx:
        begun(tx, "completed", useful="yes")
        begun(tx, "completed")
        begun(tx, "stopped", useful="no")

        found = funnel(tx, (WEEK,))

    assert found.useful == (Useful("kk", "", 1), Useful("kk", "yes", 1))
    assert (found.said("kk", "yes"), found.said("kk", "no")) == (1, 0)


def test_nobody_gives_an_empty_funnel(store):
    with store.write() as tx:
        tell(tx, AT - 30 * 86_400, Used("address", "agency"))

        assert not funnel(tx, (WEEK,)).stages
