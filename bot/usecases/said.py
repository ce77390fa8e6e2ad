"""What people said beside their episodes, ready to be counted: answers by the form of their question, hints by their kind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import msgspec
from sqlalchemy import Connection

from bot.interview.hints import kinds
from bot.script.model import Question, Script, Text
from bot.stats.figure import Base
from bot.stats.labels import whole
from bot.stats.said import TOP, Answers, Form, Said, Subject
from bot.store import revisions, said
from bot.texts import LANGUAGES, say

Asked: TypeAlias = Mapping[tuple[int, str], Question]
"""Questions by the id of their revision and their own."""

TWO_BEST: Final = 5
"""On a scale with so many steps the two highest marks are the best answers, on a shorter one the highest."""

REST: Final = "rest"
"""All other marks of a scale."""

MEASURES: Final[tuple[Subject, ...]] = ("satisfaction", "intention")

LEVELS: Final = ("language", "hint")
"""What the usefulness of the last message is broken down by, for the operator."""


def answers(tx: Connection, weeks: Sequence[str], *, without: Sequence[str] = (), levels: bool = False) -> Answers:
    """Everything that was said in these weeks, by people whose interviews count. `levels`: usefulness by LEVELS, too."""
    asked = _asked(revisions.by_id(tx, said.revisions(tx, weeks)))
    forms = {form.name: form for form in (*map(_form, asked.values()), _useful_form())}
    found = tuple(_marks(tx, weeks, without, asked)) if asked else ()
    return Answers((*found, *_useful(tx, weeks, without, levels=levels)), forms)


def _asked(scripts: Mapping[int, Script]) -> Asked:
    """The newest last, so that its labels stand."""
    return {
        (revision, question.id): question
        for revision in sorted(scripts)
        for block in scripts[revision].blocks
        for question in block.questions
        if question.measures in MEASURES
    }


def _marks(tx: Connection, weeks: Sequence[str], without: Sequence[str], asked: Asked) -> Iterator[Said]:
    for mark in said.marks(tx, weeks, {question for _, question in asked}, without):
        question, base = asked.get((mark.revision, mark.question)), _base(mark)
        given = None if question is None or base is None else _given(question, msgspec.json.decode(mark.value))
        if question is not None and base is not None and given is not None:
            code, number = given
            yield Said(*mark.teller, _subject(question), base, _form(question).name, code, number)


def _subject(question: Question) -> Subject:
    return next(subject for subject in MEASURES if subject == question.measures)


def _base(mark: said.Mark) -> Base | None:
    """What an answer is about: the person, a CSC visit, or what was done online; of other ways nothing is counted."""
    if not mark.item:
        return "answered"
    if mark.csc:
        return "rated_csc"
    return "rated_online" if mark.kind == "digital" else None


def _given(question: Question, value: object) -> tuple[str, int | None] | None:
    """The code of an answer and its number on a scale; None if there is none."""
    if isinstance(value, int | float):
        return TOP if value >= _best_from(question) else REST, round(value)
    if isinstance(value, list) and value:
        return TOP if value[0] == question.choices[0].code else value[0], None
    return None


def _best_from(question: Question) -> int:
    return question.max - (question.max - question.min + 1 >= TWO_BEST)


def _form(question: Question) -> Form:
    if question.kind == "scale":
        return Form(f"{question.min}-{question.max}", {TOP: _best(question)}, question.min, question.max)
    first, *others = question.choices
    labels = {TOP: whole(first.label)} | {choice.code: whole(choice.label) for choice in others}
    return Form(" ".join(choice.code for choice in question.choices), labels)


def _best(question: Question) -> Text:
    low = _best_from(question)
    key = "said.best" if low < question.max else "said.highest"
    numbers = {"low": low, "high": question.max, "least": question.min}
    return {language: say(language, key, **numbers) for language in LANGUAGES}


def _useful_form() -> Form:
    words = {code: {language: say(language, f"said.useful.{code}") for language in LANGUAGES} for code in ("yes", "no")}
    return Form("yes-no", {TOP: words["yes"], "no": words["no"]})


def _useful(tx: Connection, weeks: Sequence[str], without: Sequence[str], *, levels: bool) -> Iterator[Said]:
    told = said.told(tx, weeks, without) if levels else {}
    for each in said.useful(tx, weeks, without):
        code = TOP if each.said == "yes" else "no"
        found = Said(*each.teller, "useful", "answered", "yes-no", code)
        yield found
        if levels:
            yield found._replace(dimension="language", level=each.language)
            yield from _by_hint(found, kinds(told.get(each.interview, ())))


def _by_hint(found: Said, of: Iterable[str]) -> Iterator[Said]:
    """Who got lines of several kinds stands in each of them."""
    return (found._replace(dimension="hint", level=kind) for kind in of)
