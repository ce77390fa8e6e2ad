"""By which rule a figure may leave the house."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interview.facts import FIXES
from bot.stats.correction import corrected
from bot.stats.counts import Cell, Counts, Table, Tally
from bot.stats.figure import Figure
from bot.stats.labels import Labels
from bot.stats.publish import decide, refuse, rounded, seen, whole_percent
from bot.stats.relations import FIRST_FIX
from bot.stats.summary import for_outsiders, summarize

TEXT = dict.fromkeys(("kk", "ru", "en"), "?")
WEEKS = ("2026-W47",)


def figure(code="online", numerator=50, **values):
    values = {"people": 100, "n": 100, "inside": numerator, "outside": 100 - numerator, "estimate": numerator / 100} | values
    return Figure(f"way.both.{code}", "way", code, TEXT, "both", numerator=numerator, **values)


@pytest.mark.parametrize(
    ("people", "inside", "outside", "why_not"),
    [
        (30, 10, 20, ""),
        (29, 10, 19, "people"),
        (0, 0, 0, "people"),
        (100, 0, 100, ""),
        (100, 100, 0, ""),
        (100, 1, 100, "numerator"),
        (100, 4, 96, "numerator"),
        (100, 5, 95, ""),
        (100, 99, 1, "complement"),
        (100, 96, 4, "complement"),
        (100, 95, 5, ""),
        (29, 1, 28, "people"),
    ],
)
def test_share_is_refused_with_the_reason(people, inside, outside, why_not):
    assert refuse(figure(people=people, inside=inside, outside=outside)) == why_not


@pytest.mark.parametrize(
    ("n_eff", "estimate", "low", "high", "why_not"),
    [
        (29.9, 0.5, 0.4, 0.6, "effective"),
        (30, 0.5, 0.4, 0.6, ""),
        (None, 0.5, 0.35, 0.66, "wide"),
        (None, 0.5, 0.35, 0.64, ""),
        (None, 0.06, 0.02, 0.11, "relative"),
        (None, 0.03, 0.01, 0.06, ""),
        (None, 0.10, 0.05, 0.17, ""),
    ],
)
def test_share_that_says_too_little_is_refused(n_eff, estimate, low, high, why_not):
    assert refuse(figure(n_eff=n_eff, estimate=estimate, low=low, high=high)) == why_not


def decisions(*numerators, before=()):
    parts = [figure(code, numerator) for code, numerator in zip("abcdef", numerators, strict=False)]
    return [each.why_not for each in decide(parts, before=before)]


@pytest.mark.parametrize(
    ("numerators", "why_not"),
    [
        ((60, 37, 3), ["", "second", "numerator"]),
        ((50, 30, 12, 8), ["", "", "", ""]),
        ((55, 40, 3, 2), ["", "", "numerator", "numerator"]),
        ((90, 8, 1, 1), ["", "second", "numerator", "numerator"]),
        ((97, 3, 0), ["complement", "numerator", ""]),
        ((60, 40, 0), ["", "", ""]),
    ],
)
def test_row_that_follows_from_the_others_takes_a_second_one_with_it(numerators, why_not):
    assert decisions(*numerators) == why_not


def test_what_the_version_before_hid_stays_hidden():
    assert decisions(50, 30, 20, before={"way.both.c"}) == ["", "second", "before"]


def test_channel_is_not_worked_out_from_its_way():
    channels = [
        ("csc_operator", "csc_operator", 50),
        ("csc_self", "assisted", 20),
        ("csc_helped", "assisted", 3),
        ("app", "online", 27),
    ]
    ways = {"csc_operator": 50, "assisted": 23, "online": 27}
    counts = Counts(
        channels_both=Table(Tally(100, 100), tuple(Cell(code, n, n, 100 - n, way=way) for code, way, n in channels)),
        ways_both=Table(Tally(100, 100), tuple(Cell(code, n, n, 100 - n) for code, n in ways.items())),
    )

    hidden = {
        each.id: each.why_not for each in summarize(WEEKS, counts, Labels()).figures if each.why_not not in ("", "people")
    }

    assert hidden == {"channel.both.csc_helped": "numerator", "channel.both.csc_self": "second"}


@pytest.mark.parametrize(
    ("share", "whole"), [(None, None), (0, 0), (1, 1), (0.001, 0.004), (0.9999, 0.996), (0.125, 0.13), (0.57, 0.57)]
)
def test_share_is_whole_percent_and_never_hides_somebody(share, whole):
    assert whole_percent(share) == whole


def test_outsiders_get_rounded_numbers_and_no_numerator():
    shown = seen(figure(people=103, n=128, estimate=0.3906, low=0.3012, high=0.487, se=0.04, n_eff=70.0, published=True))

    assert (shown.people, shown.n, shown.estimate, shown.low, shown.high) == (105, 130, 0.39, 0.3, 0.49)
    assert (shown.numerator, shown.inside, shown.outside, shown.se, shown.n_eff) == (None, 0, 0, None, None)


def test_place_of_a_hidden_reason_does_not_tell_its_size():
    cells = (Cell("a", 40, 40, 60, "rule"), Cell("b", 4, 4, 96, "rule"), Cell("c", 3, 7, 96, "rule"))

    reasons = for_outsiders(summarize(WEEKS, Counts(reasons=Table(Tally(100, 100), cells)), Labels())).of("reason", "stated")

    assert [(reason.code, reason.published) for reason in reasons] == [("a", True), ("c", True), ("b", False)]


def test_order_of_the_fixes_is_that_of_the_facts():
    assert FIRST_FIX == FIXES


def ways(people, *numerators):
    cells = tuple(
        Cell(code, n, n, people - n) for code, n in zip(("online", "csc_operator", "agency"), numerators, strict=True)
    )
    return summarize(WEEKS, Counts(people=people, ways_both=Table(Tally(people, people), cells)), Labels())


@pytest.mark.parametrize(
    ("gone", "now", "shares"),
    [
        (0, ways(100, 40, 30, 30), [0.4, 0.3, 0.3]),
        (5, ways(95, 45, 25, 25), [0.5, 0.25, 0.25]),
        (8, ways(92, 46, 23, 23), [0.5, 0.25, 0.25]),
        (8, ways(90, 45, 27, 18), [0.5, 0.3, 0.2]),
    ],
)
def test_correction_is_new_only_where_five_are_surely_gone(gone, now, shares):
    old = for_outsiders(ways(100, 50, 25, 25))

    new = corrected(old, now, gone)

    assert new.version == 2
    assert [figure.estimate for figure in new.of("way", "both")[:2]] + [new.of("way", "both")[3].estimate] == shares


@given(st.integers(0, 10**7))
def test_base_is_rounded_to_the_nearest_five(number):
    assert rounded(number) % 5 == 0
    assert abs(rounded(number) - number) <= 2


@settings(deadline=None)  # the first decision loads what searches
@given(st.lists(st.integers(0, 60), min_size=2, max_size=6))
def test_of_parts_that_add_up_never_one_alone_is_hidden(parts):
    total = max(sum(parts), 30)
    parts = [*parts, total - sum(parts)] if sum(parts) < total else parts
    found = decide(
        [
            figure(f"c{place}", part, people=total, n=total, inside=part, outside=total - part)
            for place, part in enumerate(parts)
        ]
    )

    hidden = [each for each in found if not each.published and each.numerator]
    assert len(hidden) != 1
    assert not hidden or sum(each.numerator for each in hidden) > len(hidden)
