"""What people said beside their episodes, ready to be counted: answers by the form of their question, hints by their kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import msgspec
from sqlalchemy import Connection

from bot.interview.facts import EpisodeFact
from bot.interview.hints import kinds
from bot.script.model import Question, Script, Text
from bot.stats.figure import Base
from bot.stats.heard import Answers, Form, Listener, Mark, Row, Subject
from bot.stats.labels import whole
from bot.stats.said import TOP
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
    asked, heard = _asked(revisions.by_id(tx, said.revisions(tx, weeks))), Listener()
    if asked:
        heard.take(said.marks(tx, weeks, {question for _, question in asked}, without), _meaning(asked))
    heard.take(_useful(tx, weeks, without, levels=levels), _usefulness)
    return heard.answers({form.name: form for form in (*map(_form, asked.values()), _useful_form())})


def _asked(scripts: Mapping[int, Script]) -> Asked:
    """The newest last, so that its labels stand."""
    return {
        (revision, question.id): question
        for revision in sorted(scripts)
        for block in scripts[revision].blocks
        for question in block.questions
        if question.measures in MEASURES
    }


def _meaning(asked: Asked) -> Callable[..., Mark | None]:
    """What a kind of answers is counted as, if it is; called with what `said.marks` reads."""

    def meaning(revision: int, question: str, about: bool, value: str, csc: bool | None, kind: str | None) -> Mark | None:  # noqa: FBT001 - the columns of a row
        of, base = asked.get((revision, question)), _base(csc=csc, kind=kind) if about else "answered"
        given = None if of is None or base is None else _given(of, msgspec.json.decode(value))
        return Mark(_subject(of), base, _form(of).name, *given) if of and base and given else None

    return meaning


def _subject(question: Question) -> Subject:
    return next(subject for subject in MEASURES if subject == question.measures)


def _base(*, csc: bool | None, kind: str | None) -> Base | None:
    """What an answer about an episode is about: a CSC visit, or what was done online; of other ways nothing is counted."""
    if csc:
        return "rated_csc"
    return "rated_online" if kind == "digital" else None


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


def _useful(tx: Connection, weeks: Sequence[str], without: Sequence[str], *, levels: bool) -> Iterator[Sequence[Row]]:
    """Behind the person: yes or no, dimension and level; whoever got lines of several kinds stands in each of them."""
    told = said.told(tx, weeks, without) if levels else {}
    for rows in said.useful(tx, weeks, without):
        yield [
            (who, answer, dimension, level)
            for who, interview, language, answer in rows
            for dimension, level in (("", ""), *(_levels(language, told.get(interview, ())) if levels else ()))
        ]


def _levels(language: str, told: Sequence[EpisodeFact]) -> Iterator[tuple[str, str]]:
    yield "language", language
    yield from (("hint", kind) for kind in kinds(told))


def _usefulness(answer: str, dimension: str, level: str) -> Mark:
    code = TOP if answer == "yes" else "no"
    return Mark("useful", "answered", "yes-no", code, dimension=dimension, level=level)
