"""Who answered and what they told, as columns: one number for each person and each episode, the words behind it once.

A nation's week is half a million episodes. As columns of small numbers they are counted in milliseconds, and what a figure
counts is said once for each kind of episode, in plain Python.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.stats.sums import Class, Whole

DIMENSIONS: Final = ("region", "sex", "age", "settlement", "skills")
"""What people are weighted and compared by; a level "" is not known."""

CSC_SITE: Final = "csc_site"
"""People recruited there are selected on the outcome: they tell why, but not how many."""

Numbers: TypeAlias = NDArray[np.int32]
Marks: TypeAlias = NDArray[np.bool_]

T = TypeVar("T")


class Person(NamedTuple):
    """What is known of a person besides episodes: a level for each of DIMENSIONS, then codes; `reasons` parted by spaces."""

    region: str
    sex: str
    age: str
    settlement: str
    skills: str
    place: str
    visits: str
    reasons: str
    satisfaction: float | None = None
    intention: float | None = None

    @property
    def of(self) -> Class:
        return self.region, self.sex, self.age, self.settlement, self.skills


class Episode(NamedTuple):
    """What one kind of episode is: the columns of its table, without whose it is.

    `reasons`: those that were stated, as code:fix, in order of their codes, parted by spaces.
    """

    place: str
    service: str
    recency: str
    channel: str
    channel_kind: str
    tried_online: str
    csc: bool
    fix: str
    online: str
    at_csc: str
    reasons: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Columns of numbers: `who` the place in `persons` of each person, `whose` the person of each episode.

    `what` is the place in `kinds` of each episode.
    """

    persons: tuple[Person, ...]
    kinds: tuple[Episode, ...]
    who: Numbers
    whose: Numbers
    what: Numbers
    interviews: int = 0

    @property
    def people(self) -> int:
        return len(self.who)

    @property
    def episodes(self) -> int:
        return len(self.whose)

    def persons_with(self, rule: Callable[[Person], bool]) -> Marks:
        """Which people a rule holds for."""
        return np.array([rule(person) for person in self.persons], bool)[self.who]

    def values(self, value: Callable[[Person], int]) -> Whole:
        """A whole number of each person."""
        return np.array([value(person) for person in self.persons], np.int64)[self.who]

    def marks(self, rule: Callable[[Episode], bool]) -> Marks:
        """Which episodes a rule holds for: asked once for each kind."""
        return np.array([rule(kind) for kind in self.kinds], bool)[self.what]

    def coded(self, code: Callable[[Episode], str]) -> "Coded":
        """The code of each episode."""
        found = [code(kind) for kind in self.kinds]
        names = tuple(sorted(set(found)))
        place = {name: at for at, name in enumerate(names)}
        return Coded(names, np.array([place[name] for name in found], np.int32)[self.what])

    def count(self, marks: Marks) -> Whole:
        """How many of the marked episodes each person has."""
        return np.bincount(self.whose[marks], minlength=self.people).astype(np.int64)


class Coded(NamedTuple):
    """A code for each episode: its place in `names`, which are sorted."""

    names: tuple[str, ...]
    at: Numbers

    def marks(self, name: str) -> Marks:
        """Which episodes have this code; none if it is unknown."""
        found: Marks = self.at == (self.names.index(name) if name in self.names else -1)
        return found


class _Known(NamedTuple):
    """The ids of people in order, and what each of them is."""

    ids: NDArray[np.int64]
    who: Numbers


class _Places(dict[T, int]):
    """Gives each new thing the next number."""

    def __missing__(self, key: T) -> int:
        self[key] = place = len(self)
        return place


@dataclass(slots=True)
class Collector:
    """Takes people and episodes one after another; `records` gives what was taken. Of one person the last row stands.

    A nation's year is twenty-five million episodes: they are kept as numbers from the first, never as lists.
    """

    _persons: "_Places[str]" = field(default_factory=_Places)
    _kinds: "_Places[str]" = field(default_factory=_Places)
    _ids: "array[int]" = field(default_factory=lambda: array("q"))
    _said: "array[int]" = field(default_factory=lambda: array("i"))
    _known: _Known | None = None
    _whose: "array[int]" = field(default_factory=lambda: array("i"))
    _what: "array[int]" = field(default_factory=lambda: array("i"))

    def people(self, rows: Sequence[tuple[int, str]]) -> None:
        """Some people, each the id and what is known as one word (`person`); all of them before the first episode."""
        persons = self._persons
        self._ids.extend([row[0] for row in rows])
        self._said.extend([persons[row[1]] for row in rows])

    def episodes(self, rows: Sequence[tuple[int, str]]) -> None:
        """Some episodes, each the id of its person and its kind as one word (`episode`); those of strangers are left out."""
        self._known = known = self._known or _known(self._ids, self._said)
        if not rows or not len(known.ids):
            return
        kinds = self._kinds
        owners = np.array([row[0] for row in rows], np.int64)
        found = np.array([kinds[row[1]] for row in rows], np.int32)
        place = np.minimum(np.searchsorted(known.ids, owners), len(known.ids) - 1)
        there = known.ids[place] == owners
        self._whose.frombytes(place[there].astype(np.int32).tobytes())
        self._what.frombytes(found[there].tobytes())

    def records(self) -> Records:
        known = self._known or _known(self._ids, self._said)
        whose, what = (
            np.frombuffer(column, np.int32) if column else np.zeros(0, np.int32) for column in (self._whose, self._what)
        )
        kinds = tuple(episode(word) for word in self._kinds)
        return Records(tuple(person(word) for word in self._persons), kinds, known.who, whose, what, len(self._ids))


def _known(ids: "array[int]", said: "array[int]") -> _Known:
    order = np.argsort(np.frombuffer(ids, np.int64), kind="stable") if ids else np.zeros(0, np.intp)
    sorted_ids = np.frombuffer(ids, np.int64)[order] if ids else np.zeros(0, np.int64)
    last = np.append(sorted_ids[1:] != sorted_ids[:-1], True)[: len(sorted_ids)]
    who = np.frombuffer(said, np.int32)[order][last] if ids else np.zeros(0, np.int32)
    return _Known(sorted_ids[last], who)


PARTED: Final = "|"
"""What parts the columns of a row in one word: no code has this letter."""


def episode(word: str) -> Episode:
    """The episode that the database wrote as one word, its columns in their order."""
    place, service, recency, channel, kind, tried, csc, fix, online, at_csc, reasons = word.split(PARTED)
    return Episode(place, service, recency, channel, kind, tried, csc in {"1", "true"}, fix, online, at_csc, reasons)


def person(word: str) -> Person:
    """The person that the database wrote as one word, the columns in their order."""
    *codes, satisfaction, intention = word.split(PARTED)
    region, sex, age, settlement, skills, place, visits, reasons = codes
    marks = [float(mark) if mark else None for mark in (satisfaction, intention)]
    return Person(region, sex, age, settlement, skills, place, visits, reasons, *marks)


def levels(records: Records, dimension: str) -> Mapping[str, int]:
    """How many people have each level of a dimension; without those whose level is not known."""
    at, found = DIMENSIONS.index(dimension), dict[str, int]()
    for person, people in zip(records.persons, np.bincount(records.who, minlength=len(records.persons)), strict=True):
        if level := person.of[at]:
            found[level] = found.get(level, 0) + int(people)
    return found
