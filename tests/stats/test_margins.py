"""Which levels are raked together."""

import csv
from pathlib import Path

import pytest

from bot.stats.margins import Level, Margin, UnknownLevelError, benchmarks, cells

AGE = Margin("age", tuple(Level(code, share) for code, share in (("a18", 25), ("a30", 35), ("a45", 25), ("a60", 15))))
PLACES = (("abai", "east"), ("akmola", "north"), ("pavlodar", "north"), ("east", "east"))
REGION = Margin("region", tuple(Level(code, 4, macro=macro) for code, macro in PLACES))


def merged(margin, *people, fewest=10):
    codes = [level.code for level in margin.levels]
    return [cell.levels for cell in cells(margin, dict(zip(codes, people, strict=True)), fewest)]


@pytest.mark.parametrize(
    ("people", "levels"),
    [
        ((10, 10, 10, 10), [("a18",), ("a30",), ("a45",), ("a60",)]),
        ((90, 80, 70, 9), [("a18",), ("a30",), ("a45", "a60")]),
        ((9, 80, 70, 60), [("a18", "a30"), ("a45",), ("a60",)]),
        ((90, 9, 70, 60), [("a18",), ("a30", "a45"), ("a60",)]),
        ((90, 80, 1, 1), [("a18",), ("a30", "a45", "a60")]),
        ((90, 9, 9, 60), [("a18",), ("a30", "a45"), ("a60",)]),
        ((1, 1, 1, 1), [("a18", "a30", "a45", "a60")]),
        ((100, 0, 0, 0), [("a18", "a30", "a45", "a60")]),
        ((0, 0, 0, 0), []),
    ],
)
def test_thin_age_merges_with_its_smaller_neighbour(people, levels):
    assert merged(AGE, *people) == levels


def test_equally_thin_levels_merge_two_by_two():
    assert merged(AGE, 3, 3, 3, 3, fewest=5) == [("a18", "a30"), ("a45", "a60")]


@pytest.mark.parametrize(
    ("people", "levels"),
    [
        ((50, 9, 60, 40), [("abai",), ("akmola", "pavlodar"), ("east",)]),
        ((9, 90, 60, 40), [("abai", "east"), ("akmola",), ("pavlodar",)]),
        ((4, 3, 90, 4), [("abai", "east", "akmola", "pavlodar")]),
    ],
)
def test_thin_region_merges_into_its_macro_region_first(people, levels):
    assert merged(REGION, *people) == levels


def test_cell_adds_up_shares_people_and_codes():
    age = Margin("age", (Level("a18_44", 55, ("a18", "a30")), Level("a45_59", 25, ("a45",)), Level("a60_74", 16, ("a60",))))

    found = cells(age, {"a18": 20, "a30": 30, "a45": 8, "a60": 12, "": 4})

    assert [(cell.levels, cell.codes, cell.share, cell.people) for cell in found] == [
        (("a18_44",), ("a18", "a30"), 55, 50),
        (("a45_59", "a60_74"), ("a45", "a60"), 41, 20),
    ]


def test_unknown_level_is_refused_with_what_is_known():
    with pytest.raises(UnknownLevelError, match=r"age has no level 'old'; known are a18, a30, a45, a60\. Correct it"):
        cells(AGE, {"old": 1})


def read(file):
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


def test_benchmarks_of_the_catalogue_become_margins_that_add_to_everybody():
    seeds = Path(__file__).resolve().parents[2] / "seeds"
    rows, regions = (read(seeds / f"{name}.csv") for name in ("margins", "regions"))

    found = {margin.name: margin for margin in benchmarks(rows, {row["id"]: row["macro"] for row in regions})}

    assert list(found) == ["region", "age", "sex", "settlement"]
    assert all(sum(level.share for level in margin.levels) == pytest.approx(1, abs=0.001) for margin in found.values())
    assert found["age"].levels[0] == Level("a18_44", 0.5542, ("a18", "a30"))
    assert {level.macro for level in found["region"].levels} == {row["macro"] for row in regions}
