"""Exact sums by class of every part of a table, added block after block of people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import add
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.stats.figure import Base, Group
from bot.stats.plan import Part
from bot.stats.records import Marks
from bot.stats.sums import Whole

Table: TypeAlias = tuple[Group, Base, str, str]
"""Group, base, dimension and level: the parts of one table share their whole."""


class Shared(NamedTuple):
    """What the parts of a table share: how many people it reaches; by class Σ1 of these (`reach`), Σbase and Σbase²."""

    people: int
    reach: Whole
    sums: Whole
    squares: Whole


class Inside(NamedTuple):
    """A part: how many people have something in it, and how many all of their base; by class Σpart, Σpart² and Σpart·base."""

    people: int
    wholly: int
    sums: Whole
    squares: Whole
    both: Whole


@dataclass(slots=True)
class Gathered:
    """The sums of each table and, by code, of its parts; `classes` is how many classes there are."""

    classes: int
    wholes: dict[Table, Shared] = field(default_factory=dict)
    insides: dict[Table, dict[str, Inside]] = field(default_factory=dict)

    def add(self, parts: Iterable[Part], members: Marks, place: Whole) -> None:
        """Parts of some people, of whom `members` count; `place` is the class of each."""
        bases: dict[Table, Whole] = {}
        for part in parts:
            table = part.group, part.base, part.dimension, part.level
            if table not in bases:
                bases[table] = part.whole * members
                self._whole(table, bases[table], place)
            self._inside(table, part, np.flatnonzero(part.inside * members), (bases[table], place))

    def _whole(self, table: Table, base: Whole, place: Whole) -> None:
        people = np.flatnonzero(base)
        numbers, of = base[people], place[people]
        columns = (np.ones_like(numbers), numbers, numbers * numbers)
        found = Shared(len(people), *(exact(of, column, self.classes) for column in columns))
        known = self.wholes.get(table)
        self.wholes[table] = Shared(*map(add, known, found)) if known else found

    def _inside(self, table: Table, part: Part, people: NDArray[np.intp], of: tuple[Whole, Whole]) -> None:
        numbers, base, place = part.inside[people], of[0][people], of[1][people]
        sums = (exact(place, column, self.classes) for column in (numbers, numbers * numbers, numbers * base))
        found = Inside(len(people), int(np.count_nonzero(numbers >= base)), *sums)
        insides = self.insides.setdefault(table, {})
        known = insides.get(part.code)
        insides[part.code] = Inside(*map(add, known, found)) if known else found


def exact(place: Whole, column: Whole, classes: int) -> Whole:
    """The sum of a column by class. Sums of whole numbers far below 2**53 are exact in floating point, too."""
    return np.rint(np.bincount(place, column, classes)).astype(np.int64)
