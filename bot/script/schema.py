"""The JSON schema (draft 2020-12) of a script, printed from the grammar: editors complete keys and explain them with it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from bot.script.grammar import (
    CHOICE,
    CODE,
    FOR_EACH,
    GROUP,
    KIND_KEYS,
    KINDS,
    MEASURE_KINDS,
    MEASURES,
    NEEDS,
    QUESTION,
    REFERENCE,
    RESERVED_CODES,
    SCRIPT,
    Key,
    Shape,
    names,
)
from bot.script.model import Kind
from bot.texts import LANGUAGES

Json: TypeAlias = dict[str, Any]

_WORDS: Final = {"type": ["string", "number", "boolean"]}
"""A text without quotes that looks like a number or like true is a text all the same."""


def schema() -> Json:
    """The schema as a value."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A survey of Nege",
        "description": "surveys/README.md explains the language by example; `nege check` finds what a schema cannot.",
        **_table(SCRIPT),
        "$defs": _definitions(),
    }


def text() -> str:
    """The schema as the file surveys/survey.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _table(keys: tuple[Key, ...], more: Mapping[str, Json] | None = None) -> Json:
    properties = {key.name: {"description": key.about, **_SHAPES[key.shape]} for key in keys}
    return {
        "type": "object",
        "properties": {**(more or {}), **properties},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


def _definitions() -> Json:
    return {
        "code": {"type": "string", "pattern": f"^{CODE.pattern}$"},
        "text": _text(),
        "codes": {"anyOf": [{"$ref": "#/$defs/code"}, {"type": "array", "items": _ref("code"), "minItems": 1}]},
        "choice": {**_table(CHOICE, dict.fromkeys(LANGUAGES, _WORDS)), "minProperties": 1},
        "reference": _table(REFERENCE),
        "in_place": _in_place(),
        "choices": {
            "description": "The name of a list, or from / except / where, or codes with labels.",
            "if": {"type": "string"},
            "else": {"if": {"required": ["from"]}, "then": _ref("reference"), "else": _ref("in_place")},
        },
        "question": {**_table(QUESTION), "allOf": [_of_kind(kind) for kind in KINDS]},
        "group": _table(GROUP),
    }


def _text() -> Json:
    return {
        "type": "object",
        "properties": dict.fromkeys(LANGUAGES, _WORDS),
        "additionalProperties": False,
        "minProperties": 1,
    }


def _in_place() -> Json:
    return {
        "type": "object",
        "propertyNames": {"allOf": [_ref("code"), {"not": {"enum": sorted(RESERVED_CODES)}}]},
        "additionalProperties": _ref("choice"),
        "minProperties": 1,
    }


def _of_kind(kind: Kind) -> Json:
    """What a question of one kind must and cannot have."""
    foreign = [key for key in names(QUESTION) if key not in KIND_KEYS[kind]]
    measures = [measure for measure in MEASURES if kind in MEASURE_KINDS[measure]]
    then: Json = {"properties": {**dict.fromkeys(foreign, False), **_measured(kind, measures)}}
    if NEEDS[kind]:
        then["required"] = list(NEEDS[kind])
    return {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": then}


def _measured(kind: Kind, measures: Sequence[str]) -> Json:
    return {"measures": {"enum": measures}} if "measures" in KIND_KEYS[kind] else {}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


_LIST: Final[Json] = {"if": {"type": "string"}, "else": _ref("in_place")}

_SHAPES: Final[Mapping[Shape, Json]] = {
    "word": {"type": "string"},
    "code": _ref("code"),
    "text": _ref("text"),
    "languages": {"type": "array", "items": {"enum": list(LANGUAGES)}, "minItems": 1, "uniqueItems": True},
    "codes": _ref("codes"),
    "flag": {"type": "boolean"},
    "number": {"type": "integer"},
    "condition": {"type": "string"},
    "kind": {"enum": list(KINDS)},
    "measure": {"enum": list(MEASURES)},
    "choices": _ref("choices"),
    "list": _LIST,
    "lists": {"type": "object", "propertyNames": _ref("code"), "additionalProperties": _LIST},
    "sets": {"type": "object", "propertyNames": _ref("code"), "additionalProperties": _ref("codes")},
    "questions": {
        "type": "array",
        "minItems": 1,
        "items": {"if": {"required": [FOR_EACH]}, "then": _ref("group"), "else": _ref("question")},
    },
    "group": {"type": "array", "minItems": 1, "items": _ref("question")},
    "words": {"anyOf": [_WORDS, {"type": "array", "items": _WORDS, "minItems": 1}]},
}
