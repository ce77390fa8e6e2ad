"""What people said beside their episodes, as columns: each mark is a number of its kind, and one of who said it.

A nation's week has half a million marks: what a kind of them means is asked once, and counting them takes milliseconds.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from bot.script.model import Text
from bot.stats.figure import Base
from bot.stats.records import Marks, Numbers
from bot.stats.sums import Whole

Subject: TypeAlias = Literal["satisfaction", "intention", "useful"]

Row: TypeAlias = tuple[Any, ...]
"""A respondent's number; then whatever says what the mark is."""


class Form(NamedTuple):
    """How a question could be answered: a scale from `low` to `high`, or choices, the best first. `labels` by code."""

    name: str
    labels: Mapping[str, Text]
    low: int = 0
    high: int = 0


class Mark(NamedTuple):
    """What is said by one kind of mark.

    `base` says of what; `dimension` and `level` as in a figure. `code` is TOP for the best answers, or the code of a choice;
    `number` the mark on a scale.
    """

    subject: Subject
    base: Base
    form: str
    code: str
    number: int | None = None
    dimension: str = ""
    level: str = ""

    @property
    def table(self) -> tuple[Subject, Base, str, str]:
        return self.subject, self.base, self.dimension, self.level


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Columns of marks: `who` said it, a respondent's number, and `what`, the place in `kinds`. `forms` by their names."""

    kinds: tuple[Mark, ...]
    who: Whole
    what: Numbers
    forms: Mapping[str, Form]

    def times(self) -> list[int]:
        """How often there is each kind."""
        found: list[int] = np.bincount(self.what, minlength=len(self.kinds)).tolist()
        return found

    def among(self, people: Whole) -> "Answers":
        """The marks of these people (respondents' numbers in order); `who` is from now on a place among them."""
        place = np.searchsorted(people, self.who)
        known = place < len(people)
        known[known] = people[place[known]] == self.who[known]
        return replace(self, who=place[known], what=self.what[known])

    def only(self, kinds: Collection[int], people: Marks) -> "Answers":
        """The marks of these kinds (by their places) that those of the people said who are marked."""
        wanted = np.zeros(len(self.kinds), bool)
        wanted[list(kinds)] = True
        chosen = wanted[self.what] & people[self.who]
        return replace(self, who=self.who[chosen], what=self.what[chosen])


class _Places(dict[Mark, int]):
    """Gives each new mark the next number."""

    def __missing__(self, key: Mark) -> int:
        self[key] = place = len(self)
        return place


class _Meanings(dict[Row, int]):
    """The place of what a mark means, asked once; -1 where it means nothing that is counted."""

    def __init__(self, meaning: Callable[..., Mark | None], kinds: _Places) -> None:
        super().__init__()
        self._meaning, self._kinds = meaning, kinds

    def __missing__(self, key: Row) -> int:
        mark = self._meaning(*key)
        self[key] = place = -1 if mark is None else self._kinds[mark]
        return place


@dataclass(slots=True)
class Listener:
    """Takes marks some at a time, in any order; `answers` gives what was taken."""

    _kinds: _Places = field(default_factory=_Places)
    _who: "array[int]" = field(default_factory=lambda: array("q"))
    _what: "array[int]" = field(default_factory=lambda: array("i"))

    def take(self, chunks: Iterable[Sequence[Row]], meaning: Callable[..., Mark | None]) -> None:
        """Some marks; `meaning` gets what stands in a row behind the person, and gives None for what is not counted."""
        meanings = _Meanings(meaning, self._kinds)
        for rows in chunks:
            self._who.extend([row[0] for row in rows])
            self._what.extend([meanings[row[1:]] for row in rows])

    def answers(self, forms: Mapping[str, Form]) -> Answers:
        """What was taken, with the forms of its questions by their names."""
        who, what = np.array(self._who, np.int64), np.array(self._what, np.int32)
        counted = what >= 0
        return Answers(tuple(self._kinds), who[counted], what[counted], forms)
