"""Is every key known, and does behind each stand what belongs there?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.script.draft import Draft
from bot.script.grammar import CHOICE, GROUP, KINDS, MEASURES, QUESTION, REFERENCE, SCRIPT, Key, Shape, names
from bot.script.issue import Complaint, complain, guess
from bot.script.nodes import Gap, Listing, Node, Pair, Table, Word
from bot.script.reading import FALSE, TRUE, is_group, whole
from bot.script.rules import Rule
from bot.texts import LANGUAGES

_Check = Callable[[Node], Iterator[Complaint]]


def form(draft: Draft) -> Iterator[Complaint]:
    """Walk the whole file by the tables of the grammar."""
    yield from _table(draft.root, SCRIPT)


def _table(node: Node, known: tuple[Key, ...], others: tuple[str, ...] = ()) -> Iterator[Complaint]:
    """A table with these keys; behind `others` stand words."""
    if not isinstance(node, Table):
        yield complain("not_table", node.mark)
        return
    shapes: dict[str, Shape] = {**{key.name: key.shape for key in known}, **dict.fromkeys(others, "word")}
    for pair in _written(node):
        name = pair.key.value
        if name in shapes:
            yield from _value(pair.value, shapes[name])
        else:
            yield complain("unknown_key", pair.key.mark, key=name, guess=guess(name, shapes))
    present = {pair.key.value for pair in node.pairs}
    for key in known:
        if key.required and key.name not in present:
            yield complain("missing_key", node.mark, key=key.name)


def _written(node: Table) -> Iterator[Pair]:
    """The pairs that stand there once and can be read; the others are complained about elsewhere."""
    seen: set[str] = set()
    for pair in node.pairs:
        empty = isinstance(pair.value, Word) and pair.value.null and node.flow
        if pair.key.value and pair.key.value not in seen and not empty:
            yield pair
        seen.add(pair.key.value)


def _value(node: Node, shape: Shape) -> Iterator[Complaint]:
    if isinstance(node, Gap) or (isinstance(node, Word) and node.null):
        return
    yield from _CHECKS[shape](node)


def _word(node: Node) -> Iterator[Complaint]:
    # `{item}` without quotes is a table with an empty key; the rule about empty keys knows the remedy.
    if not isinstance(node, Word) and not (isinstance(node, Table) and node.braced):
        yield complain("not_word", node.mark)


def _text(node: Node) -> Iterator[Complaint]:
    if isinstance(node, Table):
        yield from _table(node, (), LANGUAGES)
    else:
        yield complain("not_text", node.mark)


def _flag(node: Node) -> Iterator[Complaint]:
    if not isinstance(node, Word) or node.value not in TRUE | FALSE:
        yield complain("not_flag", node.mark)


def _number(node: Node) -> Iterator[Complaint]:
    if not isinstance(node, Word) or whole(node.value) is None:
        yield complain("not_number", node.mark)


def _codes(node: Node) -> Iterator[Complaint]:
    items = node.items if isinstance(node, Listing) else (node,)
    for item in items:
        if not isinstance(item, Word | Gap):
            yield complain("not_codes", item.mark)


def _words(node: Node) -> Iterator[Complaint]:
    items = node.items if isinstance(node, Listing) else (node,)
    for item in items:
        if not isinstance(item, Word | Gap):
            yield complain("not_words", item.mark)


def _languages(node: Node) -> Iterator[Complaint]:
    yield from _codes(node)
    items = node.items if isinstance(node, Listing) else (node,)
    yield from (complaint for item in items for complaint in _one_of(item, LANGUAGES, "unknown_language"))


def _kind(node: Node) -> Iterator[Complaint]:
    yield from _word(node)
    yield from _one_of(node, KINDS, "unknown_kind")


def _measure(node: Node) -> Iterator[Complaint]:
    yield from _word(node)
    yield from _one_of(node, MEASURES, "unknown_measure")


def _one_of(node: Node, known: tuple[str, ...], code: str) -> Iterator[Complaint]:
    if isinstance(node, Word) and not node.null and node.value not in known:
        yield complain(code, node.mark, value=node.value, known=", ".join(known), guess=guess(node.value, known))


def _choices(node: Node) -> Iterator[Complaint]:
    if isinstance(node, Table) and node.pair("from") is not None:
        yield from _table(node, REFERENCE)
    else:
        yield from _list(node)


def _list(node: Node) -> Iterator[Complaint]:
    match node:
        case Table():
            for pair in _written(node):
                if not isinstance(pair.value, Gap):
                    yield from _choice(pair.value)
        case Listing():
            yield complain("not_choices", node.mark)


def _choice(node: Node) -> Iterator[Complaint]:
    if isinstance(node, Table):
        yield from _table(node, CHOICE, LANGUAGES)
    elif not (isinstance(node, Word) and node.null):
        yield complain("not_text", node.mark)


def _lists(node: Node) -> Iterator[Complaint]:
    yield from _each(node, "list")


def _sets(node: Node) -> Iterator[Complaint]:
    yield from _each(node, "codes")


def _each(node: Node, shape: Shape) -> Iterator[Complaint]:
    if isinstance(node, Table):
        for pair in _written(node):
            yield from _value(pair.value, shape)
    else:
        yield complain("not_table", node.mark)


def _questions(node: Node) -> Iterator[Complaint]:
    for item in _listed(node):
        if isinstance(item, Table) and is_group(item):
            yield from _table(item, GROUP)
        else:
            yield from _table(item, QUESTION)
    yield from _filled(node)


def _group(node: Node) -> Iterator[Complaint]:
    for item in _listed(node):
        if isinstance(item, Table) and is_group(item):
            yield complain("nested_group", item.mark)
        else:
            yield from _table(item, QUESTION)
    yield from _filled(node)


def _listed(node: Node) -> Iterator[Node]:
    return (item for item in (node.items if isinstance(node, Listing) else ()) if not isinstance(item, Gap))


def _filled(node: Node) -> Iterator[Complaint]:
    if not isinstance(node, Listing) or not node.items:
        yield complain("not_questions", node.mark)


_CHECKS: Final[Mapping[Shape, _Check]] = {
    "word": _word,
    "code": _word,
    "text": _text,
    "languages": _languages,
    "codes": _codes,
    "flag": _flag,
    "number": _number,
    "condition": _word,
    "kind": _kind,
    "measure": _measure,
    "choices": _choices,
    "list": _list,
    "lists": _lists,
    "sets": _sets,
    "questions": _questions,
    "group": _group,
    "words": _words,
}

_ERRORS: Final = (
    "unknown_key", "missing_key", "not_table", "not_word", "not_text", "not_flag", "not_number", "not_codes", "not_choices",
    "not_questions", "nested_group", "unknown_language", "unknown_kind", "unknown_measure", "not_words",
)  # fmt: skip

RULES: Final = (Rule(form, errors=_ERRORS),)
KEYS: Final = frozenset((*names(SCRIPT), *names(GROUP), *names(QUESTION), *names(REFERENCE), *names(CHOICE), *LANGUAGES))
