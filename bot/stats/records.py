"""Who answered and what they told, as columns: one number for each person and each episode, the words behind it once.

A nation's week is half a million episodes. As columns of small numbers they are counted in milliseconds, and what a figure
counts is said once for each kind of episode, in plain Python.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from bot.stats.sums import Whole
from bot.stats.told import Episode, Person

DIMENSIONS: Final = ("region", "sex", "age", "settlement", "skills")
"""What people are weighted and compared by; a level "" is not known."""

CSC_SITE: Final = "csc_site"
"""People recruited there are selected on the outcome: they tell why, but not how many."""

BLOCK: Final = 1 << 18
"""People of one block: a nation's week, so that it is counted at once."""

Numbers: TypeAlias = NDArray[np.int32]
Marks: TypeAlias = NDArray[np.bool_]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Columns of numbers: `who` the place in `persons` of each person, `told` how many episodes each person has.

    `what` is the place in `kinds` of each episode; they stand in the order of the people who told them. `respondents`: the
    number of each person, in order, where it was asked for.
    """

    persons: tuple[Person, ...]
    kinds: tuple[Episode, ...]
    who: Numbers
    told: Numbers
    what: Numbers
    interviews: int = 0
    respondents: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    known: "WeakKeyDictionary[Any, dict[str, Any]]" = field(default_factory=WeakKeyDictionary, repr=False)

    @property
    def people(self) -> int:
        return len(self.who)

    @property
    def episodes(self) -> int:
        return len(self.what)

    @property
    def whose(self) -> Numbers:
        """The person of each episode."""
        return np.repeat(np.arange(self.people, dtype=np.int32), self.told)

    def blocks(self, size: int = BLOCK) -> "Iterator[Block]":
        """So many people at a time: nobody stands in two blocks. Without anybody, one block of nobody."""
        episode = 0
        for first in range(0, max(self.people, 1), size):
            told = self.told[first : first + size]
            last = episode + int(told.sum(dtype=np.int64))
            part = replace(self, who=self.who[first : first + size], told=told, what=self.what[episode:last])
            yield Block(part, part.whose)
            episode = last


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some people of the records with their episodes, few enough to be counted in the processor's own memory.

    `whose` is the person of each episode. A rule is asked once for each kind of all the records, as long as there is the rule.
    """

    records: Records
    whose: Numbers

    @property
    def people(self) -> int:
        return self.records.people

    @property
    def persons(self) -> tuple[Person, ...]:
        return self.records.persons

    def persons_with(self, rule: Callable[[Person], bool]) -> Marks:
        """Which people a rule holds for."""
        made = self._once("marks", rule, lambda: np.array([rule(person) for person in self.records.persons], bool))
        return made[self.records.who]

    def values(self, value: Callable[[Person], int]) -> Whole:
        """A whole number of each person."""
        made = self._once("values", value, lambda: np.array([value(person) for person in self.records.persons], np.int64))
        return made[self.records.who]

    def marks(self, rule: Callable[[Episode], bool]) -> Marks:
        """Which episodes a rule holds for."""
        made = self._once("marks", rule, lambda: np.array([rule(kind) for kind in self.records.kinds], bool))
        return made[self.records.what]

    def coded(self, code: Callable[[Episode], str]) -> "Coded":
        """The code of each episode."""
        names, at = self._once("codes", code, lambda: _coded([code(kind) for kind in self.records.kinds]))
        return Coded(names, at[self.records.what])

    def count(self, marks: Marks) -> Whole:
        """How many of the marked episodes each person has."""
        return np.bincount(self.whose[marks], minlength=self.people)

    def _once(self, asked: str, rule: Any, made: Callable[[], T]) -> T:
        answers = self.records.known.setdefault(rule, {})
        if asked not in answers:
            answers[asked] = made()
        found: T = answers[asked]
        return found


def _coded(codes: Sequence[str]) -> tuple[tuple[str, ...], Numbers]:
    names = tuple(sorted(set(codes)))
    place = {name: at for at, name in enumerate(names)}
    return names, np.array([place[code] for code in codes], np.int32)


class Coded(NamedTuple):
    """A code for each episode: its place in `names`, which are sorted."""

    names: tuple[str, ...]
    at: Numbers

    def marks(self, name: str) -> Marks:
        """Which episodes have this code; none if it is unknown."""
        found: Marks = self.at == (self.names.index(name) if name in self.names else -1)
        return found


def levels(records: Records, dimension: str) -> Mapping[str, int]:
    """How many people have each level of a dimension; without those whose level is not known."""
    at, found = DIMENSIONS.index(dimension), dict[str, int]()
    for one, people in zip(records.persons, np.bincount(records.who, minlength=len(records.persons)), strict=True):
        if level := one.of[at]:
            found[level] = found.get(level, 0) + int(people)
    return found
