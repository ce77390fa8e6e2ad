"""What is remarkable about an interview: too fast, one of a crowd, or a test. A flag deletes nothing; tests do not count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final, Literal, NamedTuple

from bot.stats.weeks import bounds

Flag = Literal["test", "speeder", "burst"]

FLAGS: Final[tuple[Flag, ...]] = ("burst", "speeder", "test")

FEWEST_WALKS: Final = 20
"""Interviews of a week without which their median says nothing about what is fast."""

FEWEST_ANSWERS: Final = 5
"""Answers without which an interview has no pace: three quick taps are no sign of anything."""

FAST: Final = 3
"""A speeder needs less than a third of the median time per question."""

WINDOW: Final = 600
CROWD: Final = 10
"""So many interviews of one place begun within ten minutes may be a crowd …"""

UNUSUAL: Final = 5
"""… and are one if they are over five times what the place has in ten minutes on average of the week (at least one)."""


class Walk(NamedTuple):
    """One final interview: where it came from, when it began, and how long its answers took from the first to the last."""

    interview: int
    place: str
    source: str
    opened_at: int
    answers: int
    seconds: int
    flags: str = ""

    @property
    def pace(self) -> float | None:
        """Seconds for a question; None where there are too few answers."""
        return self.seconds / (self.answers - 1) if self.answers >= FEWEST_ANSWERS else None


def flagged(walks: Sequence[Walk]) -> dict[int, str]:
    """The flags of each interview of one week, parted by spaces, in order of the alphabet; empty where there is none."""
    tests = {walk.interview for walk in walks if is_test(walk)}
    counted = [walk for walk in walks if walk.interview not in tests]
    found = {"test": tests, "speeder": speeders(counted), "burst": bursts(counted)}
    return {walk.interview: " ".join(flag for flag in FLAGS if walk.interview in found[flag]) for walk in walks}


def is_test(walk: Walk) -> bool:
    """Was it flagged as a test before, or did it come by a link for tests (its source is `test`, or begins with `test_`)?"""
    return "test" in walk.flags.split() or walk.source == "test" or walk.source.startswith("test_")


def speeders(walks: Iterable[Walk]) -> set[int]:
    """Interviews that took less than a third of the median time per question."""
    paces = {walk.interview: walk.pace for walk in walks if walk.pace is not None}
    if len(paces) < FEWEST_WALKS:
        return set()
    limit = median(pace for pace in paces.values() if pace is not None) / FAST
    return {interview for interview, pace in paces.items() if pace is not None and pace < limit}


def bursts(walks: Iterable[Walk]) -> set[int]:
    """Interviews of a crowd: many of one place within ten minutes, and far more than it usually has.

    The average of a week has 1,008 such spans, so that the crowd itself hardly raises it, and a place that is always busy
    is not taken for one.
    """
    places: dict[tuple[str, str], list[Walk]] = defaultdict(list)
    for walk in walks:
        places[walk.place, walk.source].append(walk)
    return {interview for those in places.values() for interview in _crowded(sorted(those, key=lambda walk: walk.opened_at))}


def _crowded(walks: Sequence[Walk]) -> set[int]:
    start, end = bounds("2024-W01")
    most = max(CROWD - 1, UNUSUAL * max(1, len(walks) * WINDOW / (end - start)))
    found: set[int] = set()
    first = 0
    for last, walk in enumerate(walks):
        while walk.opened_at - walks[first].opened_at >= WINDOW:
            first += 1
        if last - first + 1 > most:
            # Those before it were found together with the one before, unless this is where the crowd begins.
            crowd = [walk] if walks[last - 1].interview in found else walks[first : last + 1]
            found.update(each.interview for each in crowd)
    return found
