"""A made-up country from which people are drawn: the people, weights and clusters of the golden data (tests/golden)."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.stats.estimate import Ratio, ratio, sample
from bot.stats.margins import Level, Margin
from bot.stats.sums import Class, Sums, of_table
from bot.stats.weights import Weighting, given

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden"
DIMENSIONS = ("region", "sex", "age", "urban")
COLUMNS = ("part", "base", "reached")
SPREAD = 1.15
"""The standard deviation of what makes one person go to a CSC more often than another, on the logit scale."""

Reals = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """1,200 kinds of people: `classes`, `weights` (how many adults each stands for), `leaning` (logit), `skills`.

    `counts` are the numbers of episodes that people tell.
    """

    classes: tuple[Class, ...]
    weights: Reals
    leaning: Reals
    skills: tuple[str, ...]
    counts: NDArray[np.int64]
    margins: tuple[Margin, ...]


def country() -> Country:
    people, episodes = _rows("respondents.csv"), _rows("episodes.csv")
    place = {row["rid"]: number for number, row in enumerate(people)}
    told = np.bincount([place[row["rid"]] for row in episodes], minlength=len(people))
    leaning = [
        0.85 * (row["skills"] == "low")
        - 0.55 * (row["skills"] == "high")
        + 0.55 * (row["age"] == "60+")
        + 0.25 * (row["urban"] == "rural")
        for row in people
    ]
    return Country(
        tuple(tuple(row[name] for name in DIMENSIONS) for row in people),
        np.array([float(row["w"]) for row in _rows("golden_weights.csv")]),
        np.array(leaning),
        tuple(row["skills"] for row in people),
        told,
        tuple(_margin(name) for name in DIMENSIONS),
    )


def shift(of: Country, share: float) -> float:
    """What to add to the leaning so that this share of the country's episodes is at a CSC (bisection)."""
    low, high = -12.0, 12.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if float(of.weights @ chances(of, middle)) < share * of.weights.sum() else (low, middle)
    return low


def chances(of: Country, added: float) -> Reals:
    """The chance that an episode of each kind of person is at a CSC, over all people of the kind (Gauss–Hermite)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    each = 1 / (1 + np.exp(-(of.leaning[:, None] + added + SPREAD * nodes)))
    found: Reals = each @ weights / weights.sum()
    return found


def drawn(of: Country, number: int, added: float, dice: np.random.Generator) -> tuple[Places, NDArray[np.int64]]:
    """The kinds of people who answered, and (people, 3): visits to a CSC, episodes, 1."""
    who = dice.integers(len(of.classes), size=number)
    base = dice.choice(of.counts, size=number)
    chance = 1 / (1 + np.exp(-(of.leaning[who] + added + SPREAD * dice.standard_normal(number))))
    return who, np.stack([dice.binomial(base, chance), base, np.ones(number, np.int64)], axis=1)


def known(of: Country, who: Places, table: NDArray[np.int64]) -> Ratio:
    """The share with the weights of the country, taken as known."""
    kinds = [(str(kind),) for kind in who]
    sums = of_table(("kind",), COLUMNS, kinds, table)
    return ratio(sample(sums, weighted(of, sums)), *COLUMNS)


def weighted(of: Country, sums: Sums) -> Weighting:
    """The weights of the country for kinds of people."""
    people = dict(zip(sums.classes, sums.people.tolist(), strict=True))
    return given(sums.dimensions, people, {kind: float(of.weights[int(kind[0])]) for kind in people})


def _margin(name: str) -> Margin:
    levels = [Level(row["level"], float(row["population"])) for row in _rows("margins.csv") if row["variable"] == name]
    return Margin(name, tuple(levels))


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
