"""Publications: frozen per period and version, made when the period is over, corrected without telling on anybody."""

import pytest
from msgspec.structs import replace

from bot.report.published import published
from bot.stats.counting import count
from bot.stats.labels import labels
from bot.stats.summary import gather
from bot.stats.weeks import block_of, bounds, period_of
from bot.store import audit, outbox, publications, records, roles
from bot.store.tables import Interview
from bot.usecases.breakdowns import Breakdown
from bot.usecases.digest import close_week, correct
from bot.usecases.erase import erase
from bot.usecases.publications import PeriodError, blocks_of, close, make, read_period
from tests.told import LANGUAGES, SCRIPT, Used, tell

WEEK = "2026-W47"
AT = bounds(WEEK)[0] + 3600
MONDAY_3 = bounds(WEEK)[1] + 3 * 3600
WHO = period_of(block_of(WEEK, 4))


def answered(store, people, channel="csc_operator", at=AT, **more):
    with store.write() as tx:
        return [tell(tx, at, Used("address", channel, ("unaware",)), **more) for _ in range(people)]


def by_sex(tx, weeks):
    """A made-up breakdown with one level, the whole country."""
    for figure in gather(weeks, count(records.read(tx, weeks), ()), labels([SCRIPT])).figures:
        if figure.group == "way":
            yield replace(figure, dimension="sex", level="female", id=f"{figure.id}.sex.female")


SEX = Breakdown("sex", "who", lambda tx, weeks: tuple(by_sex(tx, weeks)))


def gone(store, people):
    with store.write() as tx:
        for person in people:
            erase(tx, person)


def share(found, name):
    return next(figure.estimate for figure in found.figures if figure.id == name)


@pytest.mark.parametrize("period", ["2026-W47", WHO, period_of(block_of(WEEK, 12))])
def test_weeks_and_whole_blocks_are_periods(period):
    assert read_period(period)[0] == period[:8]


@pytest.mark.parametrize("period", ["2026", "2026-W99", "2026-W46..2026-W47", "2026-W47..2026-W50", "2026-W47..2026-W40"])
def test_anything_else_is_no_period(period):
    with pytest.raises(PeriodError):
        read_period(period)


def test_blocks_do_not_overlap_and_four_weeks_lie_inside_twelve():
    inside = [blocks_of(week)["where"] for week in read_period(blocks_of(WEEK)["who"])]

    assert len(set(inside)) == 1
    assert blocks_of("2024-W01") == {"week": "2024-W01", "who": "2024-W01..2024-W04", "where": "2024-W01..2024-W12"}


def test_week_is_made_once_it_is_over_and_stays_as_it_was(store):
    answered(store, 40)
    early = make(store, WEEK, MONDAY_3 - 1)
    made = make(store, WEEK, MONDAY_3)
    answered(store, 30, "egov_mobile")
    again = make(store, WEEK, MONDAY_3)

    assert (early.state, made.state, again.state) == ("not_over", "made", "there")
    assert again.summary == made.summary
    assert share(made.summary, "way.both.csc_operator") == 1
    assert {figure.revisions for figure in made.summary.figures} == {(1,)}
    with store.read() as tx:
        assert [entry.action for entry in audit.read(tx) if "publication" in entry.action] == ["publication make"]


def test_block_is_made_when_it_closes_if_something_is_broken_down(store):
    answered(store, 40, at=bounds(block_of(WEEK, 4)[-1])[0])
    after = bounds(block_of(WEEK, 4)[-1])[1] + 3 * 3600
    with store.write() as tx:
        nothing = close(tx, after - 1)
        weeks_only = close(tx, after, breakdowns=())
        with_block = close(tx, after + 1, breakdowns=(SEX,))
        found = publications.latest(tx, WHO)

    assert (nothing, weeks_only, with_block) == ((), (block_of(WEEK, 4)[-1],), (WHO,))
    assert {(figure.block, figure.period, figure.level) for figure in found.figures} == {("who", WHO, "female")}
    assert make(store, blocks_of(WEEK)["where"], after + 10**8, breakdowns=(SEX,)).state == "nothing"


def test_every_breakdown_of_the_house_is_made_in_its_block(store):
    answered(store, 40)
    after = bounds(block_of(WEEK, 12)[-1])[1] + 3 * 3600

    who, where = (make(store, blocks_of(WEEK)[block], after).summary for block in ("who", "where"))

    assert {figure.dimension for figure in who.figures} == {"sex", "age", "settlement", "skills"}
    assert {figure.dimension for figure in where.figures} == {"region", "service"}
    assert {figure.level for figure in where.figures if figure.dimension == "service"} == {"address"}


def test_block_in_which_nobody_answered_is_not_made(store):
    assert make(store, blocks_of(WEEK)["who"], AT + 10**8).state == "nothing"


def test_repaired_fault_is_corrected_by_a_new_version_and_sent_as_such(store):
    with store.write() as tx:
        roles.add(tx, "official", b"1", b"sealed", "en", AT)
    answered(store, 40)
    answered(store, 10, "egov_mobile", flags="test")
    close_week(store, MONDAY_3)
    with store.write() as tx:
        tx.execute(Interview.__table__.update().values(flags=""))

    outcome, officials = correct(store, WEEK, MONDAY_3 + 60)
    again, nobody = correct(store, WEEK, MONDAY_3 + 120)

    assert (outcome.state, outcome.summary.version, officials) == ("corrected", 2, 1)
    assert (again.state, nobody) == ("same", 0)
    with store.read() as tx:
        (message,) = outbox.due(tx, MONDAY_3 + 60, 9)
        assert "Corrected: version 2." in message.message.text
        assert publications.newest(tx, WEEK).people == 50
        assert audit.read(tx)[-1].detail == f"{WEEK} kz 2"


def test_what_was_never_published_is_not_corrected(store):
    assert correct(store, WEEK, MONDAY_3)[0].state == "missing"


@pytest.mark.parametrize(("erased", "state"), [(1, "gone"), (4, "gone"), (5, "corrected"), (7, "corrected"), (12, "corrected")])
def test_difference_to_the_version_before_is_never_that_of_one_to_four_people(store, erased, state):
    people = answered(store, 40)
    answered(store, 20, "egov_mobile")
    close_week(store, MONDAY_3)
    gone(store, people[:erased])

    outcome, _ = correct(store, WEEK, MONDAY_3 + 60)

    with store.read() as tx:
        newest = publications.newest(tx, WEEK)
    assert (outcome.state, newest.summary.version) == (state, 2 if state == "corrected" else 1)


def test_five_who_are_gone_but_perhaps_not_from_a_table_leave_it_as_it_was(store):
    people = answered(store, 40)
    answered(store, 20, "egov_mobile")
    close_week(store, MONDAY_3)
    with store.read() as tx:
        before = publications.latest(tx, WEEK)
    gone(store, people[:6])

    outcome, _ = correct(store, WEEK, MONDAY_3 + 60)

    assert outcome.summary.of("way", "both") == before.of("way", "both")
    assert outcome.summary.people == 55


@pytest.mark.parametrize(("erased", "state", "share_now"), [(3, "gone", 0.67), (12, "corrected", 0.58)])
def test_block_is_corrected_by_the_same_rule_as_a_week_and_nobody_is_written_to(store, erased, state, share_now):
    people = answered(store, 40)
    answered(store, 20, "egov_mobile")
    after = bounds(block_of(WEEK, 4)[-1])[1] + 3 * 3600
    for period in (WEEK, WHO):
        make(store, period, after)
    gone(store, people[:erased])

    outcome, told = correct(store, WHO, after + 60)

    with store.read() as tx:
        newest = publications.latest(tx, WHO)
    (found,) = (figure for figure in newest.figures if figure.id == "way.both.csc_operator.sex.unknown")
    assert (outcome.state, told, newest.version, newest.block) == (state, 0, 2 if state == "corrected" else 1, "who")
    assert found.estimate == share_now


@pytest.mark.parametrize("language", LANGUAGES)
def test_publication_reads_as_outsiders_see_it(store, language):
    answered(store, 40)
    answered(store, 3, "egov_mobile")
    close_week(store, MONDAY_3)
    with store.read() as tx:
        text = published(publications.latest(tx, WEEK), language)

    assert WEEK in text.splitlines()[0]
    assert "43" not in text
    assert "93" not in text


def test_last_published_week_is_found(store):
    answered(store, 40)
    with store.read() as tx:
        nothing = publications.last_week(tx)
    make(store, "2026-W46", MONDAY_3)
    make(store, WEEK, MONDAY_3)

    with store.read() as tx:
        found = publications.last_week(tx)
    assert (nothing, found.weeks) == (None, (WEEK,))


def test_row_that_a_week_hid_does_not_follow_from_its_block(store):
    weeks = block_of(WEEK, 4)
    for week in weeks:
        answered(store, 30, at=bounds(week)[0])
        answered(store, 15, "csc_self", at=bounds(week)[0])
        answered(store, 12, "egov_mobile", at=bounds(week)[0])
    answered(store, 3, "agency", at=bounds(weeks[0])[0])
    answered(store, 20, "agency", at=bounds(weeks[1])[0])
    after = bounds(weeks[-1])[1] + 3 * 3600
    for week in weeks:
        make(store, week, after)

    found = make(store, WHO, after, breakdowns=(SEX,)).summary

    shown = {figure.code: figure.published for figure in found.of("way", "both", "sex", "female")}
    assert not shown["agency"]
    assert sum(not published for published in shown.values()) > 1
    assert any(shown.values())
