"""Can conditions hold at the same time? Decided by trying: a few values per name are enough to tell all cases apart."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Final

from bot.script.evaluate import Facts, holds
from bot.script.leaves import leaves
from bot.script.model import And, Compare, Condition, Count, Not, Or, Over, Ref

MOST_CASES: Final = 4000
"""With more cases than this the answer is "they can"."""

_ELSE: Final = "\0"
_YES: Final = "\0yes"

Value = tuple[str, ...] | float | None


def can_hold(conditions: Sequence[Condition | None], many: Container[str]) -> bool:
    """Is there a case in which all conditions hold? `many`: names of questions with several marks at once.

    In doubt yes: any(), all() and count() are taken as facts of their own that know nothing of the answers.
    """
    opaque: dict[Condition, str] = {}
    plain = [_plain(condition, opaque) for condition in conditions if condition is not None]
    domains = _domains(plain, many)
    if prod(len(values) for values in domains.values()) > MOST_CASES:
        return True
    cases = (_Case(dict(zip(domains, values, strict=True))) for values in product(*domains.values()))
    return any(all(holds(condition, case) for condition in plain) for case in cases)


@dataclass(frozen=True, slots=True)
class _Case:
    values: Mapping[Ref, Value]

    def value(self, question: str) -> Value:
        return self.values.get(Ref(question))

    def cell(self, question: str, column: str) -> str:
        value = self.values.get(Ref(question, column))
        return value[0] if isinstance(value, tuple) else ""

    def items(self, _: str) -> Sequence[Facts]:
        return ()


def _plain(condition: Condition, opaque: dict[Condition, str]) -> Condition:
    """The condition with any(), all() and count() each turned into a question of yes and no."""
    match condition:
        case Over() | Count():
            name = opaque.setdefault(condition, f"\0{len(opaque)}")
            return Compare(Ref(name), "==", (_YES,))
        case Not():
            return Not(_plain(condition.term, opaque))
        case And():
            return And(tuple(_plain(term, opaque) for term in condition.terms))
        case Or():
            return Or(tuple(_plain(term, opaque) for term in condition.terms))
    return condition


def _domains(conditions: Sequence[Condition], many: Container[str]) -> dict[Ref, list[Value]]:
    named: dict[Ref, set[str | float]] = {}
    for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
        if isinstance(leaf.term, Compare):
            named.setdefault(leaf.term.ref, set()).update(leaf.term.values)
        else:
            named.setdefault(Ref(leaf.question), set())
    return {ref: list(_domain(ref, values, many)) for ref, values in named.items()}


def _domain(ref: Ref, named: set[str | float], many: Container[str]) -> Iterator[Value]:
    codes = sorted(value for value in named if isinstance(value, str))
    numbers = sorted(value for value in named if not isinstance(value, str))
    if not ref.column:
        yield None
    if not numbers:
        codes.append(_ELSE)
    yield from ((code,) for code in codes)
    if ref.question in many and not ref.column:
        yield from combinations(codes, 2)
    for number in numbers:
        yield from (number - 0.5, number, number + 0.5)
