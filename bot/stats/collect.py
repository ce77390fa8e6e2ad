"""From rows of the database to records: lines are told apart once, people put in order, and nothing is kept but numbers."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.stats.records import BLOCK, Numbers, Records
from bot.stats.told import ENDED, WHO, episode, person

Row: TypeAlias = tuple[int, int, str]
"""An interview: its number, its respondent, and its lines (`bot.stats.told`)."""


class _Places(dict[str, int]):
    """Gives each new line the next number."""

    def __missing__(self, key: str) -> int:
        self[key] = place = len(self)
        return place


def _numbers(kind: str) -> "Callable[[], array[int]]":
    return lambda: array(kind)


@dataclass(slots=True)
class Collector:
    """Takes interviews some at a time, in any order; `records` gives what was taken. Of one person the last interview says who.

    A nation's year is twenty-five million episodes: they are kept as numbers from the first, never as lists.
    """

    _known: _Places = field(default_factory=_Places)
    _interviews: "array[int]" = field(default_factory=_numbers("q"))
    _respondents: "array[int]" = field(default_factory=_numbers("q"))
    _lines: "array[int]" = field(default_factory=_numbers("i"))

    def interviews(self, rows: Sequence[Row]) -> None:
        """Some interviews."""
        if not rows:
            return
        interviews, respondents, told = zip(*rows, strict=True)
        self._interviews.extend(interviews)
        self._respondents.extend(respondents)
        self._lines.extend(map(self._known.__getitem__, "".join(told).split(ENDED)[:-1]))

    def records(self, *, named: bool = False) -> Records:
        """What was taken, people in order of their respondents' numbers, which are kept if they are to be `named`.

        Raises ValueError if an interview has no lines.
        """
        interviews, respondents = (np.frombuffer(column, np.int64) for column in (self._interviews, self._respondents))
        said, told, what = self._parted()
        if len(said) != len(interviews):
            raise ValueError(f"{len(interviews) - len(said)} interviews have no lines: run `nege facts rebuild`")
        order = np.lexsort((interviews, respondents))
        another = respondents[order[1:]] != respondents[order[:-1]]
        first, last = np.append(True, another)[: len(order)], np.append(another, True)[: len(order)]
        return Records(
            persons=tuple(person(line) for line in self._known if line.startswith(WHO)),
            kinds=tuple(episode(line) for line in self._known if not line.startswith(WHO)),
            who=said[order[last]],
            told=np.add.reduceat(told[order], np.flatnonzero(first), dtype=np.int32) if len(order) else told,
            what=_in_order(what, told, order),
            interviews=len(order),
            respondents=respondents[order[last]] if named else np.empty(0, np.int64),
        )

    def _parted(self) -> tuple[Numbers, Numbers, Numbers]:
        """Of each interview the place of its person and how many episodes it has; of each episode the place of its kind."""
        lines, heads = np.frombuffer(self._lines, np.int32), np.array([line.startswith(WHO) for line in self._known], bool)
        place = np.where(heads, np.cumsum(heads), np.cumsum(~heads)).astype(np.int32) - np.int32(1)
        head = heads[lines]
        at = np.flatnonzero(head)
        return place[lines[at]], np.diff(at, append=len(lines)).astype(np.int32) - np.int32(1), place[lines[~head]]


def _in_order(what: Numbers, told: Numbers, order: NDArray[Any]) -> Numbers:
    """The episodes of interviews, of each as many as it told, after the interviews have been put in this order."""
    if np.all(order[1:] > order[:-1]):
        return what
    begin, found, done = np.cumsum(told, dtype=np.int64) - told, np.empty_like(what), 0
    for start in range(0, len(order), BLOCK):
        some = order[start : start + BLOCK]
        ends = np.cumsum(told[some], dtype=np.int64)
        away = np.repeat(begin[some] - (ends - told[some]), told[some])
        found[done : done + len(away)] = what[away + np.arange(len(away))]
        done += len(away)
    return found
