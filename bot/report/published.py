"""One version of a publication as a text for a terminal: exactly what outsiders see, and why a row does not show."""

from collections.abc import Iterator
from itertools import groupby

from bot.report.amounts import interval
from bot.report.numbers import count, share
from bot.stats.figure import Figure
from bot.stats.publish import FEWEST_PEOPLE, FEWEST_TOLD
from bot.stats.summary import Summary
from bot.texts import say


def published(summary: Summary, language: str, *, demo: bool = False) -> str:
    """Lines of text: a heading, then each table with its base and its rows."""
    return "\n".join(_lines(summary, language, demo=demo))


def _lines(summary: Summary, language: str, *, demo: bool) -> Iterator[str]:
    if demo:
        yield say(language, "stats.demo")
    yield say(language, "publication.version", period=summary.period, version=summary.version)
    numbers = {name: count(language, getattr(summary, name)) for name in ("people", "interviews", "episodes")}
    yield say(language, "stats.head", **numbers)
    for _, rows in groupby(summary.figures, key=lambda figure: figure.table):
        yield from _table(list(rows), language)


def _table(rows: list[Figure], language: str) -> Iterator[str]:
    first = next((row for row in rows if row.published), rows[0])
    level = f" · {first.dimension}: {first.level}" if first.dimension else ""
    yield ""
    yield f"{say(language, f'stats.title.{first.group}.{first.base}')}{level}"
    if first.published:
        yield f"  {say(language, 'publication.base', n=count(language, first.n), people=count(language, first.people))}"
    width = max(len(row.label[language]) for row in rows)
    for row in rows:
        yield f"  {row.label[language]:<{width}}  {_cell(row, language)}"


def _cell(row: Figure, language: str) -> str:
    if row.published:
        return f"{share(language, row.estimate or 0):>6}{interval(language, row)}"
    why = say(language, f"stats.why.{row.why_not}", people=FEWEST_PEOPLE, told=FEWEST_TOLD)
    return say(language, "publication.row_hidden", why=why)
