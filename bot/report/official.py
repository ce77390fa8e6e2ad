"""Figures of others below ours, for the operator: like beside like, with year, caution and source as in the methods."""

from collections.abc import Iterator, Sequence

from bot.report.baseline import BESIDE, Row, cells
from bot.stats.disclosure import Disclosure, Ours
from bot.stats.figure import MEANS, Figure
from bot.stats.summary import Summary
from bot.texts import say


def official(rows: Sequence[Row], summary: Summary, language: str) -> str:
    """Lines of text, each a figure of others with ours; empty where there are none."""
    return "\n".join(_lines(rows, summary, language))


def _lines(rows: Sequence[Row], summary: Summary, language: str) -> Iterator[str]:
    known = tuple(_ours(figure) for figure in summary.figures if figure.estimate is not None and not figure.dimension)
    found = Disclosure(summary.period, 0, ours=known)
    mine = [row for row in rows if row.id in BESIDE and any(found.figure(name) for name in BESIDE[row.id].figures)]
    if mine:
        yield from ("", say(language, "official.title"))
    for row in mine:
        label, value, ours, caution, source = cells(row, found, language)
        # In Russian ours ends with «чел.».
        ours = ours.removesuffix(".")
        yield f"  {label}: {value} – {ours}. {caution} [{source}]"


def _ours(figure: Figure) -> Ours:
    return Ours(
        id=figure.id,
        label=figure.label,
        people=figure.people,
        n=figure.n,
        estimate=figure.estimate,
        low=figure.low,
        high=figure.high,
        mean=figure.group in MEANS,
    )
