"""All figures of a period as a text for a terminal: for the operator, with what may not be published marked so."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final, TypeAlias

from bot.report.amounts import bounds, point
from bot.report.numbers import count
from bot.script.model import Text
from bot.stats.figure import MEANS, Base, Figure, Group
from bot.stats.publish import FEWEST_PEOPLE, FEWEST_TOLD
from bot.stats.summary import Summary
from bot.texts import say

Names: TypeAlias = Mapping[tuple[str, str], Text]
"""What a level of a breakdown is called, by dimension and code; a code without a name stands for itself."""

TABLES: tuple[tuple[Group, Base], ...] = (
    ("way", "both"),
    ("way", "all"),
    ("channel", "both"),
    ("channel", "all"),
    ("take_up", "completed"),
    ("take_up", "known"),
    ("people", "people"),
    ("stated", "visits"),
    ("reason", "stated"),
    ("visitor_reason", "visitors"),
    ("fix", "stated"),
    ("movable", "stated"),
    ("movable", "visits"),
    ("tried", "asked"),
    ("person_reason", "answered"),
    ("visits", "answered"),
    ("satisfaction", "answered"),
    ("intention", "answered"),
)
"""In the order in which they are read."""

NOT_FROM_A_CSC: Final = frozenset({"way", "channel", "take_up", "people", "visits"})
"""Groups that leave out people who were recruited at a CSC."""

_REST: Final = ("interval", "cases")


OPERATOR: Final = "inside"
"""Why a whole group is not published: it is said once, above its rows."""


def table(summary: Summary, language: str, *, demo: bool = False, names: Names | None = None) -> str:
    """Lines of text: a heading, then each group with its base, its shares aligned, and why a share may not be published."""
    return "\n".join(_lines(summary, language, demo=demo, names=names or {}))


def _lines(summary: Summary, language: str, *, demo: bool, names: Names) -> Iterator[str]:
    if demo:
        yield say(language, "stats.demo")
    yield _weighting(summary, language)
    yield say(language, "stats.period", weeks=summary.period)
    numbers = {name: count(language, getattr(summary, name)) for name in ("people", "interviews", "episodes")}
    yield say(language, "stats.head", **numbers) if summary.interviews else say(language, "stats.nothing")
    for group, base in TABLES:
        yield from _group(summary, language, list(summary.of(group, base)), "")
    broken_down = [figure for figure in summary.figures if figure.dimension]
    for level, figures in groupby(broken_down, key=lambda figure: (figure.dimension, figure.level)):
        yield from _group(summary, language, list(figures), _level(language, level, names))


def _weighting(summary: Summary, language: str) -> str:
    """What the figures are weighted to."""
    margins = ", ".join(say(language, f"methods.margin.{name}") for name in summary.raked)
    return say(language, "stats.weighted", margins=margins) if margins else say(language, "stats.unweighted")


def _level(language: str, level: tuple[str, str], names: Names) -> str:
    name = names[level][language] if level in names else level[1]
    return f" · {say(language, f'stats.dimension.{level[0]}')}: {name}"


def _group(summary: Summary, language: str, figures: list[Figure], level: str) -> Iterator[str]:
    figures = [figure for figure in figures if figure.numerator]
    if not figures:
        return
    first = figures[0]
    yield ""
    yield f"{say(language, f'stats.title.{first.group}.{first.base}')}{level}"
    yield f"  {_base(summary, language, first)}"
    rows = [_columns(language, first), *(_row(figure, language) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for name, *cells, why in rows:
        aligned = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield f"  {name:<{widths[0]}}  {aligned}  {why}".rstrip()


def _base(summary: Summary, language: str, figure: Figure) -> str:
    base = say(language, "stats.base", n=count(language, figure.n), people=count(language, figure.people))
    without = summary.at_csc_desk and figure.group in NOT_FROM_A_CSC
    told = {"stats.desk": without, "stats.operator": figure.why_not == OPERATOR}
    notes = [note for note, holds in told.items() if holds]
    return ". ".join((base, " ".join(say(language, note) for note in notes))) if notes else base


def _columns(language: str, figure: Figure) -> tuple[str, ...]:
    weighted = "mean" if figure.group in MEANS else "share"
    return (
        "",
        say(language, f"stats.column.{weighted}"),
        *(say(language, f"stats.column.{name}") for name in _REST),
        "n_eff",
        "",
    )


def _row(figure: Figure, language: str) -> tuple[str, ...]:
    owner = figure.owner.get(language, "")
    name = f"{figure.label[language]} · {owner}" if owner else figure.label[language]
    n_eff = "" if figure.n_eff is None else count(language, round(figure.n_eff))
    mean = figure.group in MEANS
    estimate = point(language, figure, mean=mean), bounds(language, figure, mean=mean)
    return name, *estimate, count(language, figure.numerator or 0), n_eff, _why(figure, language)


def _why(figure: Figure, language: str) -> str:
    if figure.published or figure.why_not == OPERATOR:
        return ""
    why = say(language, f"stats.why.{figure.why_not}", people=FEWEST_PEOPLE, told=FEWEST_TOLD)
    return say(language, "stats.not_for_publication", why=why)
