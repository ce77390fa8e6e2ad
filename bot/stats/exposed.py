"""Which shown figures give a hidden one away: what an attacker would work out is worked out before anything leaves the house.

The attacker is made stronger than any that exists: every shown share counts as its exact numerator, every base as exact, and
all relations between figures are known (`bot.stats.relations`). A hidden number is safe if another whole number could stand in
its place as well. (The audit of cell suppression; Willenborg & de Waal, Elements of Statistical Disclosure Control, 2001.)
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from bot.stats.figure import Figure
from bot.stats.relations import Relation, relations

REACH: Final = 60
"""How far from the truth another number is looked for: near is enough, and the search stays small."""


def giving_away(figures: Sequence[Figure], earlier: Sequence[Figure] = ()) -> frozenset[str]:
    """Ids of published figures that must be hidden, too: for each hidden number that follows from the rest, the smallest row.

    `figures` are those of today's publication, `earlier` of the same time and published before: they cannot be hidden any more.
    """
    everything = (*figures, *earlier)
    known = relations(everything)
    shown = _shown(everything)
    found = set()
    for place in _unsafe(everything, shown, known):
        spare = _smallest(place, figures, known)
        if spare is not None:
            found.add(figures[spare].id)
    return frozenset(found)


def _shown(figures: Sequence[Figure]) -> list[bool]:
    """Is the numerator known? How many visits have a stated reason is told as the base of the reasons."""
    told = {figure.table[:3] for figure in figures if figure.base == "stated" and figure.published}
    return [f.published or (f.group == "stated" and f.code == "stated" and f.table[:3] in told) for f in figures]


def _unsafe(figures: Sequence[Figure], shown: Sequence[bool], known: Sequence[Relation]) -> list[int]:
    """Places of hidden figures with somebody in them whose number follows from what is shown."""
    open_ = [relation for relation in known if any(not shown[place] for place, _ in relation.terms)]
    found: list[int] = []
    for part in _components(open_, shown):
        found += _Search(figures, shown, part).certain()
    return found


def _components(known: Iterable[Relation], shown: Sequence[bool]) -> list[list[Relation]]:
    """Relations that have hidden figures in common, together: each such set is a small search of its own."""
    groups: list[tuple[set[int], list[Relation]]] = []
    for relation in known:
        places, members = {place for place, _ in relation.terms if not shown[place]}, [relation]
        apart = []
        for other, others in groups:
            if other & places:
                places, members = places | other, others + members
            else:
                apart.append((other, others))
        groups = [*apart, (places, members)]
    return [members for _, members in groups]


class _Search:
    """Whole numbers in place of the hidden ones of one component that fit everything that is known."""

    def __init__(self, figures: Sequence[Figure], shown: Sequence[bool], known: Sequence[Relation]) -> None:
        self._places = sorted({place for relation in known for place, _ in relation.terms if not shown[place]})
        column = {place: number for number, place in enumerate(self._places)}
        self._matrix = np.zeros((len(known), len(self._places)))
        fixed = np.zeros(len(known))
        for row, relation in enumerate(known):
            for place, factor in relation.terms:
                if place in column:
                    self._matrix[row, column[place]] += factor
                else:
                    fixed[row] += factor * (figures[place].numerator or 0)
        self._truth = np.array([figures[place].numerator or 0 for place in self._places])
        self._least = np.array([_least(figures[place]) for place in self._places])
        equal = np.array([relation.equal for relation in known])
        self._low = np.where(equal, self._matrix @ self._truth, -fixed)
        self._high = np.where(equal, self._matrix @ self._truth, np.inf)

    def certain(self) -> list[int]:
        """Places with somebody in them for which no other number fits."""
        open_ = (self._truth > 0) & ~self._exchanged()
        for number in np.flatnonzero(open_):
            for up in (True, False):
                if open_[number]:
                    open_ &= self._stays(number, up=up)
        return [place for place, fixed in zip(self._places, open_, strict=True) if fixed]

    def _exchanged(self) -> np.ndarray:
        """Which numbers may be one more or less, alone or against one other? Cheap, and enough for most."""
        count = len(self._places)
        known = self._matrix @ self._truth
        other = np.hstack([self._matrix, np.zeros((len(self._matrix), 1))])
        # The last column stands for nobody: the number moves alone.
        may_fall = np.append(self._truth > self._least, True)
        moved = np.zeros(count, dtype=bool)
        for number in range(count):
            step = self._matrix[:, [number]] - other
            up, down = (self._fits(known[:, None] + sign * step) for sign in (1, -1))
            up, down = up & may_fall, down & may_fall[number]
            up[number] = down[number] = False
            moved[number] = bool(up.any() or down.any())
        return moved

    def _fits(self, sums: np.ndarray) -> np.ndarray:
        return np.asarray(((sums >= self._low[:, None]) & (sums <= self._high[:, None])).all(axis=0))

    def _stays(self, number: np.intp, *, up: bool) -> np.ndarray:
        """Look for numbers that fit, this one above (or below) the truth: which of those found are the truth after all?"""
        from scipy.optimize import Bounds, LinearConstraint, milp

        low, high = np.maximum(self._least, self._truth - REACH), self._truth + REACH
        if up:
            low[number] = self._truth[number] + 1
        else:
            high[number] = self._truth[number] - 1
        if low[number] > high[number]:
            return np.ones(len(low), dtype=bool)
        rules = LinearConstraint(self._matrix, self._low, self._high)
        solved = milp(np.zeros(len(low)), integrality=np.ones(len(low)), bounds=Bounds(low, high), constraints=rules)
        # Where nothing is found (or the search fails) all stay, and more is hidden rather than less.
        return np.ones(len(low), dtype=bool) if solved.x is None else np.asarray(np.rint(solved.x) == self._truth)


def _least(figure: Figure) -> int:
    """Nobody at all may be shown, so what is hidden has somebody in it, unless the whole base is hidden."""
    return 0 if figure.why_not == "people" else min(figure.numerator or 0, 1)


def _smallest(place: int, figures: Sequence[Figure], known: Sequence[Relation]) -> int | None:
    """The smallest published row of today's that is connected with a figure; the headline and empty rows last."""
    near = {other for relation in known if any(at == place for at, _ in relation.terms) for other, _ in relation.terms}
    wider = {other for relation in known if any(at in near for at, _ in relation.terms) for other, _ in relation.terms}
    for reach, sparing in ((near, True), (wider, True), (near, False), (wider, False)):
        spare = [other for other in reach if other < len(figures) and figures[other].published]
        spare = [other for other in spare if not (sparing and _headline(figures[other]))]
        if spare:
            return min(spare, key=lambda other: _size(figures[other]))
    return None


def _headline(figure: Figure) -> bool:
    """What the weekly message is about: it is hidden last."""
    return figure.group == "way" and figure.base == "both" and not figure.dimension


def _size(figure: Figure) -> tuple[bool, int, int, str]:
    return (not figure.numerator, figure.inside, figure.numerator or 0, figure.id)
