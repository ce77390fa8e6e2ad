"""The language of `when` and `where`: a few forms of Python's grammar, compiled into the conditions of the model.

`channel in csc and (not answered(tried_online) or tried_online != tried)`. Every name, code and column is checked here.
"""

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, TypeVar, get_args

from bot.script.grammar import ITEM
from bot.script.issue import Complaint, Mark, complain, guess
from bot.script.model import And, Answered, Compare, Condition, Count, Kind, Not, Or, Over, Ref

LONGEST: Final = 1000
"""Most characters of a condition; deeper nesting than fits in them does no harm."""

Op: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Order: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]

_OPS: Final[Mapping[type[ast.cmpop], Op]] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_ORDER: Final[tuple[Order, ...]] = get_args(Order)
_COUNTS: Final[Mapping[Op, Order]] = {order: order for order in _ORDER}
_SETS: Final[tuple[Op, ...]] = ("in", "not in")
_SINGLE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")

ALLOWED: Final[Mapping[str, tuple[Op, ...]]] = {
    "one": ("==", "!=", *_SETS),
    "many": _SETS,
    "number": (*_ORDER, *_SETS),
    "scale": (*_ORDER, *_SETS),
    "text": (),
    "note": (),
    "cell": ("==", "!=", *_SETS),
}
"""Which comparisons a question of each kind, or a cell of the current row, allows."""

_NUMBERS: Final = frozenset({"number", "scale"})

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Known:
    """Something that may stand on the left.

    `over`: the group it is asked in. `may_skip`: it can stay without an answer. `place`: its number in the order of asking.
    """

    ref: Ref
    kind: Kind | Literal["cell"]
    codes: frozenset[str] = frozenset()
    over: str = ""
    may_skip: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition can see from its place: of `names` those with a lower `place`; `over` is the group it stands in.

    `columns`: by the question of each group, the columns of its rows with their values. `rows`: the names are columns of a
    list, and the condition is its `where`.
    """

    names: Mapping[str, Known] = field(default_factory=dict)
    place: int = 1
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    over: str = ""
    columns: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    rows: bool = False

    def seen(self) -> list[str]:
        """The names that can be used here."""
        return [name for name, known in self.names.items() if known.place < self.place]


@dataclass(frozen=True, slots=True)
class Compiled:
    """`condition` is None where there is none, or where there are complaints."""

    condition: Condition | None = None
    complaints: tuple[Complaint, ...] = ()


def compile_text(text: str, mark: Mark, scope: Scope) -> Compiled:
    """The condition of a text that begins at `mark`. Never raises."""
    inner = text.lstrip()
    mark = mark.moved(len(text) - len(inner))
    inner = re.sub(r"[^\S ]", " ", inner).rstrip()
    if len(inner) > LONGEST:
        return Compiled(None, (complain("condition_long", mark, limit=LONGEST),))
    try:
        return Compiled(_Compiler(inner, mark, scope).condition(_parse(inner, mark)))
    except _WrongError as wrong:
        return Compiled(None, wrong.complaints)


class _WrongError(Exception):
    """A part of a condition cannot be compiled."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__()
        self.complaints = complaints


def _parse(text: str, mark: Mark) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        single = _SINGLE_EQUALS.search(text)
        if single:
            raise _WrongError(complain("single_equals", mark.moved(single.start()))) from None
        # Python counts the column of a syntax error from 1; 0 is the end of the text, where something is missing.
        column = min(getattr(error, "offset", None) or len(text) + 1, len(text) + 1)
        raise _WrongError(complain("condition_syntax", mark.moved(column - 1), text=text)) from None


class _Compiler:
    """Every method raises _WrongError with all that is wrong in its part."""

    def __init__(self, text: str, mark: Mark, scope: Scope) -> None:
        self._text = text
        self._mark = mark
        self._scope = scope
        self._over = scope.over

    def condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp():
                terms = tuple(_each(self.condition, node.values))
                return And(terms) if isinstance(node.op, ast.And) else Or(terms)
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.condition(node.operand))
            case ast.Compare(ops=[op], comparators=[right]) if type(op) in _OPS:
                return self._compare(node.left, _OPS[type(op)], right)
            case ast.Call(func=ast.Name(id="answered"), args=[ast.Name(id=name) as argument], keywords=[]):
                return Answered(self._name(argument, name).ref.question)
            case ast.Call(func=ast.Name(id="any" | "all"), args=[argument], keywords=[]):
                return self._over_group(node, argument)
        raise self._form(node)

    def _compare(self, left: ast.expr, op: Op, right: ast.expr) -> Condition:
        match left:
            case ast.Call(func=ast.Name(id="count"), args=[ast.Name(id=name) as argument], keywords=[]):
                return self._count(argument, self._name(argument, name), op, right)
        known = self._left(left)
        if op not in ALLOWED[known.kind]:
            allowed = " ".join(ALLOWED[known.kind]) or "answered(…)"
            raise self._wrong("wrong_comparison", left, name=_name(known), kind=known.kind, op=op, allowed=allowed)
        return Compare(known.ref, op, self._values(known, op, right))

    def _count(self, argument: ast.expr, known: Known, op: Op, right: ast.expr) -> Condition:
        number, order = _number(right), _COUNTS.get(op)
        if known.kind != "many":
            raise self._wrong("wrong_count", argument, name=_name(known), kind=known.kind)
        if number is None or order is None:
            raise self._wrong("wrong_value", right, name=f"count({_name(known)})", value=self._piece(right))
        return Count(known.ref.question, order, number)

    def _left(self, node: ast.expr) -> Known:
        match node:
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.Attribute(value=ast.Name(id=holder), attr=column) if holder == ITEM:
                return self._cell(node, column)
        raise self._form(node)

    def _name(self, node: ast.expr, name: str) -> Known:
        known = self._scope.names.get(name)
        if known is None and self._scope.rows:
            raise self._no_column(node, name, self._scope.names)
        if known is None:
            raise self._wrong("unknown_name", node, name=name, guess=guess(name, self._scope.seen()))
        if known.place >= self._scope.place:
            raise self._wrong("asked_later", node, name=name)
        if known.over not in ("", self._over):
            raise self._wrong("group_outside", node, name=name, over=known.over)
        return known

    def _cell(self, node: ast.expr, column: str) -> Known:
        if not self._over:
            raise self._wrong("item_outside", node, name=f"{ITEM}.{column}")
        columns = self._scope.columns.get(self._over, {})
        if column not in columns:
            raise self._no_column(node, column, columns)
        return Known(Ref(self._over, column), "cell", columns[column] | {""})

    def _no_column(self, node: ast.expr, column: str, columns: Iterable[str]) -> _WrongError:
        known = sorted(columns)
        return self._wrong("unknown_column", node, column=column, known=", ".join(known) or "–", guess=guess(column, known))

    def _over_group(self, node: ast.Call, argument: ast.expr) -> Condition:
        """`any(…)`, `all(…)`: from outside a group, over its items; the questions in it say which group is meant."""
        how: Literal["any", "all"] = "any" if getattr(node.func, "id", "") == "any" else "all"
        groups = self._groups(argument)
        if self._over or len(groups) > 1:
            raise self._wrong("wrong_any", node, how=how)
        self._over = next(iter(groups), "")
        try:
            term = self.condition(argument)
        finally:
            over, self._over = self._over, ""
        if not over:
            raise self._wrong("wrong_any", node, how=how)
        return Over(how, over, term)

    def _groups(self, argument: ast.expr) -> set[str]:
        nodes = [node for node in ast.walk(argument) if isinstance(node, ast.Name)]
        groups = {known.over for node in nodes if (known := self._scope.names.get(node.id)) and known.over}
        only = set(self._scope.columns) if any(node.id == ITEM for node in nodes) else set()
        return groups or (only if len(only) == 1 else set())

    def _values(self, known: Known, op: Op, right: ast.expr) -> tuple[str | float, ...]:
        several = op in _SETS
        nodes = right.elts if several and isinstance(right, ast.Tuple | ast.List | ast.Set) else [right]
        if not nodes:
            raise self._form(right)
        found = _each(lambda node: self._value(known, node, several=several), nodes)
        return tuple(value for values in found for value in values)

    def _value(self, known: Known, node: ast.expr, *, several: bool) -> tuple[str | float, ...]:
        number = _number(node)
        if known.kind in _NUMBERS and number is not None:
            return (number,)
        match node:
            case ast.Name(id=name) if several and name in self._scope.sets and known.kind not in _NUMBERS:
                return self._set(known, node, name)
            case ast.Name(id=code) | ast.Constant(value=str(code)) if known.kind not in _NUMBERS:
                return self._code(known, node, code)
        raise self._wrong("wrong_value", node, name=_name(known), value=self._piece(node))

    def _set(self, known: Known, node: ast.expr, name: str) -> tuple[str, ...]:
        codes = self._scope.sets[name]
        if codes and not known.codes.intersection(codes):
            raise self._wrong("set_is_strange", node, set=name, name=_name(known))
        return codes

    def _code(self, known: Known, node: ast.expr, code: str) -> tuple[str]:
        if code in known.codes:
            return (code,)
        if code in self._scope.sets:
            raise self._wrong("set_needs_in", node, set=code, name=_name(known))
        meant = guess(code, [*sorted(known.codes), *self._scope.sets])
        raise self._wrong("unknown_code", node, code=code, where=_name(known), guess=meant)

    def _form(self, node: ast.expr) -> _WrongError:
        return self._wrong("condition_form", node, form=self._piece(node))

    def _piece(self, node: ast.expr) -> str:
        return ast.get_source_segment(self._text, node) or self._text

    def _wrong(self, code: str, node: ast.expr, /, **values: object) -> _WrongError:
        # Python counts columns of a tree in bytes.
        before = self._text.encode()[: node.col_offset].decode(errors="ignore")
        return _WrongError(complain(code, self._mark.moved(len(before)), **values))


def _each(read: Callable[[ast.expr], Part], nodes: Iterable[ast.expr]) -> list[Part]:
    """Every part read; raises once, with everything that is wrong in all of them."""
    found: list[Part] = []
    wrong: list[Complaint] = []
    for node in nodes:
        try:
            found.append(read(node))
        except _WrongError as error:
            wrong += error.complaints
    if wrong:
        raise _WrongError(*wrong)
    return found


def _name(known: Known) -> str:
    if not known.ref.column:
        return known.ref.question
    return f"{ITEM}.{known.ref.column}" if known.ref.question else known.ref.column


def _number(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int(number) | float(number)):
            return float(number) if abs(number) < 1e15 else None
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as operand):
            inner = _number(operand)
            return None if inner is None else -inner
    return None
