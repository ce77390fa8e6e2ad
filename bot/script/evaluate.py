"""Conditions at run time. Three-valued (Kleene): True, False, or None for unknown; unknown at the top counts as false."""

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, assert_never

from bot.script.model import And, Answered, Compare, Condition, Count, Not, Or, Over


class Facts(Protocol):
    """What a condition can see: the answers that hold now, from the place where the condition stands."""

    def value(self, question: str) -> tuple[str, ...] | float | None:
        """Marked codes, a number, or None: not answered, skipped or withdrawn."""
        ...

    def cell(self, question: str, column: str) -> str:
        """A cell of the row of the current item of the group over `question`; empty where there is no row."""
        ...

    def items(self, over: str) -> Sequence["Facts"]:
        """The same facts, seen from inside the group over `over`, once for each item."""
        ...


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Is the question asked? No condition: always. Unknown: no."""
    return condition is None or evaluate(condition, facts) is True


def evaluate(condition: Condition, facts: Facts) -> bool | None:
    match condition:
        case Compare():
            return _compare(condition, facts)
        case Answered():
            return facts.value(condition.question) is not None
        case Count():
            value = facts.value(condition.question)
            return None if not isinstance(value, tuple) else _ORDER[condition.op](len(value), condition.number)
        case Not():
            truth = evaluate(condition.term, facts)
            return None if truth is None else not truth
        case And():
            return _every(evaluate(term, facts) for term in condition.terms)
        case Or():
            return _some(evaluate(term, facts) for term in condition.terms)
        case Over():
            truths = (evaluate(condition.term, item) for item in facts.items(condition.over))
            return _some(truths) if condition.how == "any" else _every(truths)
        case _:
            assert_never(condition)


def _compare(condition: Compare, facts: Facts) -> bool | None:
    value = _left(condition, facts)
    if value is None:
        return None
    if isinstance(value, tuple):
        found = any(code in condition.values for code in value)
        return found if condition.op in ("in", "==") else not found
    if condition.op in ("in", "not in"):
        return (value in condition.values) == (condition.op == "in")
    return _ORDER[condition.op](value, float(condition.values[0]))


def _left(condition: Compare, facts: Facts) -> tuple[str, ...] | float | None:
    if condition.ref.column:
        return (facts.cell(condition.ref.question, condition.ref.column),)
    return facts.value(condition.ref.question)


def _every(truths: Iterable[bool | None]) -> bool | None:
    all_true: bool | None = True
    for truth in truths:
        if truth is False:
            return False
        all_true = all_true and truth
    return all_true


def _some(truths: Iterable[bool | None]) -> bool | None:
    unknown = False
    for truth in truths:
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False
