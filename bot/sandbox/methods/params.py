"""Parameters of a call, whichever way they came: texts of a query or form, values of a JSON body, uploaded files."""

from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from bot.sandbox.files import Upload
from bot.sandbox.refusal import bad

S = TypeVar("S", bound=Struct)

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
}
"""How Telegram complains about what is not there."""

FLAT = (int, float, bool, str, Upload)


def read(kind: type[S], given: dict[str, Any]) -> S:
    """The parameters that this method knows; others are passed over, as at Telegram.

    Raises:
        RefusedError: one is missing or has a wrong type.
    """
    known = {field.encode_name: field for field in fields(kind)}
    for name, field in known.items():
        if field.required and name not in given:
            raise bad(MISSING.get(name, f"parameter {name} is required"))
    values = {name: _value(known[name], value) for name, value in given.items() if name in known and value is not None}
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as error:
        raise bad(f"wrong type of a parameter: {error}") from None


def _value(field: FieldInfo, value: Any) -> Any:
    """A text becomes the JSON that it holds, where the parameter is no text or number."""
    if not isinstance(value, str) or _flat(field.type):
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        raise bad(f"can't parse {field.encode_name} JSON object") from None


def _flat(kind: Any) -> bool:
    parts = getattr(kind, "__args__", (kind,))
    return any(part in FLAT for part in parts)
