"""Keys that stand twice, and keys behind which nothing stands: mostly traps of YAML that look right to the eye."""

from collections.abc import Iterator
from typing import Final

from bot.script.draft import Draft
from bot.script.issue import Complaint, complain
from bot.script.nodes import Listing, Node, Pair, Table, Word
from bot.script.rules import Rule
from bot.script.rules.form import KEYS


def duplicates(draft: Draft) -> Iterator[Complaint]:
    for table in _tables(draft.root):
        first: dict[str, Pair] = {}
        for pair in table.pairs:
            if pair.key.value in first:
                line = first[pair.key.value].key.mark.line
                yield complain("duplicate_key", pair.key.mark, key=pair.key.value, line=line)
            elif pair.key.value:
                first[pair.key.value] = pair


def empties(draft: Draft) -> Iterator[Complaint]:
    for node in _all(draft.root):
        if isinstance(node, Table):
            for pair in node.pairs:
                if isinstance(pair.value, Word) and pair.value.null:
                    yield _empty(node, pair)
        elif isinstance(node, Listing):
            yield from (complain("empty_item", item.mark) for item in node.items if isinstance(item, Word) and item.null)


def _empty(node: Table, pair: Pair) -> Complaint:
    """`{kk: Иә, әрине, ru: Да}` is a table with the empty key `әрине`; `{item}` without quotes is a table, too."""
    name = pair.key.value
    if node.braced and name not in KEYS:
        return complain("braces_need_quotes", node.mark)
    if node.flow and name not in KEYS and pair is not node.pairs[0]:
        return complain("comma_splits_text", pair.key.mark, text=name)
    return complain("null_key", pair.key.mark, key=name)


def _tables(root: Node) -> Iterator[Table]:
    return (node for node in _all(root) if isinstance(node, Table))


def _all(root: Node) -> Iterator[Node]:
    """Every node, in no order that matters; the depth is bounded by the reader."""
    yield root
    match root:
        case Table():
            for pair in root.pairs:
                yield from _all(pair.value)
        case Listing():
            for item in root.items:
                yield from _all(item)


RULES: Final = (
    Rule(duplicates, errors=("duplicate_key",)),
    Rule(empties, errors=("null_key", "empty_item", "comma_splits_text", "braces_need_quotes")),
)
