"""Changes in words: what is more and what is less than in the period before; nothing here is called a cause."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from bot.report.levels import NO_NAMES, Names, level_name
from bot.report.numbers import count, share
from bot.stats.figure import Figure
from bot.stats.shifts import Changes, Shift
from bot.stats.summary import Summary
from bot.texts import say

MOST_TOLD: Final = 3
"""In a message that is read in a minute; a page tells all."""


class _Changed(NamedTuple):
    shift: Shift
    figure: Figure


def change_line(summary: Summary, language: str, most: int = MOST_TOLD) -> str:
    """One line: the largest changes, or that there is none, or why nobody can say; empty where nothing was compared."""
    return " ".join(change_sentences(summary, language, most))


def change_sentences(summary: Summary, language: str, most: int | None = None, names: Names = NO_NAMES) -> Iterator[str]:
    """What is more, then what is less; `most` changes at most; `names` of the levels of a breakdown."""
    changes, length = summary.changes, "week" if summary.block == "week" else "block"
    if changes is None or not (changes.tested or changes.barred):
        return
    named = list(_named(summary, changes))[:most]
    if not named:
        yield say(language, f"changes.{length}.{changes.barred or 'none'}")
    for name, direction in (("more", 1), ("less", -1)):
        parts = [_part(each, language, names) for each in named if _difference(each) * direction > 0]
        if parts:
            yield say(language, f"changes.{length}.{name}", parts="; ".join(parts))


def _named(summary: Summary, changes: Changes) -> Iterable[_Changed]:
    shown: Mapping[str, Figure] = {figure.id: figure for figure in summary.figures if figure.published}
    return (_Changed(shift, shown[shift.id]) for shift in changes.named if shift.id in shown)


def _difference(of: _Changed) -> float:
    return (of.figure.estimate or 0) - of.shift.before


def _part(of: _Changed, language: str, names: Names) -> str:
    return say(
        language,
        "changes.part",
        label=_label(of.figure, language, names),
        before=share(language, of.shift.before),
        now=share(language, of.figure.estimate or 0),
        n_before=count(language, of.shift.n),
        n_now=count(language, of.figure.n),
    )


def _label(figure: Figure, language: str, names: Names) -> str:
    """As the message names it: ways in words of its own, reasons as quotations; of a level, whose it is."""
    label = figure.label[language]
    if figure.group == "way":
        label = say(language, f"digest.way.{figure.code}")
    elif figure.group == "reason":
        label = say(language, "changes.quoted", label=label)
    if not figure.dimension:
        return label
    return say(language, "changes.level", level=level_name(language, (figure.dimension, figure.level), names), label=label)
