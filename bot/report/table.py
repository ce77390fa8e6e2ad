"""All figures of a period as a text for a terminal: for the operator, with what may not be published marked so."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from bot.report import named
from bot.report.amounts import bounds, point
from bot.report.baseline import EUROSTAT
from bot.report.levels import Names, level_name
from bot.report.numbers import count
from bot.stats.figure import MEANS, Base, Figure, Group
from bot.stats.publish import FEWEST_PEOPLE, FEWEST_TOLD
from bot.stats.summary import Summary
from bot.texts import say

MARKED: Final[tuple[Group, ...]] = ("satisfaction", "satisfaction_mean", "intention", "intention_mean")

TABLES: Final[tuple[tuple[Group, Base], ...]] = (
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
    *((group, base) for group in MARKED for base in ("answered", "rated_csc", "rated_online")),
    ("useful", "answered"),
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
    yield weighting(summary, language)
    yield say(language, "stats.period", weeks=summary.period)
    numbers = {name: count(language, getattr(summary, name)) for name in ("people", "interviews", "episodes")}
    yield say(language, "stats.head", **numbers) if summary.interviews else say(language, "stats.nothing")
    for group, base in TABLES:
        yield from _group(summary, language, list(summary.of(group, base)), "")
    broken_down = [figure for figure in summary.figures if figure.dimension]
    for level, figures in groupby(broken_down, key=lambda figure: (figure.dimension, figure.level)):
        yield from _group(summary, language, list(figures), level_words(language, level, names))
    yield from named.table(summary.most_named, language)


def weighting(summary: Summary, language: str) -> str:
    """What the figures are weighted to."""
    margins = ", ".join(say(language, f"methods.margin.{name}") for name in summary.raked)
    return say(language, "stats.weighted", margins=margins) if margins else say(language, "stats.unweighted")


def level_words(language: str, level: tuple[str, str], names: Names) -> str:
    """What stands behind a heading for a level of a breakdown (dimension and code): " · age: 18–29"."""
    return f" · {say(language, f'stats.dimension.{level[0]}')}: {level_name(language, level, names)}"


def _group(summary: Summary, language: str, figures: list[Figure], level: str) -> Iterator[str]:
    figures = [figure for figure in figures if figure.numerator]
    if not figures:
        return
    first = figures[0]
    yield ""
    yield f"{say(language, f'stats.title.{first.group}.{first.base}')}{level}"
    yield f"  {base_words(summary, language, first)}"
    yield from aligned([_columns(language, first), *(_row(figure, language) for figure in figures)])


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of a table: a name, then cells, ranged right, then words."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells, why in rows:
        ranged = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths[1:-1], strict=True))
        yield f"  {name:<{widths[0]}}  {ranged}  {why}".rstrip()


def base_words(summary: Summary, language: str, figure: Figure) -> str:
    """What the shares of a table are shares of, how many people stand behind it, and who is left out."""
    base = say(language, "stats.base", n=count(language, figure.n), people=count(language, figure.people))
    free = figure.group in NOT_FROM_A_CSC or (figure.group in MARKED and figure.base != "rated_csc")
    without = summary.at_csc_desk and free
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


def row_name(figure: Figure, language: str) -> str:
    """The label of a row; of a reason and a fix with whose business it is, of a person's reason with its item of Eurostat."""
    owner = figure.owner.get(language, "") or (EUROSTAT.get(figure.code, "") if figure.group == "person_reason" else "")
    return f"{figure.label[language]} · {owner}" if owner else figure.label[language]


def _row(figure: Figure, language: str) -> tuple[str, ...]:
    n_eff = "" if figure.n_eff is None else count(language, round(figure.n_eff))
    mean = figure.group in MEANS
    estimate = point(language, figure, mean=mean), bounds(language, figure, mean=mean)
    return row_name(figure, language), *estimate, count(language, figure.numerator or 0), n_eff, _why(figure, language)


def _why(figure: Figure, language: str) -> str:
    if figure.published or figure.why_not == OPERATOR:
        return ""
    why = say(language, f"stats.why.{figure.why_not}", people=FEWEST_PEOPLE, told=FEWEST_TOLD)
    return say(language, "stats.not_for_publication", why=why)
