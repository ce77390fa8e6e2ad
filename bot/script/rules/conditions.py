"""What the compiler found in `when` and `where`, and the groups that `for each` opens."""

from collections.abc import Iterator
from typing import Final

from bot.script.draft import Draft
from bot.script.issue import Complaint, complain, guess
from bot.script.rules import Rule


def compiled(draft: Draft) -> Iterator[Complaint]:
    for question in draft.questions:
        yield from question.when.complaints
        yield from question.taken.where.complaints


def groups(draft: Draft) -> Iterator[Complaint]:
    for block, _ in draft.groups():
        over = block.over
        if over is None or not block.questions:
            continue
        scope = block.questions[0].scope
        known = scope.names.get(over.value)
        if known is None:
            many = [name for name in scope.seen() if scope.names[name].kind == "many"]
            yield complain("unknown_name", over.mark, name=over.value, guess=guess(over.value, many))
        elif known.place >= scope.place:
            yield complain("asked_later", over.mark, name=over.value)
        elif known.kind != "many" or known.over:
            yield complain("wrong_group", over.mark, name=over.value)


_COMPILED: Final = (
    "condition_long", "condition_syntax", "single_equals", "condition_form", "unknown_name", "asked_later", "unknown_code",
    "unknown_column", "item_outside", "group_outside", "wrong_any", "wrong_comparison", "wrong_count", "wrong_value",
    "set_is_strange", "set_needs_in",
)  # fmt: skip

RULES: Final = (Rule(compiled, errors=_COMPILED), Rule(groups, errors=("unknown_name", "asked_later", "wrong_group")))
