"""Which changes between two publications may be named: of figures that both of them show, and of nothing else."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.stats.change import Change, Side, apart, named
from bot.stats.figure import Figure
from bot.stats.publish import whole_percent
from bot.stats.shifts import Barred, Changes, Shift
from bot.stats.summary import Summary

TESTED: Final = frozenset({("way", "both"), ("reason", "stated"), ("fix", "stated")})
"""Tables whose changes are looked at: every more of them makes it harder for each to be named (Holm)."""

NOBODYS: Final = "unsorted"
"""Typed words that nobody has read: that they grew or shrank says nothing."""

ROUNDING: Final = 0.0101
"""Shares in whole percent may be one apart where rows were erased since; if they are more, it is not what was published."""


class Told(NamedTuple):
    """A publication as outsiders see it, and today's exact figures of the same period."""

    seen: Summary
    exact: Sequence[Figure]


class _Pair(NamedTuple):
    before: Figure
    now: Figure
    change: Change


def changes(before: Told, now: Told) -> Changes:
    """Every figure that both show is tested, all of them together (Holm's correction)."""
    pairs = list(_pairs(before, now))
    judged = named([pair.change for pair in pairs])
    sure = [pair for pair, change in zip(pairs, judged, strict=True) if not change.why_not and _as_shown(pair, change)]
    sure.sort(key=lambda pair: -abs(_difference(pair)))
    shifts = tuple(Shift(pair.now.id, pair.before.estimate or 0, pair.before.n, pair.before.people) for pair in sure)
    return Changes(before.seen.period, before.seen.version, tested=len(pairs), named=shifts)


def barred(before: Summary, why: Barred) -> Changes:
    """Nothing is tested: the two periods are not alike."""
    return Changes(before.period, before.version, barred=why)


def _pairs(before: Told, now: Told) -> Iterator[_Pair]:
    """Without rows in which there was nobody (or everybody) both times: they cannot have changed."""
    then = {figure.id: figure for figure in _tested(before.seen)}
    old, new = _sides(before), _sides(now)
    for figure in _tested(now.seen):
        name = figure.id
        if name in then and name in old and name in new and not _empty(old[name], new[name]):
            yield _Pair(then[name], figure, apart(old[name], new[name]))


def _empty(before: Side, now: Side) -> bool:
    return before.estimate == now.estimate and now.estimate in {0, 1}


def _tested(summary: Summary) -> Iterator[Figure]:
    for figure in summary.figures:
        if figure.published and (figure.group, figure.base) in TESTED and _owned(figure):
            yield figure


def _owned(figure: Figure) -> bool:
    return figure.group == "way" or figure.fix not in {"", NOBODYS}


def _sides(told: Told) -> dict[str, Side]:
    """What is tested, by id. Rows that no longer say what was published (people had them erased) are left out."""
    shown = {figure.id: figure.estimate for figure in told.seen.figures}
    return {
        figure.id: Side(figure.estimate, figure.error, figure.df or 0, figure.people)
        for figure in told.exact
        if figure.estimate is not None and _alike(figure.estimate, shown.get(figure.id))
    }


def _alike(exact: float, shown: float | None) -> bool:
    return shown is not None and abs(whole_percent(exact) - shown) <= ROUNDING


def _difference(pair: _Pair) -> float:
    return (pair.now.estimate or 0) - (pair.before.estimate or 0)


def _as_shown(pair: _Pair, change: Change) -> bool:
    """Do the two shown shares differ, and in the direction of the exact ones?"""
    return _difference(pair) * (change.estimate or 0) > 0
