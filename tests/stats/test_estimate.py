"""Ratios and their errors: groups against people one by one, and every edge a week can have."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stats.estimate import covariance, design_effect, ratio, sample, score, total
from bot.stats.margins import Level, Margin
from bot.stats.sums import Group, heads, of_groups, of_people, only
from bot.stats.weights import even, rake

DIMENSIONS, COLUMNS = ("sex", "age"), ("part", "base", "reached")
SEX = Margin("sex", (Level("f", 52), Level("m", 48)))
AGE = Margin("age", (Level("young", 30), Level("middle", 40), Level("old", 30)))

CLASSES = st.tuples(st.sampled_from(["f", "m", ""]), st.sampled_from(["young", "middle", "old", ""]))
EPISODES = st.integers(0, 6).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base), st.just(int(base > 0))))
PEOPLE = st.lists(st.tuples(CLASSES, EPISODES), max_size=40)


def r_error(people, weighting):
    """The error as R makes it: person by person, ten sweeps of unweighted cell means over the margins (svyrecvar)."""
    place = {of: at for at, of in enumerate(weighting.classes)}
    at = np.array([place[of] for of, _ in people])
    part, base = np.array([v[:2] for _, v in people], float).T
    weights = weighting.weights[at]
    share = weights @ part / (weights @ base)
    left = (part - share * base) / (weights @ base)
    for _ in range(10):
        for cells in weighting.margins:
            cell, before = cells[at], left
            means = [before[cell == one].mean() if one and np.any(cell == one) else 0.0 for one in range(cells.max() + 1)]
            left = before - np.array(means)[cell]
    scores = weights * left
    return math.sqrt(len(people) / (len(people) - 1) * ((scores - scores.mean()) ** 2).sum())


def one_ratio(people, margins=(), **how):
    sums = of_people(DIMENSIONS, COLUMNS, people)
    weighting = rake(DIMENSIONS, heads(sums), margins, **how)
    return ratio(sample(sums, weighting), *COLUMNS), weighting


@settings(deadline=None)
@given(PEOPLE)
def test_error_of_groups_is_that_of_people_one_by_one(people):
    found, weighting = one_ratio(people, [SEX, AGE], fewest=2)

    if found.se is not None:
        assert found.se == pytest.approx(r_error(people, weighting), rel=1e-9)


@settings(deadline=None)
@given(PEOPLE, st.booleans())
def test_no_figure_is_ever_nan_and_no_error_is_ever_nothing(people, raked):
    found, _ = one_ratio(people, [SEX, AGE] if raked else ())

    assert found.estimate is None or 0 <= found.estimate <= 1
    assert (found.estimate is None) == (found.base == 0)
    assert found.se is None or (math.isfinite(found.se) and found.se > 1e-12)
    assert all(math.isfinite(number) for number in (found.kish, found.kish_people, found.df, found.loss))


def test_groups_from_sql_and_people_give_the_same_figure():
    people = [(("f", "young"), (1, 3, 1)), (("f", "young"), (0, 2, 1)), (("m", "old"), (2, 2, 1)), (("m", "old"), (0, 0, 0))]
    groups = [Group(("f", "young"), 2, (1, 5, 2), (1, 3, 1, 13, 5, 2)), Group(("m", "old"), 1, (2, 2, 1), (4, 4, 2, 4, 2, 1))]
    weighting = rake(DIMENSIONS, {("f", "young"): 2, ("m", "old"): 2}, [SEX], fewest=1)

    by_sql = ratio(sample(of_groups(DIMENSIONS, COLUMNS, groups), weighting), *COLUMNS)

    assert by_sql == ratio(sample(of_people(DIMENSIONS, COLUMNS, people), weighting), *COLUMNS)
    assert by_sql.people == 3


def test_share_is_weighted_and_knows_its_base():
    people = [(("f", "young"), (1, 1, 1))] * 30 + [(("m", "young"), (0, 2, 1))] * 10

    found, _ = one_ratio(people, [SEX], cap=None)

    assert found.estimate == pytest.approx(0.52 / (0.52 + 2 * 0.48))
    assert (found.part, found.base, found.people) == (30, 50, 40)


def test_nobody_has_no_share():
    found, _ = one_ratio([])

    assert (found.estimate, found.se, found.people) == (None, None, 0)


def test_people_without_anything_in_the_base_have_no_share():
    found, _ = one_ratio([(("f", "young"), (0, 0, 0))] * 5)

    assert (found.estimate, found.se, found.people) == (None, None, 0)


def test_empty_domain_has_no_share_and_its_neighbour_knows_everybody():
    sums = of_people(DIMENSIONS, COLUMNS, [(("f", "young"), (1, 2, 1)), (("f", "young"), (0, 1, 1)), (("m", "old"), (0, 0, 0))])
    weighting = even(DIMENSIONS, heads(sums))

    empty, women = (ratio(sample(only(sums, "sex", [sex]), weighting), *COLUMNS) for sex in ("m", "f"))

    assert empty.estimate is None
    assert women.estimate == pytest.approx(1 / 3)
    assert women.se == pytest.approx(math.sqrt(3 / 2 * ((1 / 9) ** 2 + (1 / 9) ** 2)))


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([(("f", "young"), (1, 3, 1))], id="one person"),
        pytest.param([(("f", "young"), (2, 2, 1))] * 40, id="all agree"),
        pytest.param([(("f", "young"), (0, 2, 1))] * 40, id="all agree on no"),
        pytest.param([(("f", "young"), (1, 2, 1)), (("m", "old"), (2, 4, 1))] * 20, id="everybody half and half"),
    ],
)
def test_where_nobody_differs_the_error_is_not_known(people):
    assert one_ratio(people)[0].se is None
    assert one_ratio(people, [SEX, AGE])[0].se is None


def test_one_person_with_episodes_among_others_without_any_is_no_certainty():
    found, _ = one_ratio([(("f", "middle"), (0, 0, 0)), (("f", "middle"), (1, 5, 1))])

    assert (found.estimate, found.se, found.people) == (0.2, None, 1)


def test_one_who_differs_among_millions_is_seen():
    millions = 25_000_000
    groups = [Group(("f", "young"), millions, (millions - 1, millions, millions), (millions - 1,) * 3 + (millions,) * 3)]
    sums = of_groups(DIMENSIONS, COLUMNS, groups)

    found = ratio(sample(sums, even(DIMENSIONS, heads(sums))), *COLUMNS)

    assert found.se == pytest.approx(1 / millions, rel=1e-6)


def test_share_that_a_margin_explains_wholly_is_no_certainty():
    people = [(("f", "young"), (1, 1, 1))] * 50 + [(("m", "young"), (0, 1, 1))] * 50

    found, _ = one_ratio(people, [SEX])

    assert found.estimate == pytest.approx(0.52)
    assert found.se is None


def test_loss_grows_with_the_shares_that_were_fitted():
    people = [((sex, age), (sex == "f", 1, 1)) for sex in "fm" for age in ("young", "middle", "old") for _ in range(10)]

    assert one_ratio(people)[0].loss == 1
    assert one_ratio(people, [SEX, AGE])[0].loss == pytest.approx(59 / 56)


def test_degrees_of_freedom_are_people_less_one_and_fewer_with_unequal_weights():
    people = [(("f", "young"), (1, 2, 1))] * 90 + [(("m", "young"), (0, 2, 1))] * 10

    assert one_ratio(people)[0].df == 99
    assert one_ratio(people, [SEX], cap=None)[0].df < 20


def test_sums_of_people_whom_the_weights_do_not_know_are_refused():
    sums = of_people(DIMENSIONS, COLUMNS, [(("f", "young"), (1, 1, 1))] * 2)

    with pytest.raises(ValueError, match="weights know"):
        sample(sums, even(DIMENSIONS, {("m", "old"): 5}))
    with pytest.raises(ValueError, match="more people"):
        sample(sums, even(DIMENSIONS, {("f", "young"): 1}))


def test_total_and_covariance_by_hand():
    sums = of_people(DIMENSIONS, COLUMNS, [(("f", "young"), (1, 2, 1)), (("f", "young"), (3, 4, 1))])
    whole = sample(sums, even(DIMENSIONS, heads(sums)))

    assert (total(whole, "part").estimate, total(whole, "part").se) == (4, pytest.approx(2))
    spread = covariance(whole, [np.array([1.0, 0, 0]), np.array([0, 1.0, 0])])
    assert spread.tolist() == [[pytest.approx(4), pytest.approx(4)], [pytest.approx(4), pytest.approx(4)]]
    assert score(whole, "part", "base").tolist() == pytest.approx([1 / 6, -4 / 36, 0])


def test_design_effect_is_not_known_without_an_error():
    assert design_effect(one_ratio([(("f", "young"), (1, 1, 1))] * 9)[0]) is None
    assert design_effect(one_ratio([])[0]) is None
