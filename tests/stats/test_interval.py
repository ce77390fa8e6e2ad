"""Intervals: textbook cases, the guards, and where there is nothing to be sure of."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stats.estimate import Ratio
from bot.stats.interval import clopper_pearson, holm, korn_graubard, mean, quantile, share, two_sided, wilson


def found(part, base, people, **more):
    weights = {"kish": float(base), "kish_people": float(people), "df": people - 1.0}
    return Ratio(estimate=part / base, part=part, base=base, people=people, **(weights | more))


def test_share_takes_the_smaller_of_two_effective_sizes():
    clustered = share(found(40, 100, 60, se=0.1)).interval
    weighted = share(found(40, 100, 60, se=0.01, kish=30.0)).interval

    shrunk = (quantile(0.95, 99) / quantile(0.95, 59)) ** 2
    assert clustered.sure == pytest.approx(24 * shrunk)
    assert weighted.sure == pytest.approx(30 * shrunk)
    assert (clustered.low, clustered.high) == pytest.approx(korn_graubard(0.4, 0.1, 100, 59))


def test_loss_makes_the_interval_wider():
    narrow, wide = (share(found(40, 100, 60, se=0.06, loss=loss)).interval for loss in (1.0, 1.2))

    assert wide.sure == pytest.approx(narrow.sure / 1.2)
    assert wide.high - wide.low > narrow.high - narrow.low


@pytest.mark.parametrize(("part", "low", "high"), [(60, 0.884, 1.0), (0, 0.0, 0.116)])
def test_thirty_people_who_all_agree_are_no_certainty(part, low, high):
    interval = share(found(part, 60, 30)).interval

    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.001)
    assert (interval.word, interval.sure) == ("all_agree", 30)


def test_nobody_has_no_interval_and_a_word():
    assert share(Ratio()).interval == mean(Ratio()).interval
    assert (share(Ratio()).interval.low, share(Ratio()).interval.high, share(Ratio()).interval.word) == (None, None, "nobody")


def test_one_person_says_next_to_nothing():
    undecided, decided = share(found(1, 2, 1)).interval, share(found(2, 2, 1)).interval

    assert (undecided.low, undecided.high, undecided.word) == (0, 1, "one_person")
    assert (decided.low, decided.high) == pytest.approx((0.025, 1))
    assert (mean(found(1, 2, 1)).interval.low, mean(found(1, 2, 1)).interval.word) == (None, "one_person")


def test_where_everybody_is_half_and_half_the_episodes_bound_the_interval():
    interval = share(found(40, 80, 40, kish=50.0)).interval

    assert interval.word == "no_spread"
    assert interval.sure < 50
    assert interval.high - interval.low > 0.25


def test_mean_has_a_t_interval_and_none_without_an_error():
    interval = mean(found(300, 100, 50, se=0.2)).interval

    half = quantile(0.95, 49) * 0.2
    assert (interval.low, interval.high) == pytest.approx((3 - half, 3 + half))
    assert mean(found(300, 100, 50)).interval.word == "no_spread"


@given(st.integers(1, 200), st.integers(2, 200), st.floats(0, 1), st.floats(0.0001, 0.5), st.floats(0.05, 1))
def test_every_interval_lies_between_nothing_and_all_and_holds_its_estimate(base, people, place, se, weight):
    base = max(base, people)
    part = round(place * base)
    one = found(part, base, people, se=se if 0 < part < base else None, kish=base * weight, kish_people=people * weight)

    interval = share(one).interval

    assert 0 <= interval.low <= one.estimate + 1e-12
    assert one.estimate - 1e-12 <= interval.high <= 1
    assert interval.high - interval.low > 0
    assert all(map(math.isfinite, (interval.low, interval.high, interval.sure)))


def test_textbook_intervals_at_the_ends_are_exact():
    assert clopper_pearson(0, 7)[0] == wilson(0, 7)[0] == 0
    assert clopper_pearson(1, 7)[1] == wilson(1, 7)[1] == 1


def test_quantiles_and_p_values_are_those_of_the_tables():
    assert (quantile(0.95), quantile(0.95, 10), quantile(0.9, 5)) == pytest.approx((1.959964, 2.228139, 2.015048), abs=1e-6)
    assert (two_sided(1.959964), two_sided(-2.228139, 10)) == pytest.approx((0.05, 0.05), abs=1e-6)


def test_holm_keeps_places_and_never_falls():
    assert holm([0.04, 0.01, 0.03]) == pytest.approx((0.06, 0.03, 0.06))
    assert holm([]) == ()
    assert holm([0.9, 0.8]) == (1.0, 1.0)
