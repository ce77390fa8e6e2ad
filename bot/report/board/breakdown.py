"""A breakdown as tables: one for each part, with a row for each level, so that levels can be compared at a glance."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.report.board.cases import FIRST
from bot.report.board.parts import Fold, Part, Shares, Title
from bot.report.board.rows import Tables
from bot.report.document import Paragraph
from bot.report.levels import NOT_SAID, Names, level_name
from bot.stats.figure import Figure
from bot.stats.summary import Summary

ORDERED: Final = frozenset({"age"})
"""Dimensions whose levels have an order of their own; those of others stand by their share."""


def breakdown(summary: Summary, tables: Tables, names: Names) -> Iterator[Part]:
    """Everything that a block shows, dimension by dimension."""
    for dimension in dict.fromkeys(figure.dimension for figure in summary.figures if figure.dimension):
        figures = [each for each in summary.figures if each.dimension == dimension]
        yield Title(tables.say(f"by.{dimension}"))
        if not any(figure.published for figure in figures):
            yield Paragraph(tables.say("nothing_shown"))
            continue
        for title in dict.fromkeys(tables.title(figure) for figure in figures):
            yield Paragraph(title)
        yield from _dimension(figures, tables, names)


def _dimension(figures: Sequence[Figure], tables: Tables, names: Names) -> Iterator[Part]:
    parts = dict.fromkeys((figure.group, figure.base, figure.code) for figure in figures)
    first: list[Part] = []
    more: list[Part] = []
    for group, base, code in parts:
        same = [each for each in figures if (each.group, each.base, each.code) == (group, base, code)]
        (first if code in FIRST else more).append(_table(same, tables, names))
    yield from first
    if more:
        yield Fold(tables.say("details"), tuple(more))


def _table(figures: Sequence[Figure], tables: Tables, names: Names) -> Shares:
    named = [(level_name(tables.language, (figure.dimension, figure.level), names), figure) for figure in figures]
    if figures[0].dimension not in ORDERED:
        named.sort(key=lambda each: (each[1].level == NOT_SAID, -(each[1].estimate or 0)))
    first = figures[0]
    caption = f"{first.label[tables.language]} · {tables.say(f'by.{first.dimension}')}"
    return tables.of_levels(caption, named)
