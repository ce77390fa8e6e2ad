"""One version of a publication as a text for a terminal: exactly what outsiders see, and why a row does not show."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from bot.report import named
from bot.report.amounts import bounds, point
from bot.report.changes import change_sentences
from bot.report.levels import Names, level_name
from bot.report.numbers import count
from bot.report.table import aligned, base_words, level_words, row_name, weighting
from bot.stats.figure import MEANS, Figure
from bot.stats.publish import FEWEST_PEOPLE
from bot.stats.summary import Summary
from bot.texts import say

NOTHING: Final = "–"
_COLUMNS: Final = ("share", "interval")


def published(summary: Summary, language: str, *, demo: bool = False, names: Names | None = None) -> str:
    """Lines of text: a heading, then each table with its base and its rows; a table that shows nothing is one line.

    `names`: what levels of breakdowns are called.
    """
    return "\n".join(_lines(summary, language, names or {}, demo=demo))


def _lines(summary: Summary, language: str, names: Names, *, demo: bool) -> Iterator[str]:
    if demo:
        yield say(language, "stats.demo")
    yield say(language, "publication.version", period=summary.period, version=summary.version)
    yield weighting(summary, language)
    numbers = {name: count(language, getattr(summary, name)) for name in ("people", "interviews", "episodes")}
    yield say(language, "stats.head", **numbers)
    yield from change_sentences(summary, language)
    if any(not figure.published for figure in summary.figures):
        yield say(language, "publication_table.withheld_means", withheld=say(language, "publication_table.hidden"))
    for _, found in groupby(summary.figures, key=lambda figure: (figure.dimension, figure.base, figure.group)):
        tables = [list(rows) for _, rows in groupby(found, key=lambda figure: figure.table)]
        for rows in tables:
            if any(row.published for row in rows):
                yield from _table(summary, rows, language, names)
        yield from _bare([rows for rows in tables if not any(row.published for row in rows)], language, names)
    yield from named.published(summary.most_named, language)


def _table(summary: Summary, rows: list[Figure], language: str, names: Names) -> Iterator[str]:
    first = next(row for row in rows if row.published)
    level = level_words(language, (first.dimension, first.level), names) if first.dimension else ""
    yield f"\n{_title(first, language)}{level}"
    yield f"  {base_words(summary, language, first)}"
    heading = ("", *(say(language, f"stats.column.{name}") for name in _COLUMNS), "")
    yield from aligned([heading, *(_row(row, language) for row in rows)])


def _bare(tables: list[list[Figure]], language: str, names: Names) -> Iterator[str]:
    """Tables of which nothing shows: of a breakdown, their levels by why not."""
    if not tables:
        return
    first = tables[0][0]
    dimension = f" · {say(language, f'stats.dimension.{first.dimension}')}" if first.dimension else ""
    yield f"\n{_title(first, language)}{dimension}"
    levels: dict[str, list[str]] = {}
    for rows in tables:
        why = ", ".join(dict.fromkeys(_why(row, language) for row in rows))
        levels.setdefault(why, []).append(level_name(language, (first.dimension, rows[0].level), names))
    for why, of in levels.items():
        levels_of = f": {'; '.join(of)}" if first.dimension else ""
        yield f"  {say(language, 'publication_table.nothing', why=why)}{levels_of}"


def _title(row: Figure, language: str) -> str:
    return say(language, f"stats.title.{row.group}.{row.base}")


def _row(row: Figure, language: str) -> tuple[str, ...]:
    if not row.published:
        return row_name(row, language), NOTHING, "", _why(row, language)
    mean = row.group in MEANS
    return row_name(row, language), point(language, row, mean=mean), bounds(language, row, mean=mean), ""


def _why(row: Figure, language: str) -> str:
    return say(language, f"publication_table.{'people' if row.why_not == 'people' else 'hidden'}", people=FEWEST_PEOPLE)
