"""All figures of a period as a text for a terminal: for the operator, with what may not be published marked so."""

from collections.abc import Iterator

from bot.report.numbers import count, percent
from bot.stats.figure import Base, Figure, Group
from bot.stats.publish import FEWEST_PEOPLE, FEWEST_TOLD
from bot.stats.summary import Summary
from bot.texts import say

TABLES: tuple[tuple[Group, Base], ...] = (
    ("way", "both"),
    ("way", "all"),
    ("channel", "both"),
    ("channel", "all"),
    ("stated", "visits"),
    ("reason", "stated"),
    ("fix", "stated"),
)
"""In the order in which they are read."""


def table(summary: Summary, language: str, *, demo: bool = False) -> str:
    """Lines of text: a heading, then each group with its base, its shares aligned, and why a share may not be published."""
    return "\n".join(_lines(summary, language, demo=demo))


def _lines(summary: Summary, language: str, *, demo: bool) -> Iterator[str]:
    if demo:
        yield say(language, "stats.demo")
    yield say(language, "stats.unweighted")
    yield say(language, "stats.period", weeks=summary.period)
    numbers = {name: count(language, getattr(summary, name)) for name in ("people", "interviews", "episodes")}
    yield say(language, "stats.head", **numbers) if summary.interviews else say(language, "stats.nothing")
    for group, base in TABLES:
        yield from _group(summary, language, group, base)


def _group(summary: Summary, language: str, group: Group, base: Base) -> Iterator[str]:
    figures = [figure for figure in summary.of(group, base) if figure.numerator]
    if not figures:
        return
    yield ""
    yield say(language, f"stats.title.{group}.{base}")
    yield f"  {_base(summary, language, figures[0])}"
    names = [_name(figure, language) for figure in figures]
    width = max(map(len, names))
    for name, figure in zip(names, figures, strict=True):
        yield f"  {name:<{width}}{_cells(figure, language)}".rstrip()


def _base(summary: Summary, language: str, figure: Figure) -> str:
    base = say(language, "stats.base", n=count(language, figure.n), people=count(language, figure.people))
    without = summary.at_csc_desk and figure.group in ("way", "channel")
    return f"{base}. {say(language, 'stats.desk')}" if without else base


def _name(figure: Figure, language: str) -> str:
    owner = figure.owner.get(language, "")
    return f"{figure.label[language]} · {owner}" if owner else figure.label[language]


def _cells(figure: Figure, language: str) -> str:
    part = figure.numerator or 0
    return f"  {percent(language, part, figure.n):>6}  {count(language, part):>9}  {_why(figure, language)}"


def _why(figure: Figure, language: str) -> str:
    if figure.published:
        return ""
    why = say(language, f"stats.why.{figure.why_not}", people=FEWEST_PEOPLE, told=FEWEST_TOLD)
    return say(language, "stats.not_for_publication", why=why)
