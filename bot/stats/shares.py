"""From records to weighted shares: who is weighted to what, and how each share and its interval come about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np

from bot.stats.estimate import Ratio, Sample, ratio, sample
from bot.stats.gathered import Gathered, Inside, Shared, Table, exact
from bot.stats.interval import Share, share
from bot.stats.margins import Margin
from bot.stats.plan import Part
from bot.stats.records import CSC_SITE, DIMENSIONS, Block, Marks, Records
from bot.stats.sums import Class, Sums, Whole
from bot.stats.told import Person
from bot.stats.weights import Weighting, rake

Made: TypeAlias = Callable[[Ratio], Share]

COLUMNS: Final = ("part", "base", "reached")


@dataclass(frozen=True, slots=True)
class Counted:
    """A share or mean, and how many people have something in its base, in its part, and in the base outside of the part."""

    share: Share
    people: int
    inside: int
    outside: int


@dataclass(eq=False)
class Population:
    """People who are weighted together, those whom the rule `among` takes in; everybody else counts nothing."""

    records: Records
    among: Callable[[Person], bool]
    margins: tuple[Margin, ...]

    @cached_property
    def of(self) -> tuple[Class, ...]:
        """The class of each of the records' persons; a level that its margin does not have (not said) is not known."""
        return tuple(self.known(person.of) for person in self.records.persons)

    def known(self, of: Class) -> Class:
        """A person's levels without those that their margins do not have."""
        levels = zip(of, self._codes, strict=True)
        return tuple(level if codes is None or level in codes else "" for level, codes in levels)

    @cached_property
    def _codes(self) -> list[frozenset[str] | None]:
        return [_codes(dimension, self.margins) for dimension in DIMENSIONS]

    @cached_property
    def classes(self) -> tuple[Class, ...]:
        return tuple(sorted(set(self.of)))

    @cached_property
    def place(self) -> Whole:
        """The class of each of the records' persons, by its place in `classes`."""
        order = {of: at for at, of in enumerate(self.classes)}
        return np.array([order[of] for of in self.of], np.int64)

    @cached_property
    def people(self) -> Whole:
        """How many members each class has."""
        persons = self.records.persons
        members = np.bincount(self.records.who, minlength=len(persons)) * np.array([self.among(each) for each in persons], bool)
        return exact(self.place, members, len(self.classes))

    @cached_property
    def members(self) -> Marks:
        """Which of the records' people are taken in."""
        found: Marks = np.array([self.among(each) for each in self.records.persons], bool)[self.records.who]
        return found

    @cached_property
    def weighting(self) -> Weighting:
        members = dict(zip(self.classes, self.people.tolist(), strict=True))
        return rake(DIMENSIONS, members, self.margins)

    def tables(self, parts: Callable[[Block], Iterable[Part]], made: Made = share) -> Mapping[Table, Mapping[str, Counted]]:
        """Each table of these parts with what was counted by code; they are asked for again for each block of people."""
        gathered = Gathered(len(self.classes))
        for block in self.records.blocks():
            gathered.add(parts(block), block.persons_with(self.among), self.place[block.records.who])
        return {
            table: {code: self._counted(gathered.wholes[table], inside, made) for code, inside in insides.items()}
            for table, insides in gathered.insides.items()
        }

    def sample(self, columns: Mapping[str, Whole]) -> Sample:
        """Any whole numbers of each person, by their names, with the weights: to compare ratios of one sample."""
        table = np.stack([column * self.members for column in columns.values()])
        some = np.flatnonzero(table.any(axis=0))
        table, place, known = table[:, some], self.place[self.records.who[some]], self.people > 0
        totals = np.stack([exact(place, column, len(self.classes)) for column in table], axis=1)
        rows = [np.stack([exact(place, one * other, len(self.classes)) for other in table], axis=1) for one in table]
        products = np.stack(rows, axis=1)
        sums = Sums(DIMENSIONS, tuple(columns), self._inhabited, self.people[known], totals[known], products[known])
        return sample(sums, self.weighting)

    def _counted(self, whole: Shared, inside: Inside, made: Made) -> Counted:
        found = made(ratio(sample(self._sums(inside, whole), self.weighting), *COLUMNS))
        return Counted(found, whole.people, inside.people, whole.people - inside.wholly)

    def _sums(self, inside: Inside, whole: Shared) -> Sums:
        totals = np.stack([inside.sums, whole.sums, whole.reach], axis=1)
        rows = [
            [inside.squares, inside.both, inside.sums],
            [inside.both, whole.squares, whole.sums],
            [inside.sums, whole.sums, whole.reach],
        ]
        products = np.stack([np.stack(row, axis=1) for row in rows], axis=1)
        known = self.people > 0
        return Sums(DIMENSIONS, COLUMNS, self._inhabited, self.people[known], totals[known], products[known])

    @cached_property
    def _inhabited(self) -> tuple[Class, ...]:
        return tuple(of for of, some in zip(self.classes, (self.people > 0).tolist(), strict=True) if some)


def _codes(dimension: str, margins: tuple[Margin, ...]) -> frozenset[str] | None:
    """The levels that a margin of this dimension knows; None without such a margin."""
    levels = [level for margin in margins if margin.name == dimension for level in margin.levels]
    return frozenset(code for level in levels for code in level.codes or (level.code,)) if levels else None


def everybody(records: Records, margins: tuple[Margin, ...]) -> Population:
    """All who answered: for why."""
    return Population(records, _anybody, margins)


def not_from_a_csc(records: Records, margins: tuple[Margin, ...]) -> Population:
    """Without people recruited at a CSC: for how many."""
    return Population(records, _elsewhere, margins)


def _anybody(_: Person) -> bool:
    return True


def _elsewhere(person: Person) -> bool:
    return person.place != CSC_SITE
