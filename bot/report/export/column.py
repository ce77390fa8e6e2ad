"""What a table of an export looks like: columns with their labels, codes and questions, whoever answered or nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from bot.script.model import Text

Cell: TypeAlias = str | int | float | None
"""None: not asked, not answered, or not told."""

Row: TypeAlias = tuple[Cell, ...]

Kind = Literal["text", "code", "mark", "number"]
"""text: any words. code: one of `values`. mark: 0 or 1. number: as it was typed or counted."""


@dataclass(frozen=True, slots=True)
class Value:
    """A code of a column.

    `number` stands for it where only numbers have labels (SPSS): it never changes, because it counts codes in the order in
    which revisions brought them. `revisions`: those that offer it; `retired`: the newest does not; `reworded`: its label
    changed. `group`: what the catalogue says of it (the kind of a channel, who could change a reason).
    """

    code: str
    number: int
    label: Text
    revisions: tuple[int, ...] = ()
    retired: bool = False
    reworded: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`questions` feed it (ids), `ask` is what was asked, `base` who was asked, in words. A mark's `value` is its own code."""

    name: str
    kind: Kind
    label: Text
    questions: tuple[str, ...] = ()
    ask: Text | None = None
    base: Text | None = None
    values: tuple[Value, ...] = ()
    value: Value | None = None
    revisions: tuple[int, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A column, and how its cell is read out of whatever a row is about."""

    column: Column
    read: Callable[[Any], Cell]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    bound: tuple[Bound, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(each.column for each in self.bound)

    def row(self, subject: object) -> Row:
        """The cells of one subject, in the order of the columns."""
        return tuple(each.read(subject) for each in self.bound)
