"""A script as the engine runs it: every list resolved, every condition compiled. One value, immutable, JSON in and out.

An administrator's YAML becomes this in `load`; a revision in the database is exactly this as JSON. msgspec structs, because
reading a revision back must give the same types that were written.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

Text: TypeAlias = dict[str, str]
"""One text in every language of the script: {"kk": …, "ru": …, "en": …}."""

Kind = Literal["one", "many", "number", "scale", "text", "note"]

Measure = Literal[
    "", "service", "recency", "channel", "proxy_channel", "tried_online", "reason", "person_reason", "visits",
    "satisfaction", "intention", "problem", "skills", "region", "settlement", "sex", "age",
]  # fmt: skip

NONE, OTHER = "none", "other"
"""Codes of the choices that the keys `none:` and `other:` of a question add."""


class Choice(Struct, frozen=True, omit_defaults=True):
    """One choice: `label` for its button, `name` the full text where it says more, `columns` the other cells of its seed row.

    `only` excludes every other choice; `typed` asks for words when it is chosen; `remedy` is how to do it next time.
    `also`: what else people call it, in any language; shown nowhere, heard when it is typed.
    """

    code: str
    label: Text
    name: Text = {}
    only: bool = False
    typed: bool = False
    columns: dict[str, str] = {}
    remedy: Text = {}
    also: tuple[str, ...] = ()


class Ref(Struct, frozen=True, tag="ref"):
    """The left side of a comparison: a question, or (`column`) a cell of the row of the current item of its group."""

    question: str
    column: str = ""


class Compare(Struct, frozen=True, tag="compare"):
    """`ref op values`. For `many` only `in` and `not in` exist: is any of the marked codes among the values?"""

    ref: Ref
    op: Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
    values: tuple[str | float, ...]


class Answered(Struct, frozen=True, tag="answered"):
    """`answered(question)`: was asked, is not withdrawn, and was not skipped. Never unknown."""

    question: str


class Count(Struct, frozen=True, tag="count"):
    """`count(question) op number`: how many choices are marked."""

    question: str
    op: Literal["==", "!=", "<", "<=", ">", ">="]
    number: float


class Not(Struct, frozen=True, tag="not"):
    term: "Condition"


class And(Struct, frozen=True, tag="and"):
    terms: "tuple[Condition, ...]"


class Or(Struct, frozen=True, tag="or"):
    terms: "tuple[Condition, ...]"


class Over(Struct, frozen=True, tag="over"):
    """`any(term)` or `all(term)` over the items of the group that `over` (a question) opens."""

    how: Literal["any", "all"]
    over: str
    term: "Condition"


Condition: TypeAlias = Compare | Answered | Count | Not | And | Or | Over


class Question(Struct, frozen=True, omit_defaults=True):
    """One question. `min`/`max`: how many choices (many), or the bounds (number, scale). `ineligible`: codes that end it.

    `short` is its name in two or three words, for the card that reads the answers back.
    """

    id: str
    kind: Kind
    ask: Text
    measures: Measure = ""
    hint: Text = {}
    why: Text = {}
    choices: tuple[Choice, ...] = ()
    min: int = 0
    max: int = 0
    optional: bool = False
    shuffle: bool = False
    when: Condition | None = None
    ineligible: tuple[str, ...] = ()
    short: Text = {}


class Block(Struct, frozen=True, omit_defaults=True):
    """Questions asked once, or (`over` names a `many` question before it) once for each choice marked there."""

    questions: tuple[Question, ...]
    over: str = ""


class Script(Struct, frozen=True, omit_defaults=True):
    """One survey. `operator` (who asks; stands for {operator} in the consent) is filled in when it is published."""

    survey: str
    title: Text
    languages: tuple[str, ...]
    consent: Text
    thanks: Text
    blocks: tuple[Block, ...]
    operator: Text = {}
