"""Codes and names: their form, and that each means one thing only."""

from collections.abc import Iterator
from keyword import iskeyword
from typing import Final

from bot.script.draft import ChoiceDraft, Draft
from bot.script.grammar import CODE, RESERVED, RESERVED_CODES
from bot.script.issue import Complaint, Mark, complain
from bot.script.model import NONE, OTHER
from bot.script.nodes import Word
from bot.script.rules import Rule


def forms(draft: Draft) -> Iterator[Complaint]:
    """Codes are short Latin words, because they stand in buttons, conditions and tables."""
    for name, mark in (*_names(draft), *((choice.choice.code, choice.mark) for choice in draft.choices())):
        if not CODE.fullmatch(name):
            yield complain("bad_code", mark, code=name)
        elif iskeyword(name):
            yield complain("keyword_code", mark, code=name)


def names(draft: Draft) -> Iterator[Complaint]:
    """Names of questions, lists and sets: not a word of the language, and of questions and sets each only once."""
    for name, mark in _names(draft):
        if name in RESERVED:
            yield complain("reserved_name", mark, name=name)
    seen: dict[str, Mark] = {}
    codes = {choice.choice.code for choice in draft.choices()}
    for question in draft.questions:
        if question.id in seen:
            yield complain("duplicate_id", question.mark, name=question.id, line=seen[question.id].line)
        elif question.id:
            seen[question.id] = question.mark
    for name, mark in _sets(draft):
        if name in seen or name in codes:
            yield complain("set_name_taken", mark, name=name)


def choices(draft: Draft) -> Iterator[Complaint]:
    ids = {question.id for question in draft.questions}
    for choice in draft.choices():
        if choice.choice.code in ids:
            yield complain("code_is_question", choice.mark, code=choice.choice.code)
        if _reserved(choice):
            yield complain("reserved_code", choice.mark, code=choice.choice.code)
    for question in draft.questions:
        seen: dict[str, ChoiceDraft] = {}
        for choice in question.choices:
            first = seen.setdefault(choice.choice.code, choice)
            # A code written twice in place is a key written twice; that has a complaint of its own.
            if first is not choice and not first.origin == choice.origin == "place":
                line = choice.mark.line
                yield complain("duplicate_code", question.place("choices"), code=choice.choice.code, line=line)


def _reserved(choice: ChoiceDraft) -> bool:
    """`none` and `other` are given by keys; a row of a seed may be called so if it behaves so."""
    code = choice.choice.code
    if choice.origin == "seed":
        return (code == NONE and not choice.choice.only) or (code == OTHER and not choice.choice.typed)
    return choice.origin == "place" and code in RESERVED_CODES


def _names(draft: Draft) -> Iterator[tuple[str, Mark]]:
    survey = draft.root.get("survey")
    if isinstance(survey, Word):
        yield survey.value, survey.mark
    yield from ((question.id, question.mark) for question in draft.questions if question.id)
    yield from ((listed.name, listed.mark) for listed in draft.lists.values() if listed.name)
    yield from _sets(draft)


def _sets(draft: Draft) -> Iterator[tuple[str, Mark]]:
    return ((pair.key.value, pair.key.mark) for pair in draft.key("sets").pairs if pair.key.value)


RULES: Final = (
    Rule(forms, errors=("bad_code", "keyword_code")),
    Rule(names, errors=("reserved_name", "duplicate_id", "set_name_taken")),
    Rule(choices, errors=("code_is_question", "reserved_code", "duplicate_code")),
)
