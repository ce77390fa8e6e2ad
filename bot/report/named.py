"""The reason most named for each service: a table for the operator, a list as outsiders see it, a line of the digest."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from bot.report.amounts import bounds, decimal, point
from bot.report.numbers import count
from bot.stats.most_named import MostNamed
from bot.stats.publish import FEWEST_PEOPLE, FEWEST_TOLD
from bot.texts import plural, say

IN_DIGEST: Final = 3
"""Services in the weekly message, those with most people first."""

LINE_UNITS: Final = 280
"""A longer line takes more than its share of the reader's minute: the last services are left out."""

OURS: Final = ("chance", "unread")
"""Refusals that figures do not have."""


def table(rows: Sequence[MostNamed], language: str) -> Iterator[str]:
    """Lines for the operator, with the shares, and why a reason may not be named."""
    if not rows:
        return
    yield ""
    yield say(language, "most_named.title")
    yield f"  {say(language, 'most_named.how')}"
    names = [say(language, f"most_named.column.{name}") for name in ("share", "interval", "lead", "p", "visits", "people")]
    cells = [("", *names, ""), *(_row(row, language) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(names) + 1)]
    for name, *numbers, why in cells:
        aligned = "  ".join(number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True))
        yield f"  {name:<{widths[0]}}  {aligned}  {why}".rstrip()


def _row(row: MostNamed, language: str) -> tuple[str, ...]:
    figure = row.figure
    owner = figure.owner.get(language, "")
    reason = " · ".join(filter(None, (figure.label[language], owner)))
    lead = "" if row.lead is None else f"{100 * row.lead:.0f}"
    p = "" if row.p_holm is None else decimal(language, row.p_holm, 3)
    numbers = count(language, figure.n), count(language, figure.people)
    why = "" if row.published else say(language, "stats.not_for_publication", why=_why(row, language))
    return f"{row.label[language]}: {reason}", point(language, figure), bounds(language, figure), lead, p, *numbers, why


def published(rows: Sequence[MostNamed], language: str) -> Iterator[str]:
    """Lines of a publication: exactly what outsiders see."""
    if not rows:
        return
    yield ""
    yield say(language, "most_named.title")
    width = max(len(row.label[language]) for row in rows)
    for row in rows:
        yield f"  {row.label[language]:<{width}}  {_statement(row, language)}"


def _statement(row: MostNamed, language: str) -> str:
    if not row.published:
        return say(language, "most_named.hidden", why=_why(row, language))
    base = say(language, "stats.base", n=count(language, row.figure.n), people=count(language, row.figure.people))
    return f"{row.figure.label[language]} · {row.figure.owner[language]} ({base})"


def _why(row: MostNamed, language: str) -> str:
    section = "most_named" if row.why_not in OURS else "stats"
    return say(language, f"{section}.why.{row.why_not}", people=FEWEST_PEOPLE, told=FEWEST_TOLD)


def line(rows: Iterable[MostNamed], language: str) -> str:
    """The line of the weekly message when a block of 12 weeks has closed; empty where nothing may be named."""
    shown = [_short(row, language) for row in rows if row.published][:IN_DIGEST]
    while shown:
        said = say(language, "most_named.digest", services="; ".join(shown))
        if len(said) <= LINE_UNITS:
            return said
        shown.pop()
    return ""


def added(paragraphs: Sequence[list[str]], rows: Iterable[MostNamed], language: str) -> list[list[str]]:
    """The paragraphs of the weekly message with the line, before the one that says what is not seen: some services then are."""
    said, not_seen = line(rows, language), say(language, "digest.not_seen")
    places = [place for place, lines in enumerate(paragraphs) if lines[0].startswith(not_seen)]
    if not said or not places:
        return list(paragraphs)
    first, *more = paragraphs[places[0]]
    limits = [first.replace(not_seen, say(language, "most_named.not_seen")), *more]
    return [*paragraphs[: places[0]], [said], limits, *paragraphs[places[0] + 1 :]]


def _short(row: MostNamed, language: str) -> str:
    visits = plural(language, row.figure.n, say(language, "most_named.visits"))
    told = {"service": row.label[language], "reason": row.figure.label[language], "owner": row.figure.owner[language]}
    return say(language, "most_named.short", **told, n=count(language, row.figure.n), visits=visits)


def listed(row: MostNamed, language: str) -> dict[str, Any]:
    """What JSON says of a statement beside the keys of its share."""
    return {
        "id": row.id,
        "service": row.label[language],
        "second": row.second_label.get(language, ""),
        "lead": row.lead,
        "p": row.p,
        "p_holm": row.p_holm,
        "published": row.published,
        "why_not": row.why_not,
    }
