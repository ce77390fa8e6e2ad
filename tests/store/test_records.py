"""What is read for the figures, counted: against a count by hand and against a plain count of the rows."""

from collections import defaultdict
from contextlib import closing, contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.stats.counting import count
from bot.stats.counts import Cell, Table, Tally
from bot.stats.labels import Labels
from bot.stats.summary import summarize
from bot.stats.weeks import bounds
from bot.store import records
from bot.store.engine import open_store
from tests.told import CHANNELS, SERVICES, Used, person, tell

WEEK = "2026-W47"
AT = bounds(WEEK)[0] + 3600


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request, tmp_path_factory):
    if request.param == "sqlite":
        with closing(open_store(tmp_path_factory.mktemp("figures") / "nege.sqlite3", create=True)) as opened:
            yield opened
        return
    with request.getfixturevalue("postgres").fresh() as address, closing(open_store(address)) as opened:
        yield opened


@contextmanager
def scratch(store):
    """A transaction of which nothing stays."""
    with store.write() as tx:
        here = tx.begin_nested()
        yield tx
        here.rollback()


def counted(table):
    """The plain numbers of a table, its parts in order of their codes."""
    cells = (Cell(cell.code, cell.n, cell.people, cell.outside, cell.fix, way=cell.way) for cell in table.cells)
    return Table(table.base, tuple(sorted(cells, key=lambda cell: cell.code)))


def test_counts_by_hand(store):
    with scratch(store) as tx:
        anna = tell(
            tx, AT, Used("address", "csc_self", ("unaware", "advice")), Used("passport", "csc_operator", ("not_online",))
        )
        tell(tx, AT, Used("address", "egov_mobile"), Used("licence", "egov_portal", recency="m12"))
        tell(tx, AT, Used("address", "csc_operator", ("hard_to_say",)), status="partial")
        tell(tx, AT, Used("address", "csc_operator", ("not_online",)), place="csc_site", status="stopped")
        tell(tx, AT, Used("address", "csc_operator", ("advice",)), flags="speeder test")
        tell(tx, AT - 7 * 86_400, Used("address", "csc_operator", ("advice",)))
        tell(tx, AT, status="declined")

        counts = count(records.read(tx, (WEEK,)), ())

    assert anna
    assert (counts.people, counts.interviews, counts.episodes, counts.at_csc_desk) == (4, 4, 6, 1)
    assert counted(counts.ways_both) == Table(
        Tally(3, 3), (Cell("assisted", 1, 1, 2), Cell("csc_operator", 1, 1, 2), Cell("online", 1, 1, 2))
    )
    assert counted(counts.ways_all) == Table(
        Tally(5, 3), (Cell("assisted", 1, 1, 3), Cell("csc_operator", 2, 2, 2), Cell("online", 2, 1, 2))
    )
    assert counted(counts.stated) == Table(Tally(4, 3), (Cell("stated", 3, 2, 1), Cell("unstated", 1, 1, 2)))
    # `not_online` is a matter of knowledge for the address and of the rules for the passport: one visit each, the tie is named
    # by the later code.
    assert counted(counts.reasons) == Table(
        Tally(3, 2), (Cell("advice", 1, 1, 2, "keep"), Cell("not_online", 2, 2, 1, "rule"), Cell("unaware", 1, 1, 2, "inform"))
    )
    assert counted(counts.fixes) == Table(Tally(3, 2), (Cell("inform", 1, 1, 1), Cell("keep", 1, 1, 2), Cell("rule", 1, 1, 2)))


def test_nobody_gives_zeros(store):
    with scratch(store) as tx:
        counts = count(records.read(tx, (WEEK,)), ())

    assert (counts.people, counts.interviews, counts.episodes, counts.ways_both) == (0, 0, 0, Table())


def test_one_person_has_nobody_outside(store):
    with scratch(store) as tx:
        tell(tx, AT, Used("address", "egov_mobile"))
        counts = count(records.read(tx, (WEEK,)), ())

    assert counted(counts.channels_both) == Table(Tally(1, 1), (Cell("egov_mobile", 1, 1, 0, way="online"),))


def test_person_with_interviews_in_two_weeks_is_one_person(store):
    with scratch(store) as tx:
        who = tell(tx, AT, Used("address", "egov_mobile"))
        tell(tx, AT + 12 * 7 * 86_400, Used("address", "egov_mobile"), who=who)
        weeks = records.weeks(tx)
        counts = count(records.read(tx, weeks), ())

    assert weeks == (WEEK, "2027-W06")
    assert (counts.people, counts.interviews, counts.channels_all.base) == (1, 2, Tally(2, 1))


def test_everybody_agrees_and_nobody_is_outside(store):
    with scratch(store) as tx:
        for _ in range(31):
            tell(tx, AT, Used("passport", "csc_operator", ("unaware",)))
        counts = count(records.read(tx, (WEEK,)), ())
        summary = summarize((WEEK,), counts, Labels())

    (unaware,) = summary.of("reason", "stated")
    assert (unaware.estimate, unaware.published) == (1.0, True)
    assert counted(counts.reasons).cells == (Cell("unaware", 31, 31, 0, "inform"),)


reasons = st.lists(st.sampled_from(["unaware", "not_online", "eds_fail", "other"]), unique=True, max_size=3).map(tuple)
used = st.builds(
    Used,
    st.sampled_from([service.code for service in SERVICES]),
    st.sampled_from([channel.code for channel in CHANNELS]),
    reasons,
    st.sampled_from(["m1", "m3", "m12"]),
)
one_told = st.tuples(
    st.lists(used, max_size=3, unique_by=lambda one: one.service),
    st.sampled_from(["online", "csc_site"]),
    st.sampled_from(["", "test"]),
)

WAY = {
    "csc_operator": "csc_operator",
    "csc_self": "assisted",
    "agency": "agency",
    "egov_mobile": "online",
    "egov_portal": "online",
    "other_person": "proxy",
    "dont_remember": "unknown",
}


def plain(rows, codes):
    """A table by the definition: `rows` are (person, episode), `codes` gives the parts of an episode."""
    everybody = {who for who, _ in rows}
    parts = defaultdict(list)
    for who, episode in rows:
        for code in codes(episode):
            parts[code].append(who)
    cells = {code: (len(inside), len(set(inside))) for code, inside in parts.items()}
    outside = {code: len({who for who, episode in rows if code not in codes(episode)}) for code in parts}
    return (len(rows), len(everybody)), {code: (*cells[code], outside[code]) for code in parts}


def seen(table):
    return (table.base.n, table.base.people), {cell.code: (cell.n, cell.people, cell.outside) for cell in table.cells}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one_told, max_size=12))
def test_sums_by_sql_equal_a_count_of_the_rows(store, told):
    with scratch(store) as tx:
        for episodes, place, flags in told:
            tell(tx, AT, *episodes, place=place, flags=flags, who=person(tx))
        counts = count(records.read(tx, (WEEK,)), ())

    rows = [(who, (one, place)) for who, (all_, place, flags) in enumerate(told) if not flags for one in all_]
    asked = [(who, one) for who, (one, place) in rows if place != "csc_site"]
    both = [(who, one) for who, one in asked if one.recency != "m12" and one.service != "passport"]
    visits = [(who, one) for who, (one, _) in rows if one.channel.startswith("csc")]
    stated = [(who, one) for who, one in visits if one.reasons]
    assert seen(counts.ways_all) == plain(asked, lambda one: [WAY[one.channel]])
    assert seen(counts.ways_both) == plain(both, lambda one: [WAY[one.channel]])
    assert seen(counts.channels_both) == plain(both, lambda one: [one.channel])
    assert seen(counts.stated) == plain(visits, lambda one: ["stated" if one.reasons else "unstated"])
    assert seen(counts.reasons) == plain(stated, lambda one: one.reasons)
    assert sum(cell.n for cell in counts.fixes.cells) == len(stated) == counts.fixes.base.n


def test_what_is_left_out_is_found_without_reading_every_interview(tmp_path):
    with closing(open_store(tmp_path / "nege.sqlite3", create=True)) as opened, opened.read() as tx:
        asked = records._interviews((WEEK,), ("test",)).compile(tx, compile_kwargs={"literal_binds": True})
        steps = [row[3] for row in tx.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]

    assert [step for step in steps if "ix_interview_flagged" in step]
    assert not [step for step in steps if step.startswith("SCAN interview")]
