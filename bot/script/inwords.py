"""A condition as a sentence, for people who do not read formulas."""

from collections.abc import Sequence
from typing import Final, assert_never

from bot.script.grammar import ITEM
from bot.script.model import And, Answered, Compare, Condition, Count, Not, Or, Over, Ref
from bot.texts import say

_IS: Final = {"==": "is", "in": "is", "!=": "is_not", "not in": "is_not"}


def in_words(condition: Condition, language: str) -> str:
    """The condition in an administrator's language, with ids and codes as they stand in the script."""
    match condition:
        case Compare():
            return _compare(condition, language)
        case Answered():
            return say(language, "outline.answered", name=condition.question)
        case Count():
            return say(language, "outline.count", name=condition.question, op=condition.op, number=f"{condition.number:g}")
        case Not(term=Answered(question=name)):
            return say(language, "outline.not_answered", name=name)
        case Not(term=Over(how="any", over=over, term=term)):
            return say(language, "outline.none", over=over, term=in_words(term, language))
        case Not():
            return say(language, "outline.not", term=in_words(condition.term, language))
        case And():
            return _joined(condition.terms, "and", language)
        case Or():
            return _joined(condition.terms, "or", language)
        case Over():
            return say(language, f"outline.{condition.how}", over=condition.over, term=in_words(condition.term, language))
        case _:
            assert_never(condition)


def _compare(condition: Compare, language: str) -> str:
    name = _name(condition.ref)
    if condition.op not in _IS:
        return f"{name} {condition.op} {_value(condition.values[0])}"
    said = " / ".join(_value(value) for value in condition.values)
    return say(language, f"outline.{_IS[condition.op]}", name=name, values=said)


def _joined(terms: Sequence[Condition], key: str, language: str) -> str:
    """Parts with and, or between them; an or inside an and stands in brackets."""
    parts = [f"({words})" if isinstance(term, Or | And) else words for term in terms if (words := in_words(term, language))]
    return f" {say(language, f'outline.{key}')} ".join(parts)


def _name(ref: Ref) -> str:
    return f"{ITEM}.{ref.column}" if ref.column else ref.question


def _value(value: str | float) -> str:
    return value or "–" if isinstance(value, str) else f"{value:g}"
