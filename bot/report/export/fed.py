"""Columns that questions feed: a code, a number, or one mark for each choice, over all revisions that asked."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.interview.state import Answer
from bot.report.export.asked import Source, ask, base, numbers, questions, values
from bot.report.export.column import Bound, Column, Kind, Value
from bot.report.export.told import Asked, chosen, counted, marked
from bot.script.model import Text

_KINDS: Final = (("one",), ("many",), ("number", "scale"))
"""Kinds of questions that share a kind of column; typed words have none."""


def fed(found: Sequence[Source], newest: int, name: str, kind: Kind) -> Column:
    """A column of these questions, with all that a codebook says of it; a code's `values` are all that were ever offered."""
    within, words = numbers(found), ask(found)
    codes = values(found, newest) if kind == "code" else ()
    return Column(name, kind, words, questions(found), words, base(found), codes, None, within, newest not in within)


def mark(found: Sequence[Source], value: Value, name: str, label: Text | None = None) -> Column:
    """A column for one choice of these questions."""
    said = value.label if label is None else label
    return Column(name, "mark", said, questions(found), ask(found), base(found), (), value, value.revisions, value.retired)


def answered(found: Sequence[Source], newest: int) -> Iterator[Bound]:
    """The columns of one question as it was asked once, or of each service."""
    for kinds in _KINDS:
        same = [source for source in found if source.question.kind in kinds]
        if same:
            yield from {"one": _one, "many": _many, "number": _number}[kinds[0]](same, newest)


def _one(found: Sequence[Source], newest: int) -> Iterator[Bound]:
    name, within = found[0].question.id, frozenset(numbers(found))
    yield Bound(fed(found, newest, name, "code"), lambda asked: chosen(_within(asked, name, within)))


def _number(found: Sequence[Source], newest: int) -> Iterator[Bound]:
    name, within = found[0].question.id, frozenset(numbers(found))
    yield Bound(fed(found, newest, name, "number"), lambda asked: counted(_within(asked, name, within)))


def _many(found: Sequence[Source], newest: int) -> Iterator[Bound]:
    for value in values(found, newest):
        yield _marked(found, value)


def _marked(found: Sequence[Source], value: Value) -> Bound:
    name, within = found[0].question.id, frozenset(value.revisions)
    column = mark(found, value, f"{name}_{value.code}")
    return Bound(column, lambda asked: marked(_within(asked, name, within), value.code))


def _within(asked: Asked, name: str, within: frozenset[int]) -> Answer | None:
    """The answer, if this person's revision asked it so: a choice that was not offered was not refused."""
    return asked.answer(name) if asked.revision in within else None
