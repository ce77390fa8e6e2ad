"""Counts to figures, by hand."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.script.model import Block, Choice, Question, Script
from bot.stats.codes import FIXES, WAYS
from bot.stats.counts import Cell, Counts, Table, Tally
from bot.stats.labels import Labels, labels
from bot.stats.summary import Summary, for_outsiders, summarize

WEEKS = ("2026-W47",)


def text(words):
    return dict.fromkeys(("kk", "ru", "en"), words)


def figures(counts):
    return {figure.id: figure for figure in summarize(WEEKS, counts, Labels()).figures}


def test_share_is_the_part_of_its_base_with_the_people_behind_it():
    ways = Table(Tally(n=80, people=40), (Cell("online", 48, 30, 20), Cell("csc_operator", 32, 20, 30)))

    found = figures(Counts(people=40, interviews=40, episodes=80, ways_both=ways))

    online = found["way.both.online"]
    assert (online.estimate, online.numerator, online.n, online.people) == (0.6, 48, 80, 40)
    assert (online.published, online.why_not) == (True, "")


def test_way_that_nobody_took_is_zero_and_may_be_published():
    ways = Table(Tally(n=80, people=40), (Cell("online", 80, 40, 0),))

    found = figures(Counts(ways_both=ways))

    assert [found[f"way.both.{way}"].numerator for way in WAYS] == [80, 0, 0, 0, 0, 0, 0, 0]
    assert all(found[f"way.both.{way}"].published for way in WAYS)


def test_nobody_gives_no_share_and_says_why():
    found = figures(Counts())

    assert {figure.estimate for figure in found.values()} == {None}
    assert {figure.why_not for figure in found.values()} == {"people"}


def test_one_person_has_shares_that_are_not_published():
    ways = Table(Tally(1, 1), (Cell("online", 1, 1, 0),))

    online = figures(Counts(people=1, interviews=1, episodes=1, ways_all=ways))["way.all.online"]

    assert (online.estimate, online.published, online.why_not) == (1.0, False, "people")


def test_reason_of_three_people_is_not_published():
    reasons = Table(Tally(100, 90), (Cell("unaware", 50, 45, 48, "inform"), Cell("payment", 3, 3, 88, "repair")))

    found = figures(Counts(reasons=reasons))

    assert found["reason.stated.unaware"].published
    assert found["reason.stated.payment"].why_not == "numerator"
    assert found["reason.stated.payment"].estimate == 0.03


def test_reasons_stand_from_the_most_to_the_least_named_and_fixes_in_their_own_order():
    reasons = Table(Tally(9, 9), (Cell("a", 1, 1, 8), Cell("c", 3, 3, 6), Cell("b", 3, 3, 6)))
    fixes = Table(Tally(9, 9), (Cell("rule", 5, 5, 4), Cell("new", 4, 4, 5)))

    summary = summarize(WEEKS, Counts(reasons=reasons, fixes=fixes), Labels())

    assert [figure.code for figure in summary.of("reason", "stated")] == ["b", "c", "a"]
    assert [figure.code for figure in summary.of("fix", "stated")] == [*FIXES, "new"]


def test_outsiders_see_no_number_of_what_is_refused():
    reasons = Table(Tally(100, 90), (Cell("unaware", 50, 45, 48, "inform"), Cell("payment", 3, 3, 88, "repair")))
    few = Table(Tally(12, 3), (Cell("online", 12, 3, 0),))

    seen = {f.id: f for f in for_outsiders(summarize(WEEKS, Counts(reasons=reasons, ways_both=few), Labels())).figures}

    assert (seen["reason.stated.unaware"].estimate, seen["reason.stated.unaware"].numerator) == (0.5, None)
    assert (seen["reason.stated.unaware"].n, seen["reason.stated.unaware"].people) == (100, 90)
    assert (seen["reason.stated.payment"].n, seen["reason.stated.payment"].estimate) == (0, None)
    assert (seen["reason.stated.payment"].why_not, seen["way.both.online"].why_not) == ("hidden", "people")
    assert (seen["way.both.online"].people, seen["way.both.online"].n, seen["way.both.online"].numerator) == (0, 0, None)


def test_summary_is_the_same_after_a_round_trip_as_json():
    reasons = Table(Tally(100, 90), (Cell("unaware", 50, 45, 48, "inform"),))
    summary = for_outsiders(summarize(WEEKS, Counts(people=3, reasons=reasons), Labels()))

    assert msgspec.json.decode(msgspec.json.encode(summary), type=Summary) == summary


@pytest.mark.parametrize(("group", "codes"), [("way", WAYS), ("stated", ("stated", "unstated")), ("fix", ("unsorted",))])
def test_every_code_of_ours_has_a_sentence_in_every_language(group, codes):
    assert all(set(Labels().label(group, code)) == {"kk", "ru", "en"} for code in codes)


def script(*reasons, channel="Online"):
    asked = (
        Question("how", "one", text("How?"), measures="channel", choices=(Choice("egov", {"kk": channel, "ru": channel}),)),
        Question("why", "many", text("Why?"), measures="reason", choices=reasons),
    )
    return Script("s", text("S"), ("kk", "ru"), text("C"), text("T"), (Block(asked),))


def test_labels_come_from_the_newest_revision_that_knows_the_code():
    report = {f"report_{language}": f"did not know ({language})" for language in ("kk", "ru", "en")}
    fix = {f"fix_{what}_{one}": f"{what} {one}" for what in ("label", "do", "owner") for one in ("kk", "ru", "en")}
    newer = script(Choice("unaware", text("I did not know"), columns={"fix": "inform"} | report | fix), channel="New")
    older = script(Choice("unaware", text("Old")), Choice("gone", text("Gone reason")), channel="Old")

    found = labels([newer, older])

    assert found.label("reason", "unaware")["ru"] == "did not know (ru)"
    assert found.label("reason", "gone")["en"] == "Gone reason"
    assert found.label("channel", "egov") == text("New")
    assert (found.label("fix", "inform")["kk"], found.owner("fix", "inform")["ru"]) == ("do kk", "owner ru")
    assert found.owner("reason", "inform")["en"] == "label en"
    assert (found.label("fix", "rule"), found.owner("reason", "rule")) == (text("rule"), text("rule"))


@settings(deadline=None)  # the first decision loads what searches
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=8), st.integers(0, 200))
def test_every_share_lies_between_nothing_and_all(parts, rest):
    total = rest + sum(n for n, _ in parts)
    cells = tuple(Cell(f"c{place}", n, min(n, people), total) for place, (n, people) in enumerate(parts))

    found = summarize(WEEKS, Counts(channels_all=Table(Tally(total, total), cells)), Labels()).of("channel", "all")

    assert all(figure.estimate is None or 0 <= figure.estimate <= 1 for figure in found)
    assert all(figure.published == (not figure.why_not) for figure in found)
