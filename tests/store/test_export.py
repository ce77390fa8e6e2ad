from sqlalchemy import update
from sqlmodel import col

from bot.stats.weeks import bounds
from bot.store import export, interviews, revisions
from bot.store.tables import Interview
from bot.usecases.erase import erase
from tests.told import Used, tell

WEEK = "2026-W47"
AT = bounds(WEEK)[0] + 3600


def told(tx, **more):
    return tell(tx, more.pop("at", AT), Used("address", "csc_operator", ("unaware",)), **more)


def everybody(tx, week=WEEK):
    found = export.of_week(tx, week, [each.id for each in revisions.listed(tx)])
    return {each.respondent: each.interview for each in found}


def test_counted_interviews_of_the_week_are_found_and_no_others(tx):
    counted = {told(tx, status=status) for status in ("completed", "partial", "stopped", "expired")}
    told(tx, flags="test")
    told(tx, flags="speeder test")
    told(tx, status="declined")
    told(tx, status="ineligible")
    told(tx, at=AT - 7 * 86_400)
    still_open = told(tx)
    tx.execute(update(Interview).where(col(Interview.respondent_id) == still_open).values(week=None, status="started"))

    assert everybody(tx).keys() == counted


def test_person_is_known_by_the_first_interview_that_counts(tx):
    who = told(tx, status="declined")
    told(tx, at=AT + 12 * 7 * 86_400, who=who)
    told(tx, at=AT + 24 * 7 * 86_400, who=who)
    _, second, third = sorted(interviews.interviews_of(tx, who))

    found = [each for week in ("2027-W06", "2027-W18") for each in export.of_week(tx, week, [1])]

    assert [(each.interview, each.respondent, each.first) for each in found] == [(second, who, second), (third, who, second)]


def test_interviews_of_other_revisions_are_not_found(tx):
    told(tx)

    assert export.of_week(tx, WEEK, [99]) == []


def test_records_come_in_the_order_that_was_asked_for_with_their_answers(tx):
    first, second = told(tx, flags="speeder"), told(tx, place="csc_site")
    ids = everybody(tx)

    records = export.records(tx, [ids[second], ids[first]])

    assert [(record.id, record.place, record.flags) for record in records] == [
        (ids[second], "csc_site", ""),
        (ids[first], "online", "speeder"),
    ]
    assert (records[0].week, records[0].status, records[0].language) == (WEEK, "completed", "ru")
    assert {answer.slot.key for answer in records[0].answers} == {
        *("services", "recency@address", "channel@address", "reasons@address"),
    }


def test_interview_without_answers_has_none(tx):
    tell(tx, AT, status="stopped")
    (ids,) = everybody(tx).values()

    (record,) = export.records(tx, [ids])

    assert [answer for answer in record.answers if answer.codes] == []


def test_erased_person_is_not_found_and_not_read(tx):
    gone, stays = told(tx), told(tx)
    ids = everybody(tx)

    erase(tx, gone)

    assert everybody(tx).keys() == {stays}
    assert [record.id for record in export.records(tx, list(ids.values()))] == [ids[stays]]
    assert interviews.interviews_of(tx, gone) == ()
