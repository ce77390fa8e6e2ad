"""POST over kept connections: what one call needs and no more, because three calls are made for every answer.

A connection carries one request at a time. There is no retry here: whether a request that got no answer may be sent again is
the caller's knowledge. An answer that does not tell its length counts as broken off.
"""

import asyncio
import ssl
from typing import Any, Final
from urllib.parse import urlsplit

import httptools

LONGEST_IDLE_SECONDS: Final = 45
"""A connection that was idle for longer is not used again: the other side may be about to close it."""

LARGEST_ANSWER: Final = 16 * 1024 * 1024
"""Bytes."""


class Wire:
    """Connections to one server; `address` is `http(s)://host[:port]`, `most` how many may be open at once."""

    def __init__(self, address: str, most: int) -> None:
        parts = urlsplit(address)
        secure = parts.scheme == "https"
        self._origin = len(f"{parts.scheme}://{parts.netloc}")
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if secure else 80)
        self._head = f"Host: {parts.netloc}\r\nContent-Type: application/json\r\nContent-Length: "
        self._context = ssl.create_default_context() if secure else None
        self._idle: list[_Line] = []
        self._free = asyncio.Semaphore(most)
        self._lines: set[_Line] = set()

    async def post(self, address: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of one POST of JSON to an address of this server; raises OSError where there was no whole answer."""
        request = f"POST {address[self._origin :]} HTTP/1.1\r\n{self._head}{len(body)}\r\n\r\n".encode() + body
        async with self._free:
            line = self._kept() or await self._open()
            try:
                return await line.ask(request)
            finally:
                self._put_back(line)

    def close(self) -> None:
        """Close every connection."""
        for line in self._lines:
            line.transport.close()
        self._lines.clear()
        self._idle.clear()

    def _kept(self) -> "_Line | None":
        now = asyncio.get_running_loop().time()
        while self._idle:
            line = self._idle.pop()
            if line.usable and now - line.idle_since < LONGEST_IDLE_SECONDS:
                return line
            self._drop(line)
        return None

    async def _open(self) -> "_Line":
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(lambda: _Line(loop), self._host, self._port, ssl=self._context)
        self._lines.add(line)
        return line

    def _put_back(self, line: "_Line") -> None:
        if line.usable:
            line.idle_since = asyncio.get_running_loop().time()
            self._idle.append(line)
        else:
            self._drop(line)

    def _drop(self, line: "_Line") -> None:
        self._lines.discard(line)
        line.transport.close()


class _Line(asyncio.Protocol):
    """One connection; its parser calls the methods without an underscore that begin with `on_`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.transport: Any = None
        self.idle_since = 0.0
        self.usable = True
        self._waiting: asyncio.Future[tuple[int, bytes]] | None = None
        self._parser: Any = None
        self._body = bytearray()

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send, and wait for the whole answer. If the wait is given up, the connection is of no use any more."""
        self._body.clear()
        self._parser = httptools.HttpResponseParser(self)
        waiting = self._waiting = self._loop.create_future()
        self.transport.write(request)
        try:
            status, body = await waiting
            return status, body
        finally:
            self.usable = self.usable and waiting.done() and not waiting.cancelled()
            self._waiting = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self._waiting is None or self._waiting.done():
            self._fail("an answer that nobody asked for")
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail("no HTTP")

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(type(exc).__name__ if exc else "the connection was closed")

    def on_body(self, body: bytes) -> None:
        self._body += body
        if len(self._body) > LARGEST_ANSWER:
            self._fail("the answer is too large")

    def on_message_complete(self) -> None:
        if not self._parser.should_keep_alive():
            self.usable = False
        if self._waiting and not self._waiting.done():
            self._waiting.set_result((self._parser.get_status_code(), bytes(self._body)))

    def _fail(self, reason: str) -> None:
        self.usable = False
        self.transport.close()
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConnectionError(reason))
