"""What a survey has to disclose about itself, as plain numbers: the methods page is written from nothing else.

The list is that of AAPOR's Code of Professional Ethics and Practices (2021), "Survey Disclosure Elements". Frozen beside the
figures of a week, so that nothing on the page is counted while somebody reads it.
"""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from bot.script.model import Text
from bot.stats.about import Weights
from bot.stats.funnel import FEWEST, Funnel, rounded
from bot.stats.funnel import for_outsiders as funnel_for_outsiders
from bot.stats.publish import weights_seen

FLAGS: Final = ("speeder", "burst")
"""Marks on interviews that somebody should look at: too fast, and too many at once from one place of recruitment."""


class Revision(Struct, frozen=True):
    """A script that was asked in this period. It never changes: the wording is read from it."""

    id: int
    survey: str
    number: int
    interviews: int


class Part(Struct, frozen=True):
    """People (or interviews) with one code: a place of recruitment, a language."""

    code: str
    number: int


class Benchmark(Struct, frozen=True):
    """Where the shares of one margin are from; `estimated` of its levels are no official figures. `labels` by level."""

    margin: str
    labels: dict[str, Text]
    estimated: int
    dates: tuple[str, ...]
    sources: tuple[str, ...]


class Ours(Struct, frozen=True):
    """A figure of ours that stands beside figures of others. `estimate` is a share 0..1, or (`mean`) a number."""

    id: str
    label: Text
    people: int
    n: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    mean: bool = False
    published: bool = False


class Compared(Struct, frozen=True):
    """A share with all interviews and without those that a check marked."""

    label: Text
    whole: float | None
    without: float | None


class Check(Struct, frozen=True):
    """A quality check: how many interviews it marked, and what the figures would be without them."""

    flag: str
    interviews: int
    figures: tuple[Compared, ...] = ()


class Disclosure(Struct, frozen=True):
    """Everything the methods page says about one period; `made_at` in seconds since 1970."""

    period: str
    made_at: int
    version: int = 1
    demo: bool = False
    people: int = 0
    interviews: int = 0
    episodes: int = 0
    revisions: tuple[Revision, ...] = ()
    places: tuple[Part, ...] = ()
    languages: tuple[Part, ...] = ()
    funnel: Funnel = Funnel()
    weights: tuple[Weights, Weights] | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    checks: tuple[Check, ...] = ()
    ours: tuple[Ours, ...] = ()

    def figure(self, name: str) -> Ours | None:
        """The figure of ours with this id, if there is one."""
        return next((each for each in self.ours if each.id == name), None)


def for_outsiders(found: Disclosure) -> Disclosure:
    """The same as it may leave the house: bases rounded, nothing of fewer than 30 people, no figure that is not published."""
    whole = {name: rounded(getattr(found, name)) for name in ("people", "interviews", "episodes")}
    return replace(
        found,
        **whole,
        revisions=tuple(replace(each, interviews=rounded(each.interviews)) for each in found.revisions),
        places=_rounded(found.places),
        languages=_rounded(found.languages),
        funnel=funnel_for_outsiders(found.funnel),
        weights=None if found.weights is None else (weights_seen(found.weights[0]), weights_seen(found.weights[1])),
        checks=tuple(_check(check) for check in found.checks),
        ours=tuple(_ours(each) for each in found.ours if each.published),
    )


def _rounded(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(replace(part, number=rounded(part.number)) for part in parts)


def _check(check: Check) -> Check:
    """What so few interviews change would tell what they said."""
    return replace(check, interviews=rounded(check.interviews), figures=check.figures if check.interviews >= FEWEST else ())


def _ours(figure: Ours) -> Ours:
    return replace(figure, people=rounded(figure.people), n=rounded(figure.n))
