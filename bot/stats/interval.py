"""Intervals of shares and means, p-values, and Holm's correction. Called "interval (model-based)", never "margin of error"."""

import math
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from scipy import special

from bot.stats.estimate import Ratio

LEVEL: Final = 0.95

Word: TypeAlias = Literal["", "nobody", "one_person", "all_agree", "no_spread"]


class Interval(Struct, frozen=True):
    """The bounds of one share or mean; None where there is nothing (nobody).

    `sure` is n_eff: the number of episodes, drawn one by one, that would be as sure. `df`: degrees of freedom.
    `word` says what was special.
    """

    low: float | None = None
    high: float | None = None
    sure: float = 0.0
    df: float = 0.0
    word: Word = ""


class Share(Struct, frozen=True):
    """A share or mean with its interval."""

    ratio: Ratio
    interval: Interval


def share(found: Ratio, level: float = LEVEL) -> Share:
    """A share (every part lies within its base) with its Korn–Graubard interval and the guards.

    Korn & Graubard 1998: Clopper–Pearson at n_eff = p(1-p)/SE², times (t(n-1)/t(df))². Here n_eff never exceeds Kish's number
    of episodes; where all agree it is Kish's number of people. SE and df are those of Ratio, with `loss`.
    """
    return Share(found, _bounds(found, level))


def mean(found: Ratio, level: float = LEVEL) -> Share:
    """A mean (visits per adult, satisfaction) with its t interval; without one where its error is not known."""
    if found.estimate is None:
        return Share(found, Interval(word="nobody"))
    if found.se is None:
        return Share(found, Interval(df=found.df, word="one_person" if found.people == 1 else "no_spread"))
    half = quantile(level, found.df) * found.se * math.sqrt(found.loss)
    return Share(found, Interval(found.estimate - half, found.estimate + half, found.kish_people, found.df))


def korn_graubard(p: float, se: float, n: int, df: float, level: float = LEVEL) -> tuple[float, float]:
    """The interval of R's svyciprop(method = "beta"): no guards. n episodes, df degrees of freedom."""
    return clopper_pearson(p, effective(p, se, n, df, level), level)


def effective(p: float, se: float, n: int, df: float, level: float = LEVEL) -> float:
    """Korn and Graubard's n_eff: the episodes, drawn one by one, that would be as sure, shrunk by the quantiles of t."""
    return p * (1 - p) / se**2 * _adjustment(n, df, level)


def clopper_pearson(p: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """The exact binomial interval of the share p of n; both may be any real numbers (Clopper & Pearson 1934)."""
    tail, x = (1 - level) / 2, p * n
    low = float(special.betaincinv(x, n - x + 1, tail)) if p > 0 else 0.0
    high = float(special.betaincinv(x + 1, n - x, 1 - tail)) if p < 1 else 1.0
    return low, high


def wilson(p: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """The score interval of the share p of n (Wilson 1927)."""
    z2 = quantile(level) ** 2
    centre, half = p + z2 / (2 * n), math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n)))
    low, high = (centre - half) / (1 + z2 / n), (centre + half) / (1 + z2 / n)
    return (low if p > 0 else 0.0), (high if p < 1 else 1.0)


def quantile(level: float, df: float | None = None) -> float:
    """The two-sided quantile of t, or of the normal distribution without df: 1.96 for 0.95."""
    return float(special.ndtri((1 + level) / 2) if df is None else special.stdtrit(df, (1 + level) / 2))


def two_sided(t: float, df: float | None = None) -> float:
    """The p-value of a t (or, without df, z) statistic."""
    return 2 * float(special.ndtr(-abs(t)) if df is None else special.stdtr(df, -abs(t)))


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """p-values so corrected that, all taken together, one false alarm has the chance that each had alone (Holm 1979)."""
    found, least = [0.0] * len(p), 0.0
    for rank, place in enumerate(sorted(range(len(p)), key=lambda place: p[place])):
        least = max(least, min(1.0, (len(p) - rank) * p[place]))
        found[place] = least
    return tuple(found)


def _bounds(found: Ratio, level: float) -> Interval:
    p, df = found.estimate, found.df
    if p is None:
        return Interval(word="nobody")
    if found.part in (0, found.base):
        low, high = clopper_pearson(round(p), found.kish_people, level)
        return Interval(low, high, found.kish_people, df, "all_agree")
    if found.people == 1:
        return Interval(0.0, 1.0, found.kish_people, df, "one_person")
    sure = _guarded(p, found) * _adjustment(found.base, df, level)
    low, high = clopper_pearson(p, sure, level)
    return Interval(low, high, sure, df, "" if found.se else "no_spread")


def _guarded(p: float, found: Ratio) -> float:
    return min(p * (1 - p) / (found.se**2 * found.loss), found.kish) if found.se else found.kish


def _adjustment(n: int, df: float, level: float) -> float:
    return (quantile(level, n - 1) / quantile(level, df)) ** 2
