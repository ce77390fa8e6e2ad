"""The smallest parts of a condition: comparisons, `answered` and `count`, wherever they stand in it."""

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from bot.script.model import And, Answered, Compare, Condition, Count, Not, Or, Over


class Leaf(NamedTuple):
    """`denied`: it stands under `not`. `over`: it stands in any() or all() over the group of this question."""

    term: Compare | Answered | Count
    denied: bool = False
    over: str = ""

    @property
    def question(self) -> str:
        """The question it looks at; empty for a cell of the current row."""
        if isinstance(self.term, Compare):
            return "" if self.term.ref.column else self.term.ref.question
        return self.term.question


def leaves(condition: Condition | None, *, denied: bool = False, over: str = "") -> Iterator[Leaf]:
    match condition:
        case None:
            return
        case Compare() | Answered() | Count():
            yield Leaf(condition, denied, over)
        case Not():
            yield from leaves(condition.term, denied=True, over=over)
        case And() | Or():
            for term in condition.terms:
                yield from leaves(term, denied=denied, over=over)
        case Over():
            yield from leaves(condition.term, denied=denied, over=condition.over)
        case _:
            assert_never(condition)
