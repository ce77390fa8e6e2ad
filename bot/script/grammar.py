"""The language as tables: which keys exist where, what stands behind them, which kinds and measures there are.

The loader reads by these tables, the rules complain by them, and the JSON schema is printed from them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.script.model import NONE, OTHER, Kind, Measure
from bot.texts import LANGUAGES

Shape = Literal[
    "word", "code", "text", "languages", "codes", "flag", "number", "condition",
    "kind", "measure", "choices", "list", "lists", "sets", "questions", "group", "words",
]  # fmt: skip
"""What may stand behind a key."""

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,23}")
"""A code of a choice, the id of a question, the name of a set or list."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MEASURES: Final[tuple[Measure, ...]] = tuple(measure for measure in get_args(Measure) if measure)

SEEDS: Final = "seeds/"
"""`choices: seeds/services` takes the list `services` of the catalogue."""

FOR_EACH: Final = "for each"
ITEM: Final = "item"

RESERVED: Final = frozenset({ITEM, "any", "all", "answered", "count"})
"""Words of the language of conditions: no question, list or set is called so."""

RESERVED_CODES: Final = frozenset({NONE, OTHER})
"""Codes that only the keys `none:` and `other:` give."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what stands behind it, whether it must be there, and what it is for (shown by editors that know the schema)."""

    name: str
    shape: Shape
    about: str
    required: bool = False


SCRIPT: Final = (
    Key("survey", "code", "The name of the survey, as a code. It never changes.", required=True),
    Key("title", "text", "The title, in every language.", required=True),
    Key("languages", "languages", "The languages of the survey: every text stands in each of them.", required=True),
    Key("consent", "text", "What a person agrees to before the first question. {operator} is who asks.", required=True),
    Key("operator", "text", "Who asks. Usually a setting of the installation, not of the script."),
    Key("lists", "lists", "Lists of choices with names: a seed (seeds/channels), or codes with labels."),
    Key("sets", "sets", "Names for groups of codes, for use in conditions: csc: [csc_operator, csc_self]."),
    Key("questions", "questions", "The questions and groups, in the order in which they are asked.", required=True),
    Key("thanks", "text", "The last words.", required=True),
)

GROUP: Final = (
    Key(FOR_EACH, "code", "The question (kind many) whose marked choices the group is repeated for.", required=True),
    Key("questions", "group", "The questions of the group. {item} is the name of the current choice.", required=True),
)

QUESTION: Final = (
    Key("id", "code", "The name of the question in data and conditions. It never changes.", required=True),
    Key("kind", "kind", "How it is answered.", required=True),
    Key("measures", "measure", "What the answers feed in the statistics."),
    Key("when", "condition", "Asked only if this is true: channel in csc and item.online != no."),
    Key("ask", "text", "The question itself.", required=True),
    Key("hint", "text", "A line of help under the question."),
    Key("why", "text", "Why it is asked; shown to those who ask with /why."),
    Key("choices", "choices", "The choices: codes with labels, the name of a list, or from / except / where."),
    Key("min", "number", "Fewest marks (many), or the lowest number (number, scale)."),
    Key("max", "number", "Most marks (many), or the highest number (number, scale)."),
    Key("optional", "flag", "May be skipped with a button."),
    Key("shuffle", "flag", "Choices stand in an order of chance; exclusive and typed ones stay last."),
    Key("none", "text", "The label of one more choice, “none of these”, which excludes all others."),
    Key("other", "text", "The label of one more choice, “other”, which asks for words."),
    Key("short", "text", "Its name in two or three words, where the answers are read back: Age."),
    Key("ineligible", "codes", "Codes that end the interview with thanks; nothing is kept."),
)

REFERENCE: Final = (
    Key("from", "word", "The name of a list, or a seed: seeds/reasons.", required=True),
    Key("except", "codes", "Codes that are left out."),
    Key("where", "condition", "Only rows whose columns match: asked_of in (tried, both)."),
)

CHOICE: Final = (
    Key("only", "flag", "Excludes every other choice."),
    Key("typed", "flag", "Asks for words when it is chosen."),
    Key("also", "words", "Other words for it, in any language: understood when they are typed, shown nowhere."),
)
"""Keys of one choice in place, beside its label in every language."""

_ALWAYS = frozenset({"id", "kind", "when", "ask", "why"})
_ANSWERED = _ALWAYS | {"measures", "hint", "optional", "short"}

KIND_KEYS: Final[Mapping[Kind, frozenset[str]]] = {
    "one": _ANSWERED | {"choices", "shuffle", "other", "ineligible"},
    "many": _ANSWERED | {"choices", "shuffle", "other", "ineligible", "none", "min", "max"},
    "number": _ANSWERED | {"min", "max"},
    "scale": _ANSWERED | {"min", "max"},
    "text": _ANSWERED,
    "note": _ALWAYS,
}
"""Which keys a question of each kind may have."""

NEEDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "one": ("choices",),
    "many": ("choices",),
    "number": (),
    "scale": ("min", "max"),
    "text": (),
    "note": (),
}
"""Keys that a question of each kind must have, beside those that every question has."""

_CHOICES: tuple[Kind, ...] = ("one", "many")

MEASURE_KINDS: Final[Mapping[Measure, tuple[Kind, ...]]] = {
    "service": ("many",),
    "recency": ("one",),
    "channel": ("one",),
    "proxy_channel": ("one",),
    "tried_online": ("one",),
    "reason": _CHOICES,
    "person_reason": _CHOICES,
    "visits": ("one", "number"),
    "satisfaction": ("scale", "one"),
    "intention": ("one", "scale"),
    "problem": (*_CHOICES, "text"),
    "skills": ("one", "scale"),
    "region": ("one",),
    "settlement": ("one",),
    "sex": ("one",),
    "age": ("one", "number"),
}
"""Which kinds can feed a measure."""

PER_SERVICE: Final[frozenset[Measure]] = frozenset({"recency", "channel", "proxy_channel", "tried_online", "reason"})
"""Measures of one service: they count only inside a group over the question that measures `service`."""

PLACEHOLDERS: Final[Mapping[str, frozenset[str]]] = {"consent": frozenset({"operator"})}
"""Placeholders that a text may have by its key; `GROUP_PLACEHOLDERS` come to the texts of questions in a group."""

GROUP_PLACEHOLDERS: Final[Mapping[str, frozenset[str]]] = {key: frozenset({ITEM}) for key in ("ask", "hint", "why")}

MOST_STEPS: Final = 11
"""Most steps of a scale: 0 to 10."""


def names(keys: tuple[Key, ...]) -> tuple[str, ...]:
    return tuple(key.name for key in keys)


def text_keys(keys: tuple[Key, ...]) -> tuple[str, ...]:
    """The keys behind which a text in every language stands."""
    return tuple(key.name for key in keys if key.shape == "text")


LANGUAGE_KEYS: Final = LANGUAGES
