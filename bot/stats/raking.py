"""Iterative proportional fitting and the cap, on classes: people of one class share a weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.stats.sums import Reals, Whole

TOLERANCE: Final = 1e-13
"""The largest relative change of a weight in the last round. (R's default stops at an error of one person: 0.16 % off.)"""
MOST_ROUNDS: Final = 1000
"""Margins that contradict each other in this sample never settle; what they then miss is said."""
ROUNDS_A_CYCLE: Final = 100
MOST_CYCLES: Final = 200
HELD: Final = 1e-9
STUCK, PATIENCE = 0.9, 5
"""Cutting and raking again is given up once five cycles take away less than a tenth of what is above the cap."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """One margin: `cell` of each class, from 1, or 0 where its level is not known; `shares` of the cells, adding to 1."""

    cell: NDArray[np.intp]
    shares: Reals


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Weights per person of each class; `miss` is the largest relative distance of a cell from its share."""

    weights: Reals
    rounds: int
    cycles: int = 0
    miss: float = 0.0


def fit(people: Whole, targets: Sequence[Target], start: Reals, most: int = MOST_ROUNDS) -> Fitted:
    """Rake until nothing moves; the sum of weights stays that of `start`.

    Who lacks a level is skipped by that margin: the weight keeps its value, and the cells share what the others have.
    """
    if not targets:
        return Fitted(start, 0)
    total, weights, moved, rounds = float(people @ start), start, np.inf, 0
    while moved >= TOLERANCE and rounds < most:
        before, rounds = weights, rounds + 1
        for target in targets:
            weights = weights * _factors(people * weights, target)
        moved = float(np.max(np.abs(weights / before - 1)))
    weights = weights * (total / float(people @ weights))
    return Fitted(weights, rounds, miss=_miss(people * weights, targets))


def capped(people: Whole, targets: Sequence[Target], fitted: Fitted, times: float) -> Fitted:
    """Cut weights at `times` their mean and rake again, until both hold; where they cannot both hold, the cap does."""
    total, above = float(people @ fitted.weights), [_excess(people, fitted.weights, times)]
    while above[-1] > times * HELD and len(above) <= MOST_CYCLES and not _stuck(above):
        cut = np.minimum(fitted.weights, times * _mean(people, fitted.weights))
        again = fit(people, targets, cut * (total / float(people @ cut)), ROUNDS_A_CYCLE)
        fitted = Fitted(again.weights, fitted.rounds, len(above))
        above.append(_excess(people, fitted.weights, times))
    weights = fitted.weights if above[-1] <= times * HELD else _cut(people, fitted.weights, times)
    return Fitted(weights, fitted.rounds, fitted.cycles, _miss(people * weights, targets))


def _stuck(above: Sequence[float]) -> bool:
    return len(above) > PATIENCE and above[-1] > STUCK * above[-1 - PATIENCE]


def _factors(mass: Reals, target: Target) -> Reals:
    cells = _cells(mass, target)
    factors = np.concatenate([[1.0], target.shares * (cells.sum() / cells)])
    found: Reals = factors[target.cell]
    return found


def _cells(mass: Reals, target: Target) -> Reals:
    return np.bincount(target.cell, mass, len(target.shares) + 1)[1:].astype(np.float64)


def _miss(mass: Reals, targets: Sequence[Target]) -> float:
    worst = 0.0
    for target in targets:
        cells = _cells(mass, target)
        worst = max(worst, float(np.max(np.abs(cells / cells.sum() / target.shares - 1))))
    return worst


def _mean(people: Whole, weights: Reals) -> float:
    return float(people @ weights) / float(people.sum())


def _excess(people: Whole, weights: Reals, times: float) -> float:
    return float(np.max(weights)) / _mean(people, weights) - times


def _cut(people: Whole, weights: Reals, times: float) -> Reals:
    """Weights of which none is above `times` the mean: the mean sinks with each cut, so it takes several."""
    total = float(people @ weights)
    while _excess(people, weights, times) > times * HELD:
        weights = np.minimum(weights, times * _mean(people, weights))
    return weights * (total / float(people @ weights))
