"""A script on one page, in an administrator's language: what is asked when, and how long it takes."""

from collections.abc import Iterator
from math import ceil
from typing import Final

from bot.script.cases import Cost
from bot.script.inwords import in_words
from bot.script.model import Block, Question, Script
from bot.script.paths import paths
from bot.texts import plural, say

WORD_SECONDS: Final = 0.33
"""180 words a minute. Adults read 238 words of English prose a minute (Brysbaert 2019, Journal of Memory and Language 109,
104047); the rest is our assumption: a phone, and languages with longer words."""

TAP_SECONDS: Final = 2.5
"""An assumption: to decide, to tap, and to see the next question."""

TYPED_SECONDS: Final = 12.0
"""An assumption: a few words typed on a phone."""


def outline(script: Script, language: str) -> list[str]:
    """The lines: every question with its kind, measure, number of choices and condition, then the extreme paths."""
    said = language if language in script.languages else script.languages[0]
    return [
        f"{script.survey}: {script.title[said]}",
        *_questions(script, language),
        *_paths(script, language, said),
        say(language, "outline.rule", **_seconds(language)),
    ]


def _seconds(language: str) -> dict[str, str]:
    point = "." if language == "en" else ","
    seconds = {"word": WORD_SECONDS, "tap": TAP_SECONDS, "typed": TYPED_SECONDS}
    return {name: f"{number:g}".replace(".", point) for name, number in seconds.items()}


def minutes(cost: Cost) -> int:
    """How many minutes a way takes, rounded up."""
    seconds = cost.words * WORD_SECONDS + (cost.taps - cost.typed) * TAP_SECONDS + cost.typed * TYPED_SECONDS
    return max(1, ceil(seconds / 60))


def _questions(script: Script, language: str) -> Iterator[str]:
    width = max(len(question.id) for block in script.blocks for question in block.questions)
    number = 0
    for block in script.blocks:
        if block.over:
            yield "  " + say(language, "outline.group", question=block.over)
        for question in block.questions:
            number += 1
            yield _line(number, block, question, width, language)


def _line(number: int, block: Block, question: Question, width: int, language: str) -> str:
    indent = "  " if block.over else ""
    room = width + 2 - len(indent)
    parts = (
        f"  {number:>3}  {indent}{question.id:<{room}}{question.kind:<8}{question.measures:<15}",
        _size(question, language),
    )
    when = say(language, "outline.if", condition=in_words(question.when, language)) if question.when else ""
    return f"{parts[0]}{parts[1]:<14} {when}".rstrip()


def _size(question: Question, language: str) -> str:
    if question.choices:
        return _counted(language, "outline.choices", len(question.choices))
    return f"{question.min}–{question.max}" if question.min != question.max else ""


def _paths(script: Script, language: str, said: str) -> Iterator[str]:
    found = paths(script, said)
    yield ""
    for name, cost in zip(("shortest", "longest", "fullest"), found.costs, strict=True):
        yield say(
            language,
            f"outline.{name}",
            questions=_counted(language, "outline.questions", cost.questions),
            taps=_counted(language, "outline.taps", cost.taps),
            minutes=minutes(cost),
        )
    if not found.exact:
        yield say(language, "outline.inexact")


def _counted(language: str, key: str, number: int) -> str:
    return f"{number} {plural(language, number, say(language, key))}"
