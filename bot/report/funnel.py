"""The funnel of a period for the operator: where interviews stand, and how each question fares, by language."""

from typing import Final

from bot.report.document import Document, Grid, Paragraph
from bot.report.numbers import count, share
from bot.stats.funnel import FEWEST, STAGES, Funnel, Health
from bot.texts import LANGUAGE_NAMES, say

WIDTH: Final = 160
"""Of its table of questions, in columns."""

PARTS: Final = ("changed", "withdrawn", "skipped", "typed", "other")
"""Shares of a question's answers."""


def funnel_document(funnel: Funnel, weeks: str, language: str) -> Document:
    """Exact numbers; cells of too few people for anybody else are marked."""
    return Document(
        say(language, "funnel.title", weeks=weeks),
        language,
        (Paragraph(say(language, "methods.numbers.not_kept")), _stages(funnel, language), _questions(funnel, language)),
    )


def _stages(funnel: Funnel, language: str) -> Grid:
    spoken = funnel.languages
    names = [LANGUAGE_NAMES.get(each, each) + _mark(funnel.at(each) >= FEWEST, language) for each in spoken]
    rows = [
        (say(language, "methods.stage.all"), *(count(language, funnel.at(each)) for each in spoken)),
        *(_stage(funnel, stage, language) for stage in STAGES),
        *(_useful(funnel, said, language) for said in ("yes", "no")),
    ]
    return Grid(say(language, "methods.numbers.funnel"), (say(language, "methods.head.stage"), *names), tuple(rows))


def _stage(funnel: Funnel, stage: str, language: str) -> tuple[str, ...]:
    numbers = (count(language, funnel.at(spoken, stage)) for spoken in funnel.languages)
    return say(language, f"methods.stage.{stage}"), *numbers


def _useful(funnel: Funnel, said: str, language: str) -> tuple[str, ...]:
    numbers = (count(language, funnel.said(spoken, said)) for spoken in funnel.languages)
    return say(language, f"funnel.useful.{said}"), *numbers


def _questions(funnel: Funnel, language: str) -> Grid:
    names = ("reached", "left", "seconds", *PARTS)
    head = (say(language, "methods.head.question"), *(say(language, f"funnel.head.{name}") for name in names))
    return Grid(say(language, "funnel.questions"), head, tuple(_row(health, language) for health in funnel.questions))


def _row(health: Health, language: str) -> tuple[str, ...]:
    return (
        f"{health.question} · {health.language}{_mark(health.publishable, language)}",
        count(language, health.reached),
        _part(health.left, health.reached, language),
        "" if health.seconds is None else str(health.seconds),
        *(_part(getattr(health, name), health.answers, language) for name in PARTS),
    )


def _part(part: int | None, whole: int, language: str) -> str:
    return share(language, part / whole) if part is not None and whole else ""


def _mark(publishable: object, language: str) -> str:
    return "" if publishable else f" ({say(language, 'funnel.few')})"
