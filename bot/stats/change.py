"""When a difference between two periods, or between two groups of people, may be named."""

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from msgspec import Struct, structs

from bot.stats.estimate import Ratio, Sample, covariance, ratio, score
from bot.stats.interval import LEVEL, holm, quantile, two_sided

FEWEST_PEOPLE: Final = 30
ROUNDING: Final = 1e-9
"""So much above one a share can be by the rounding of weights."""

MOST_SHIFT: Final = 0.1
"""More than one person in ten recruited elsewhere: a change may then be one of who was asked."""

Bar: TypeAlias = Literal["", "untested", "nobody", "people", "recruitment", "lists", "chance"]
"""Why a change is not named: not tested yet (see named), an empty base, fewer than 30 people in one period, the mix of places
of recruitment or the lists of the revision shifted, or it is not larger than chance makes it."""

Asked: TypeAlias = tuple[str, str, str]
"""The columns of a ratio: part, base, reached."""


class Change(Struct, frozen=True):
    """A difference (now less before, or one group less the other) with its t interval.

    `p` alone, `p_holm` among all that were tested together; `why_not` is empty if the change may be named. Numbers are
    None where nothing can be compared.
    """

    estimate: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    df: float | None = None
    p: float | None = None
    p_holm: float | None = None
    people: tuple[int, int] = (0, 0)
    why_not: Bar = "untested"


class Side(NamedTuple):
    """One of the two that are compared: `error` is the standard error to test with, None where there is no estimate."""

    estimate: float | None
    error: float | None
    df: float
    people: int


def side(found: Ratio) -> Side:
    """What a comparison needs to know of a share; a mean (its part, or itself, may be larger than the whole) is not compared.

    Both are looked at: of 30 visits of 32 people the weights may make 1.1 visits a person.
    """
    compared = found.estimate is not None and found.part <= found.base and found.estimate <= 1 + ROUNDING
    return Side(found.estimate, guarded(found) if compared else None, found.df, found.people)


def between(before: Ratio, now: Ratio, barred: Bar = "", level: float = LEVEL) -> Change:
    """The change between two samples, each with its own weights: `apart` of their sides."""
    return apart(side(before), side(now), barred, level)


def apart(before: Side, now: Side, barred: Bar = "", level: float = LEVEL) -> Change:
    """The change between two samples.

    Its error takes them as independent. People who answered in both make the true error smaller as a rule, so this is on the
    safe side. Degrees of freedom after Welch and Satterthwaite. `barred`: what the caller knows ("recruitment", "lists").
    """
    people = (before.people, now.people)
    if before.estimate is None or now.estimate is None or before.error is None or now.error is None:
        return Change(people=people, why_not="nobody")
    variance = before.error**2 + now.error**2
    parts = [error**4 / max(df, 1) for error, df in ((before.error, before.df), (now.error, now.df))]
    found = _tested(now.estimate - before.estimate, math.sqrt(variance), variance**2 / sum(parts), level)
    return structs.replace(found, people=people, why_not=barred or _few(people))


def mix_shifted(before: Mapping[str, int], now: Mapping[str, int]) -> bool:
    """Whether over a tenth of the people came from other places of recruitment than before ({place: people}).

    Half the sum of the differences of shares. Where one period has nobody there is nothing to compare, and nothing shifted.
    """
    first, second = sum(before.values()), sum(now.values())
    if not first or not second:
        return False
    apart = sum(abs(before.get(place, 0) / first - now.get(place, 0) / second) for place in {*before, *now})
    return apart / 2 > MOST_SHIFT


def within(of: Sample, first: Asked, second: Asked, df: float | None, level: float = LEVEL) -> Change:
    """Second less first, two ratios of one sample: two groups of people, or two weeks weighted together.

    Knows that one person may stand in both. `df`: people less one, or None for the normal distribution.
    """
    one, two = ratio(of, *first), ratio(of, *second)
    people = (one.people, two.people)
    if one.estimate is None or two.estimate is None:
        return Change(people=people, why_not="nobody")
    spread = covariance(of, [score(of, *first[:2]), score(of, *second[:2])])
    variance = float(spread[0, 0] + spread[1, 1] - 2 * spread[0, 1])
    if one.se is None or two.se is None:
        variance = guarded(one) ** 2 + guarded(two) ** 2
    found = _tested(two.estimate - one.estimate, math.sqrt(max(variance, 0)), df, level)
    return structs.replace(found, people=people, why_not=_few(people))


def named(changes: Sequence[Change], level: float = LEVEL) -> tuple[Change, ...]:
    """The changes tested together (all of one digest), each with Holm's p and the reason why it may not be named.

    Changes that are barred already are not tested: they take nothing from the others.
    """
    corrected = iter(holm([change.p or 0.0 for change in changes if _testable(change)]))
    return tuple(_judged(change, next(corrected), level) if _testable(change) else change for change in changes)


def guarded(found: Ratio) -> float:
    """The standard error that a change is tested with: never below that of Kish's number of episodes, and never 0.

    Where all agree, one more person of each mind is thought in (Agresti & Coull 1998), so that all of 30 is no certainty.
    """
    p = min(found.estimate or 0.0, 1.0)
    if found.part in (0, found.base):
        people = found.kish_people + 2
        return math.sqrt((people - 1) / people**3)
    return max((found.se or 0.0) * math.sqrt(found.loss), math.sqrt(p * (1 - p) / found.kish))


def _testable(change: Change) -> bool:
    return change.why_not == "untested" and change.p is not None


def _few(people: tuple[int, int]) -> Bar:
    return "people" if min(people) < FEWEST_PEOPLE else "untested"


def _tested(estimate: float, se: float, df: float | None, level: float) -> Change:
    half = quantile(level, df) * se
    return Change(estimate, se, estimate - half, estimate + half, df, two_sided(estimate / se, df) if se else None)


def _judged(change: Change, p: float, level: float) -> Change:
    return structs.replace(change, p_holm=p, why_not="" if p <= 1 - level else "chance")
