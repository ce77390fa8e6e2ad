"""Raking, the cap, and what is said about them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stats.margins import Level, Margin, UnknownLevelError
from bot.stats.weights import even, fixed, rake
from bot.stats.weights import given as weights_given

SEX = Margin("sex", (Level("f", 52), Level("m", 48)))
AGE = Margin("age", (Level("young", 30), Level("middle", 40), Level("old", 30)))
SKILLS = Margin("skills", (Level("low", 1), Level("high", 1)))
DIMENSIONS = ("sex", "age")

COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["f", "m", ""]), st.sampled_from(["young", "middle", "old", ""])),
    st.integers(1, 500),
    max_size=12,
)


def shares(weighting, place):
    mass = weighting.people * weighting.weights
    levels = [of[place] for of in weighting.classes]
    known = sum(one for level, one in zip(levels, mass, strict=True) if level)
    return {
        level: sum(one for at, one in zip(levels, mass, strict=True) if at == level) / known for level in set(levels) - {""}
    }


def test_raked_sample_has_the_shares_of_the_margins():
    people = {
        ("f", "young"): 300,
        ("f", "middle"): 80,
        ("f", "old"): 20,
        ("m", "young"): 200,
        ("m", "middle"): 60,
        ("m", "old"): 30,
    }

    found = rake(DIMENSIONS, people, [SEX, AGE], cap=None)

    assert shares(found, 0) == pytest.approx({"f": 0.52, "m": 0.48}, abs=1e-12)
    assert shares(found, 1) == pytest.approx({"young": 0.3, "middle": 0.4, "old": 0.3}, abs=1e-12)
    assert float(found.people @ found.weights) == pytest.approx(690, rel=1e-12)
    assert found.about.raked == ("sex", "age")


@settings(deadline=None)
@given(COUNTS)
def test_every_raked_cell_has_its_share_of_those_whose_level_is_known(people):
    found = rake(DIMENSIONS, people, [SEX, AGE], cap=None)

    mass = found.people * found.weights
    for (name, parts), cell in zip(found.cells.items(), found.margins, strict=True):
        assert name in found.about.raked
        sums = np.bincount(cell, mass, len(parts) + 1)[1:]
        wanted = np.array([part.share for part in parts])
        if found.about.missed < 1e-9:
            assert sums / sums.sum() == pytest.approx(wanted / wanted.sum(), rel=1e-8)
        assert all(part.people >= 10 for part in parts)


@settings(deadline=None)
@given(COUNTS)
def test_nobody_counts_over_five_times_the_mean_and_every_number_is_finite(people):
    found = rake(DIMENSIONS, people, [SEX, AGE])

    assert np.all(np.isfinite(found.weights))
    assert found.about.largest <= 5 * (1 + 1e-8)
    assert float(found.people @ found.weights) == pytest.approx(sum(people.values()), rel=1e-9)
    assert ("margins_missed" in found.about.limits) == (found.about.missed > 1e-6)


def test_cap_wins_over_a_margin_that_cannot_hold_under_it():
    people = {("f", "young"): 495, ("m", "young"): 485, ("f", "old"): 10, ("m", "old"): 10}
    heavy = Margin("age", (Level("young", 80), Level("old", 20)))

    found = rake(DIMENSIONS, people, [SEX, heavy])

    assert found.about.largest == pytest.approx(5, rel=1e-8)
    assert "margins_missed" in found.about.limits
    assert 0 < found.about.missed < 1


def test_who_lacks_a_level_is_skipped_by_that_margin_and_counted():
    people = {("f", "young"): 100, ("f", ""): 30, ("m", "young"): 50, ("m", "old"): 40, ("", "old"): 20, ("f", "middle"): 60}

    found = rake(DIMENSIONS, people, [SEX, AGE], cap=None)

    assert shares(found, 0) == pytest.approx({"f": 0.52, "m": 0.48}, abs=1e-10)
    assert shares(found, 1) == pytest.approx({"young": 0.3, "middle": 0.4, "old": 0.3}, abs=1e-10)
    assert (found.about.incomplete, "incomplete" in found.about.limits) == (50, True)


def test_margin_with_people_in_one_cell_is_dropped_and_said():
    found = rake(DIMENSIONS, {("f", "young"): 90, ("f", "old"): 40, ("m", "young"): 9}, [SEX, AGE])

    assert found.about.dropped == ("sex",)
    assert found.about.raked == ("age",)
    assert found.about.merged == {"age": (("middle", "old"),)}
    assert {"dropped", "merged", "no_skills"} <= set(found.about.limits)


@pytest.mark.parametrize("people", [{("f", "young"): 9}, {("", ""): 300}, {("f", "young"): 1}])
def test_where_nothing_can_be_raked_all_count_the_same_and_it_is_said(people):
    found = rake(DIMENSIONS, people, [SEX, AGE])

    assert found.weights.tolist() == [1.0]
    assert found.about.dropped == ("sex", "age")
    assert found.about.limits[0] == "unweighted"
    assert found.about.kish == pytest.approx(sum(people.values()))


def test_nobody_at_all_gives_weights_of_nobody():
    found = rake(DIMENSIONS, {}, [SEX, AGE])

    assert (found.classes, found.about.people, found.about.kish) == ((), 0, 0.0)
    assert found.about.limits[0] == "unweighted"


def test_unknown_level_is_refused():
    with pytest.raises(UnknownLevelError, match="'x'"):
        rake(DIMENSIONS, {("x", "young"): 1}, [SEX])


def test_margin_that_nobody_was_asked_about_is_refused():
    with pytest.raises(ValueError, match="skills"):
        rake(DIMENSIONS, {("f", "young"): 1}, [SKILLS])


def test_margin_of_skills_takes_its_limit_away():
    people = {("f", "low"): 20, ("m", "low"): 20, ("f", "high"): 60, ("m", "high"): 50}

    without = rake(("sex", "skills"), people, [SEX])
    with_skills = rake(("sex", "skills"), people, [SEX, SKILLS])

    assert "no_skills" in without.about.limits
    assert with_skills.about.limits == ()


def test_kish_design_effect_and_ratios_by_hand():
    found = weights_given(("sex",), {("f",): 2, ("m",): 1}, {("f",): 1.0, ("m",): 4.0})

    assert found.about.kish == pytest.approx(36 / 18)
    assert found.about.effect == pytest.approx(1.5)
    assert (found.about.largest, found.about.smallest) == (2.0, 0.5)


def test_even_and_fixed_weights_know_no_margins():
    people = {("f", "young"): 50, ("m", "old"): 50, ("f", "middle"): 50, ("m", "young"): 30}
    raked = rake(DIMENSIONS, people, [SEX, AGE])

    assert set(even(DIMENSIONS, people).weights.tolist()) == {1.0}
    assert even(DIMENSIONS, people).margins == fixed(raked).margins == ()
    assert np.array_equal(fixed(raked).weights, raked.weights)
