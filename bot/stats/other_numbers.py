"""Could other whole numbers stand in place of the hidden ones? Looked for first among few, then among all."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.stats.figure import Figure
from bot.stats.relation import Relation

Marks = NDArray[np.bool_]

REACH: Final = 60
"""How far from the truth another number is looked for: near is enough, and the search stays small."""

TRIES: Final = 4
"""Searches that move as many numbers at once as they can, before each of those left is looked for by itself."""

MANY: Final = 6
"""So many numbers must be left that moving all at once is worth a search."""

NODES: Final = 500
"""Where a search gives up: always at the same place, however busy the machine is."""


class Search:
    """Whole numbers in place of the hidden ones of some relations that fit everything that is known.

    A row of `_matrix` is a relation, a column a hidden number; what a row comes to must lie between `_low` and `_high`.
    """

    def __init__(self, figures: Sequence[Figure], shown: Sequence[bool], known: Sequence[Relation]) -> None:
        self._places = sorted({place for relation in known for place, _ in relation.terms if not shown[place]})
        column = {place: number for number, place in enumerate(self._places)}
        self._matrix = np.zeros((len(known), len(self._places)))
        fixed = np.array([relation.plus for relation in known], float)
        for row, relation in enumerate(known):
            for place, factor in relation.terms:
                if place in column:
                    self._matrix[row, column[place]] += factor
                else:
                    fixed[row] += factor * (figures[place].numerator or 0)
        self._truth = np.array([figures[place].numerator or 0 for place in self._places])
        self._least = np.array([_least(figures[place]) for place in self._places])
        equal = np.array([relation.equal for relation in known])
        self._known = self._matrix @ self._truth
        self._low = np.where(equal, self._known, -fixed)
        self._high = np.where(equal, self._known, np.inf)

    def certain(self, safe: frozenset[int]) -> list[int]:
        """Places with somebody in them for which no other number fits; those that are `safe` are not looked at."""
        open_ = (self._truth > 0) & ~np.isin(self._places, list(safe))
        for number in np.flatnonzero(open_):
            open_[number] = not self._moves(number)
        dice = np.random.default_rng(0)
        for _ in range(TRIES):
            if np.count_nonzero(open_) >= MANY:
                open_ &= self._stays(dice.choice((-1.0, 1.0), len(open_)) * open_)
        for number in np.flatnonzero(open_):
            for among in (self._near(number), None):
                for up in (True, False):
                    if open_[number]:
                        open_ &= self._stays(np.zeros(len(open_)), number, up=up, among=among)
        return [place for place, fixed in zip(self._places, open_, strict=True) if fixed]

    def _moves(self, number: np.intp) -> bool:
        """May this number be one more or less, alone or with one other? Cheap, and enough for most."""
        rows = np.flatnonzero(self._matrix[:, number])
        own, others = self._matrix[rows, number][:, None], self._matrix[rows]
        for sign in (1, -1):
            if sign < 0 and self._truth[number] <= self._least[number]:
                continue
            if self._fits(rows, sign * own).all():
                return True
            for other, (broken, whole) in self._broken.items():
                # What the other one breaks elsewhere, nobody mends.
                fits = whole == broken[rows].sum(axis=0)
                fits &= (other > 0) | (self._truth > self._least)
                fits[number] = False
                if self._fits(rows, sign * own + other * others[:, fits]).all(axis=0).any():
                    return True
        return False

    @cached_property
    def _broken(self) -> dict[int, tuple[Marks, NDArray[np.int64]]]:
        """Which rows (by columns) a number breaks that is one more, or one less, by itself; and how many."""
        every = np.arange(len(self._matrix))
        broken = {sign: ~self._fits(every, sign * self._matrix) for sign in (1, -1)}
        return {sign: (found, found.sum(axis=0)) for sign, found in broken.items()}

    def _fits(self, rows: NDArray[np.intp], change: NDArray[np.float64]) -> Marks:
        sums = self._known[rows][:, None] + change
        return np.asarray((sums >= self._low[rows][:, None]) & (sums <= self._high[rows][:, None]))

    def _near(self, number: np.intp) -> Marks:
        """Numbers that stand in a relation with this one."""
        return np.asarray((self._matrix[self._matrix[:, number] != 0] != 0).any(axis=0))

    def _stays(
        self, aim: NDArray[np.float64], number: np.intp | None = None, *, up: bool = True, among: Marks | None = None
    ) -> Marks:
        """Look for numbers that fit, this one above (or below) the truth: which of those found are the truth after all?

        `aim` pulls each number up (1) or down (-1); only those `among` may differ from the truth.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        free = np.ones(len(aim), dtype=bool) if among is None else among
        low = np.where(free, np.maximum(self._least, self._truth - REACH), self._truth)[free]
        high = np.where(free, self._truth + REACH, self._truth)[free]
        if number is not None:
            at = int(np.count_nonzero(free[:number]))
            low[at], high[at] = (self._truth[number] + 1, high[at]) if up else (low[at], self._truth[number] - 1)
        if (low > high).any():
            return np.ones(len(aim), dtype=bool)
        rows = np.flatnonzero((self._matrix[:, free] != 0).any(axis=1))
        matrix = self._matrix[np.ix_(rows, free)]
        rest = self._known[rows] - matrix @ self._truth[free]
        rules = LinearConstraint(csr_array(matrix), self._low[rows] - rest, self._high[rows] - rest)
        solved = milp(
            -aim[free],
            integrality=np.ones(len(low)),
            bounds=Bounds(low, high),
            constraints=rules,
            options={"node_limit": NODES},
        )
        found = self._truth.astype(float)
        # Where nothing is found (or the search gives up) all stay, and more is hidden rather than less.
        if solved.x is not None:
            found[free] = np.rint(solved.x)
        return np.asarray(found == self._truth)


def _least(figure: Figure) -> int:
    """Nobody at all may be shown, so what is hidden has somebody in it, unless the whole base is hidden."""
    return 0 if figure.why_not == "people" else min(figure.numerator or 0, 1)
