"""Which changes may be named."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stats.change import between, guarded, mix_shifted, named, side, within
from bot.stats.estimate import Ratio, sample
from bot.stats.interval import quantile
from bot.stats.sums import heads, of_people
from bot.stats.weights import even


def period(share, people=100, se=0.03, **more):
    base = 2 * people
    known = {"part": round(share * base), "kish": float(base), "kish_people": float(people), "df": people - 1.0}
    return Ratio(estimate=share, se=se, base=base, people=people, **(known | more))


def test_large_change_is_named_with_its_interval():
    (found,) = named([between(period(0.4), period(0.6))])

    assert found.why_not == ""
    assert found.estimate == pytest.approx(0.2)
    assert found.df == pytest.approx(198, rel=0.01)
    half = quantile(0.95, found.df) * found.se
    assert (found.low, found.high) == pytest.approx((0.2 - half, 0.2 + half))
    assert found.p_holm == found.p


@pytest.mark.parametrize(
    ("before", "now", "why_not"),
    [
        (period(0.4), period(0.41), "chance"),
        (period(0.1, people=29), period(0.9), "people"),
        (period(0.1), period(0.9, people=29), "people"),
        (period(0.1, people=30), period(0.9, people=30), ""),
        (Ratio(), period(0.9), "nobody"),
        (period(0.9), Ratio(), "nobody"),
    ],
)
def test_change_is_not_named_for_a_reason(before, now, why_not):
    assert named([between(before, now)])[0].why_not == why_not


def test_mean_is_not_compared_as_if_it_were_a_share():
    assert side(period(1.4, part=280)).error is None
    assert between(period(1.4, part=280), period(1.6, part=320)).why_not == "nobody"


def test_mean_that_only_weights_lift_above_one_is_not_compared_either():
    assert side(period(1.1, part=190)).error is None
    assert side(period(1 + 1e-12, part=199)).error > 0


@pytest.mark.parametrize("barred", ["recruitment", "lists"])
def test_change_is_not_named_where_the_mix_or_the_lists_shifted(barred):
    assert named([between(period(0.1), period(0.9), barred=barred)])[0].why_not == barred


@pytest.mark.parametrize(
    ("before", "now", "shifted"),
    [
        ({"online": 90, "media": 10}, {"online": 45, "media": 5}, False),
        ({"online": 90, "media": 10}, {"online": 80, "media": 20}, False),
        ({"online": 90, "media": 10}, {"online": 79, "media": 21}, True),
        ({"online": 90}, {"csc_site": 90}, True),
        ({"online": 100}, {"online": 89, "csc_site": 11}, True),
        ({}, {"online": 10}, False),
    ],
)
def test_mix_of_recruitment_shifted_if_over_a_tenth_came_from_elsewhere(before, now, shifted):
    assert mix_shifted(before, now) == shifted


def test_change_that_was_not_tested_with_the_others_is_not_named():
    assert between(period(0.1), period(0.9)).why_not == "untested"


def test_holm_counts_all_changes_that_were_tested_and_no_others():
    weak = between(period(0.4), period(0.5))

    alone = named([weak])[0]
    among_barred = named([weak, between(period(0.1, people=20), period(0.9))])[0]
    among_others = named([weak, *[between(period(0.4), period(0.401))] * 9])[0]

    assert (alone.why_not, among_barred.why_not, among_others.why_not) == ("", "", "chance")
    assert among_others.p_holm == pytest.approx(10 * weak.p)


def test_all_of_thirty_against_all_but_one_is_no_change():
    all_agree = period(1.0, people=30, se=None, part=60)
    nearly = period(59 / 60, people=30, se=0.017)

    (found,) = named([between(all_agree, nearly)])

    assert found.why_not == "chance"
    assert found.se > 0.03


@given(st.integers(0, 60), st.floats(0.0, 0.2))
def test_error_that_a_change_is_tested_with_is_never_nothing(part, se):
    one = period(part / 60, people=30, se=se or None, part=part)

    assert guarded(one) > 0.005
    assert math.isfinite(guarded(one))


def two_weeks(rows):
    columns = ("part0", "base0", "reached0", "part1", "base1", "reached1")
    sums = of_people(("all",), columns, [(("",), (*one, int(one[1] > 0), *two, int(two[1] > 0))) for one, two in rows])
    return sample(sums, even(("all",), heads(sums)))


ASKED = ("part0", "base0", "reached0"), ("part1", "base1", "reached1")


def test_people_in_both_weeks_make_the_error_of_a_change_smaller():
    steady = [((1, 1), (1, 1)), ((0, 1), (0, 1))] * 20 + [((0, 1), (1, 1))] * 4
    shuffled = [((1, 1), (0, 0)), ((0, 1), (0, 0))] * 20 + [((0, 1), (0, 0))] * 4
    shuffled += [((0, 0), (1, 1)), ((0, 0), (0, 1))] * 20 + [((0, 0), (1, 1))] * 4

    same, others = within(two_weeks(steady), *ASKED, None), within(two_weeks(shuffled), *ASKED, None)

    assert same.estimate == pytest.approx(others.estimate)
    assert same.se < others.se / 2


def test_change_of_an_empty_week_has_no_number():
    found = within(two_weeks([((1, 1), (0, 0))] * 40), *ASKED, None)

    assert (found.estimate, found.se, found.why_not) == (None, None, "nobody")


def test_weeks_in_which_all_agree_are_compared_with_a_guarded_error():
    found = within(two_weeks([((1, 1), (0, 0))] * 40 + [((0, 0), (1, 1))] * 40), *ASKED, 79)

    assert (found.estimate, found.why_not) == (0, "untested")
    assert found.se > 0.02
