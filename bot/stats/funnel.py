"""How far interviews come, and how each question fares: in which one people leave, how long it takes, what they change.

Plain numbers, by language of the interview. People whose interview was opened but never agreed to, who said no, or who turned
out too young are not in it: nothing is kept of them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

STAGES: Final = ("consented", "started", "completed", "partial", "stopped", "expired")
"""Where an interview stands: agreed to, answering, and the four ends of which something is kept."""

LEFT: Final = ("partial", "stopped", "expired")
"""Ends before the last question."""

FEWEST: Final = 30
"""Fewer interviews than this in a cell are for the operator only."""

FEWEST_TOLD: Final = 5
"""A part of one to four people is not shown to anybody else."""

ROUNDED_TO: Final = 5


class Stage(Struct, frozen=True):
    """Interviews of one language that stand there now."""

    language: str
    status: str
    interviews: int


class Useful(Struct, frozen=True):
    """What people said about the hints below the last words: "yes", "no", or "" (nothing)."""

    language: str
    said: str
    interviews: int


class Health(Struct, frozen=True):
    """One question in one language.

    `interviews` that answered it, with `answers` (several inside a group); of the answers `changed` later, `withdrawn` because
    an earlier answer changed, `skipped`, `typed` in own words, and `other` where that choice was taken. `seconds`: the median
    time from the answer before, of `timed` answers that were never changed; None where there is none. `left`: interviews that
    ended before their last question, with this question open. None: hidden, single people could be recognised.
    """

    question: str
    language: str
    interviews: int
    answers: int = 0
    left: int | None = 0
    seconds: int | None = None
    timed: int = 0
    changed: int | None = 0
    withdrawn: int | None = 0
    skipped: int | None = 0
    typed: int | None = 0
    other: int | None = 0

    @property
    def publishable(self) -> bool:
        return self.interviews >= FEWEST

    @property
    def reached(self) -> int:
        """Interviews that saw the question: answered it, or left at it."""
        return self.interviews + (self.left or 0)


class Funnel(Struct, frozen=True):
    """Interviews that began in one period, tests left out."""

    stages: tuple[Stage, ...] = ()
    questions: tuple[Health, ...] = ()
    useful: tuple[Useful, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(stage.language for stage in self.stages))

    def at(self, language: str, *statuses: str) -> int:
        """Interviews of a language that stand in one of these stages; in any, if none is named."""
        wanted = statuses or STAGES
        return sum(stage.interviews for stage in self.stages if stage.language == language and stage.status in wanted)

    def said(self, language: str, said: str) -> int:
        return sum(each.interviews for each in self.useful if (each.language, each.said) == (language, said))


def median_seconds(times: Mapping[int, int]) -> int | None:
    """The median of whole seconds, each counted so often; of two in the middle the lower. None of nothing."""
    total, seen = sum(times.values()), 0
    for seconds, often in sorted(times.items()):
        seen += often
        if 2 * seen >= total > 0:
            return seconds
    return None


def for_outsiders(funnel: Funnel) -> Funnel:
    """The funnel as it may leave the house: no cell of fewer than 30, no part of one to four, everything rounded to 5."""
    stages = tuple(stage for stage in funnel.stages if funnel.at(stage.language) >= FEWEST)
    return Funnel(
        tuple(replace(stage, interviews=rounded(stage.interviews)) for stage in stages),
        tuple(_seen(health) for health in funnel.questions if health.publishable),
        tuple(replace(each, interviews=rounded(each.interviews)) for each in _enough(funnel.useful)),
    )


def rounded(number: int) -> int:
    """To the nearest 5, and below 30 to nothing: few are never shown as a number of their own."""
    return round(number / ROUNDED_TO) * ROUNDED_TO if number >= FEWEST else 0


def _enough(useful: tuple[Useful, ...]) -> Iterable[Useful]:
    return (each for each in useful if each.interviews >= FEWEST)


def _seen(health: Health) -> Health:
    parts = {name: _part(getattr(health, name)) for name in ("left", "changed", "withdrawn", "skipped", "typed", "other")}
    whole = {name: rounded(getattr(health, name)) for name in ("interviews", "answers", "timed")}
    return replace(health, seconds=health.seconds if health.timed >= FEWEST else None, **parts, **whole)


def _part(number: int | None) -> int | None:
    """A part of one to four is hidden; a larger one is rounded."""
    if number is None or 0 < number < FEWEST_TOLD:
        return None
    return round(number / ROUNDED_TO) * ROUNDED_TO
