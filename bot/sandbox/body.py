"""The parameters in a request to the Bot API: query, JSON, form or multipart, as the Bot API allows them."""

import re
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request

from bot.sandbox.files import FILE_BYTES, Upload
from bot.sandbox.refusal import RefusedError, bad

BODY_BYTES = FILE_BYTES + 1024 * 1024
ATTACHED = "attach://"


async def parameters(request: Request) -> dict[str, Any]:
    """Texts, JSON values and uploads by name; raises RefusedError if the body is too large or has no known form."""
    found: dict[str, Any] = dict(request.query_params)
    return found | fields(request.headers.get("content-type", ""), await _body(request))


def fields(content_type: str, body: bytes) -> dict[str, Any]:
    """What a JSON, form or multipart body holds, nothing if it is none of them; raises RefusedError if it is broken."""
    kind, _, rest = content_type.partition(";")
    match kind.strip().lower():
        case "application/json":
            return _json(body)
        case "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        case "multipart/form-data":
            return multipart(body, rest)
        case _:
            return {}


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > BODY_BYTES:
            raise RefusedError(413, "Request Entity Too Large")
    return b"".join(parts)


def _json(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except msgspec.DecodeError:
        raise bad("can't parse JSON object") from None


def multipart(body: bytes, header: str) -> dict[str, Any]:
    """The fields of a multipart body; `header` is what stands after `multipart/form-data;`.

    A text `attach://name` is replaced by the file of that name. Raises RefusedError.
    """
    boundary = HeaderParser().parsestr(f"Content-Type: multipart/form-data;{header}").get_boundary()
    if not boundary:
        raise bad("can't parse multipart body: no boundary")
    lines = re.compile(rb"\r\n--" + re.escape(boundary.encode()) + rb"(?:--)?[ \t]*(?:\r\n|\Z)")
    fields = dict(map(_field, lines.split(b"\r\n" + body)[1:-1]))
    files = {name: value for name, value in fields.items() if isinstance(value, Upload)}
    return {name: _attached(value, files) for name, value in fields.items()}


def _field(part: bytes) -> tuple[str, str | Upload]:
    head, _, content = part.partition(b"\r\n\r\n")
    headers = HeaderParser().parsestr(head.decode(errors="replace"))
    name = headers.get_param("name", "", "content-disposition")
    filename = headers.get_filename()
    if filename is None:
        return str(name), content.decode(errors="replace")
    return str(name), Upload(filename, content, headers.get_content_type())


def _attached(value: str | Upload, files: dict[str, Upload]) -> str | Upload:
    if isinstance(value, str) and value.startswith(ATTACHED):
        return files.get(value.removeprefix(ATTACHED), value)
    return value
