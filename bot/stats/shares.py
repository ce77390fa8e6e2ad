"""From records to weighted shares: who is weighted to what, and how each share and its interval come about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.stats.estimate import Ratio, ratio, sample
from bot.stats.interval import Share, mean, share
from bot.stats.margins import Margin
from bot.stats.records import CSC_SITE, DIMENSIONS, Marks, Records
from bot.stats.sums import Class, Sums, Whole
from bot.stats.weights import Weighting, rake

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
    """People who are weighted together; everybody else counts nothing."""

    records: Records
    members: Marks
    margins: tuple[Margin, ...]
    _last: "_Base | None" = None

    @cached_property
    def of(self) -> tuple[Class, ...]:
        """The class of each of the records' persons; a level that its margin does not have (not said) is not known."""
        known = [_codes(dimension, self.margins) for dimension in DIMENSIONS]
        return tuple(
            tuple(level if codes is None or level in codes else "" for level, codes in zip(person.of, known, strict=True))
            for person in self.records.persons
        )

    @cached_property
    def classes(self) -> tuple[Class, ...]:
        return tuple(sorted(set(self.of)))

    @cached_property
    def place(self) -> Whole:
        """The class of each person, by its place in `classes`."""
        order = {of: at for at, of in enumerate(self.classes)}
        return np.array([order[of] for of in self.of], np.int64)[self.records.who]

    @cached_property
    def people(self) -> Whole:
        """How many members each class has."""
        return np.bincount(self.place[self.members], minlength=len(self.classes)).astype(np.int64)

    @cached_property
    def weighting(self) -> Weighting:
        members = dict(zip(self.classes, self.people.tolist(), strict=True))
        return rake(DIMENSIONS, members, self.margins)

    def share(self, part: Whole, base: Whole) -> Counted:
        """The share of the part in the base; one number of each for every person, the part never above the base."""
        return self._counted(share, part, base)

    def mean(self, value: Whole, among: Whole) -> Counted:
        """The mean of a number among the people marked 1."""
        return self._counted(mean, value * among, among)

    def _counted(self, made: Callable[[Ratio], Share], part: Whole, base: Whole) -> Counted:
        whole, inside = self._base(base), self._inside(part)
        found = made(ratio(sample(self._sums(inside, whole), self.weighting), *COLUMNS))
        wholly = np.count_nonzero(inside.numbers >= whole.numbers[inside.people])
        return Counted(found, whole.reached, len(inside.people), whole.reached - int(wholly))

    def _inside(self, part: Whole) -> "_Inside":
        people = np.flatnonzero(part)
        people = people[self.members[people]]
        return _Inside(people, part[people], self.place[people])

    def _base(self, base: Whole) -> "_Base":
        """What the parts of one base share; they come one after another, so only the last is kept."""
        if self._last is None or self._last.given is not base:
            numbers = base * self.members
            reached = (numbers > 0).astype(np.int64)
            self._last = _Base(
                base,
                numbers,
                int(reached.sum()),
                self._by_class(self.place, reached),
                self._by_class(self.place, numbers),
                self._by_class(self.place, numbers * numbers),
            )
        return self._last

    def _sums(self, inside: "_Inside", whole: "_Base") -> Sums:
        base_of = whole.numbers[inside.people]
        parts, part_sum = (self._by_class(inside.classes, column) for column in (inside.numbers**2, inside.numbers))
        both = self._by_class(inside.classes, inside.numbers * base_of)
        totals = np.stack([part_sum, whole.sums, whole.reach], axis=1)
        rows = [[parts, both, part_sum], [both, whole.squares, whole.sums], [part_sum, whole.sums, whole.reach]]
        products = np.stack([np.stack(row, axis=1) for row in rows], axis=1)
        known = self.people > 0
        return Sums(DIMENSIONS, COLUMNS, self._inhabited, self.people[known], totals[known], products[known])

    @cached_property
    def _inhabited(self) -> tuple[Class, ...]:
        return tuple(of for of, some in zip(self.classes, (self.people > 0).tolist(), strict=True) if some)

    def _by_class(self, classes: Whole, column: Whole) -> Whole:
        # Sums of whole numbers far below 2**53 are exact in floating point, too.
        return np.rint(np.bincount(classes, column, len(self.classes))).astype(np.int64)


class _Inside(NamedTuple):
    """People with something in a part (their places), how much, and the class of each."""

    people: NDArray[np.intp]
    numbers: Whole
    classes: Whole


class _Base(NamedTuple):
    """A base as it was `given`, of the members only, how many people it reaches, and its sums by class."""

    given: Whole
    numbers: Whole
    reached: int
    reach: Whole
    sums: Whole
    squares: Whole


def _codes(dimension: str, margins: tuple[Margin, ...]) -> frozenset[str] | None:
    """The levels that a margin of this dimension knows; None without such a margin."""
    levels = [level for margin in margins if margin.name == dimension for level in margin.levels]
    return frozenset(code for level in levels for code in level.codes or (level.code,)) if levels else None


def everybody(records: Records, margins: tuple[Margin, ...]) -> Population:
    """All who answered: for why."""
    return Population(records, np.ones(records.people, bool), margins)


def not_from_a_csc(records: Records, margins: tuple[Margin, ...]) -> Population:
    """Without people recruited at a CSC: for how many."""
    return Population(records, ~records.persons_with(lambda person: person.place == CSC_SITE), margins)
