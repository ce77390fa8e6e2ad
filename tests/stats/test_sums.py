"""Sums of people and of groups: exact, whoever adds them up."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stats.sums import Group, added, heads, of_groups, of_people, only

DIMENSIONS, COLUMNS = ("region", "sex"), ("visits", "episodes", "any")

PEOPLE = st.lists(
    st.tuples(
        st.tuples(st.sampled_from(["north", "south", ""]), st.sampled_from(["f", "m"])),
        st.tuples(st.integers(0, 9), st.integers(0, 2**20), st.integers(0, 1)),
    ),
    max_size=30,
)


def same(one, other):
    assert (one.dimensions, one.columns, one.classes) == (other.dimensions, other.columns, other.classes)
    assert all(np.array_equal(getattr(one, part), getattr(other, part)) for part in ("people", "totals", "products"))


def group(of, vectors):
    """What GROUP BY gives for some people of one class."""
    table = np.array(vectors).reshape(-1, len(COLUMNS))
    above = np.triu_indices(len(COLUMNS))
    return Group(of, len(table), table.sum(axis=0).tolist(), (table.T @ table)[above].tolist())


@given(PEOPLE, st.integers(1, 5))
def test_groups_of_any_size_are_the_same_as_people_one_by_one(people, parts):
    by_class = {of: [v for one, v in people if one == of] for of, _ in people}
    groups = [group(of, vectors[start::parts]) for of, vectors in by_class.items() for start in range(parts)]

    same(
        of_groups(DIMENSIONS, COLUMNS, [one for one in groups if one.people]),
        of_people(DIMENSIONS, COLUMNS, people),
    )


@given(PEOPLE, PEOPLE)
def test_adding_parts_is_counting_them_together(one, other):
    parts = [of_people(DIMENSIONS, COLUMNS, people) for people in (one, other)]

    same(added(parts), of_people(DIMENSIONS, COLUMNS, [*one, *other]))


@settings(deadline=None)
@given(PEOPLE)
def test_what_sql_groups_is_the_same_as_people_one_by_one(people):
    rows = [(*of, min(visits, episodes), episodes) for of, (visits, episodes, _) in people]
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE person (region, sex, part, base)")
        database.executemany("INSERT INTO person VALUES (?, ?, ?, ?)", rows)
        groups = database.execute(
            "SELECT region, sex, count(*), sum(part), sum(base), sum(CASE WHEN base > 0 THEN 1 ELSE 0 END),"
            " sum(part * part), sum(part * base), sum(base * base) FROM person GROUP BY region, sex"
        ).fetchall()

    by_sql = [
        Group((region, sex), n, (part, base, reached), (part2, part_base, part, base2, base, reached))
        for region, sex, n, part, base, reached, part2, part_base, base2 in groups
    ]
    by_hand = [((region, sex), (part, base, int(base > 0))) for region, sex, part, base in rows]
    same(of_groups(DIMENSIONS, COLUMNS, by_sql), of_people(DIMENSIONS, COLUMNS, by_hand))


def test_sums_of_two_people_by_hand():
    found = of_people(DIMENSIONS, COLUMNS, [(("north", "f"), (1, 2, 1)), (("north", "f"), (0, 3, 1))])

    assert found.people.tolist() == [2]
    assert found.totals.tolist() == [[1, 5, 2]]
    assert found.products.tolist() == [[[1, 2, 1], [2, 13, 5], [1, 5, 2]]]


def test_domain_keeps_everybody_but_counts_only_its_own():
    sums = of_people(DIMENSIONS, COLUMNS, [(("north", "f"), (1, 2, 1)), (("south", "m"), (1, 1, 1))])

    found = only(sums, "region", ["south"])

    assert heads(found) == {("north", "f"): 1, ("south", "m"): 1}
    assert found.totals.tolist() == [[0, 0, 0], [1, 1, 1]]
    assert found.products[0].any() == np.False_


def test_sums_add_numbers_beyond_what_a_float_holds_exactly():
    big = 2**53

    found = of_groups(("all",), ("n",), [Group(("",), 1, (big,), (big,)), Group(("",), 1, (1,), (1,))])

    assert found.totals.tolist() == [[2**53 + 1]]


@pytest.mark.parametrize("counts", [(0.5, 1, 1), ("1", 1, 1), (1, 1)])
def test_count_that_is_no_whole_number_or_missing_is_refused(counts):
    with pytest.raises(ValueError, match="whole numbers"):
        of_people(DIMENSIONS, COLUMNS, [(("north", "f"), counts)])


def test_class_without_a_level_for_each_dimension_is_refused():
    with pytest.raises(ValueError, match="region, sex"):
        of_people(DIMENSIONS, COLUMNS, [(("north",), (1, 1, 1))])


def test_sums_of_different_columns_are_not_added():
    with pytest.raises(ValueError, match="different"):
        added([of_people(DIMENSIONS, COLUMNS, []), of_people(DIMENSIONS, COLUMNS[:2], [])])
