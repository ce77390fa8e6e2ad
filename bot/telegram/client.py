"""Calls to a Bot API server over one aiohttp session. The token never leaves this file: no log and no exception holds it."""

import asyncio
import re
from typing import Any

import aiohttp
import msgspec

from bot.errors import TransportError
from bot.message import Attachment
from bot.telegram.wire import Wire

WAIT_SECONDS = 30.0
"""How long one call may take; getUpdates asks for more."""

CONNECTIONS = 256
HARMLESS = ("message is not modified", "query is too old")
"""Refusals that mean: it is already so, or it no longer matters. They count as success."""

GONE = ("chat not found", "user is deactivated", "bot was blocked")
"""Refusals that mean: this person cannot be written to, whatever the status code."""

JSON = {"Content-Type": "application/json"}


class _Parameters(msgspec.Struct):
    retry_after: float = 0


class _Answer(msgspec.Struct):
    ok: bool = False
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int = 0
    description: str = ""
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


_answer = msgspec.json.Decoder(_Answer)


class Client:
    """One bot at one Bot API server; `api` is the server's address, `proxy` an HTTP proxy ("" for none)."""

    def __init__(self, api: str, token: str, proxy: str = "") -> None:
        self._api = api.rstrip("/")
        self._base = f"{self._api}/bot{token}/"
        self._proxy = proxy or None
        self._session: aiohttp.ClientSession | None = None
        self._wire: Wire | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """For files and proxies, opened at the first use inside a running loop; everything else goes over the wire."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session

    async def call(self, method: str, /, *, wait: float = WAIT_SECONDS, **params: Any) -> Any:
        """The result of one method, decoded.

        Raises:
            TransportError: the call failed; its text names the method and the reason, never a person or the token.
        """
        return msgspec.json.decode(await self.raw(method, wait=wait, **params))

    async def raw(self, method: str, /, *, wait: float = WAIT_SECONDS, **params: Any) -> bytes:
        """The result of one method as JSON; raises TransportError. Refusals that change nothing give `true`."""
        status, body = await self.post(self._base + method, _body(params), wait=wait, method=method)
        answer = _read(status, body, method)
        if answer.ok:
            return bytes(answer.result)
        if any(words in answer.description for words in HARMLESS):
            return b"true"
        raise _refused(method, answer)

    async def post(
        self, address: str, body: bytes | aiohttp.FormData, *, wait: float = WAIT_SECONDS, method: str = "call"
    ) -> tuple[int, bytes]:
        """Status and body of one POST; raises TransportError where there was no answer."""
        try:
            if isinstance(body, bytes) and self._proxy is None and address.startswith(f"{self._api}/"):
                return await self._direct(address, body, wait)
            return await self._through_session(address, body, wait)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            # Errors of the network may hold the address, and the address holds the token.
            raise TransportError(f"{method}: no answer ({type(error).__name__})") from None

    async def close(self) -> None:
        """Close the connections."""
        if self._wire is not None:
            self._wire.close()
        if self._session is not None:
            await self._session.close()

    async def _direct(self, address: str, body: bytes, wait: float) -> tuple[int, bytes]:
        if self._wire is None:
            self._wire = Wire(self._api, CONNECTIONS)
        async with asyncio.timeout(wait):
            return await self._wire.post(address, body)

    async def _through_session(self, address: str, body: bytes | aiohttp.FormData, wait: float) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=wait)
        headers = JSON if isinstance(body, bytes) else None
        async with self.session.post(address, data=body, headers=headers, timeout=timeout, proxy=self._proxy) as response:
            return response.status, await response.read()


def _body(params: dict[str, Any]) -> bytes | aiohttp.FormData:
    if not any(isinstance(value, Attachment) for value in params.values()):
        return msgspec.json.encode(params)
    # Quoted, a Cyrillic file name would arrive as %D0%95….
    form = aiohttp.FormData(quote_fields=False)
    for name, value in params.items():
        if isinstance(value, Attachment):
            form.add_field(name, value.content, filename=value.name, content_type=value.media_type)
        else:
            form.add_field(name, value if isinstance(value, str) else msgspec.json.encode(value).decode())
    return form


def _read(status: int, body: bytes, method: str) -> _Answer:
    try:
        return _answer.decode(body)
    except msgspec.DecodeError:
        raise TransportError(f"{method}: {status}, not an answer of a Bot API server", code=status) from None


def _refused(method: str, answer: _Answer) -> TransportError:
    gone = answer.error_code == 403 or any(words in answer.description for words in GONE)
    return TransportError(
        f"{method}: {answer.error_code} {_without_numbers(answer.description)}",
        permanent=gone or answer.error_code in {400, 413},
        unreachable=gone,
        retry_after=answer.parameters.retry_after,
        code=answer.error_code,
    )


def _without_numbers(description: str) -> str:
    """A refusal may repeat an id; long numbers are left out."""
    return re.sub(r"\d{5,}", "…", description)
