"""Updates that Telegram brings by itself. It hears 200 only after the commit, and 503 when nothing could be kept.

One update of a person is under way at a time, and the next waits for its 200: what can never be kept must be acknowledged,
or that person is silenced for a day.
"""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import msgspec
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import StoreError
from bot.interview.effects import Alert
from bot.telegram.shape import answering
from bot.telegram.updates import read_one
from bot.usecases.exchange import Incoming, Reply

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
"""Bytes; a text message of the longest kind with all its entities takes a tenth of it."""

RETRY_SECONDS = 2
"""When Telegram should bring an update again that could not be kept: taps live 150 seconds there."""

SECRET_HEADER = b"x-telegram-bot-api-secret-token"

Take = Callable[[Incoming], Awaitable[Reply]]
Deliver = Callable[[Reply], None]


def before(others: ASGIApp, hook: "Hook", path: str) -> ASGIApp:
    """One application of two: what comes to `path` is for the hook, everything else for the others.

    In front of Starlette and not a route of it: its router and its middlewares would take a tenth of the time of an answer.
    """

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        mine = scope["type"] == "http" and scope["path"] == path
        await (hook if mine else others)(scope, receive, send)

    return choose


class Hook:
    """What Telegram calls: one update per request, as an ASGI application.

    `take` commits one update and gives its reply, or raises StoreError; `deliver` gets each reply and must not block; `clock`
    gives the moment of an event in seconds since 1970. Raises ValueError if there is no secret.
    """

    def __init__(self, secret: str, take: Take, deliver: Deliver, clock: Callable[[], int]) -> None:
        if not secret:
            raise ValueError("A webhook without a secret would believe everybody.")
        self._secret = secret.encode()
        self._take = take
        self._deliver = deliver
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        posted = scope["method"] == "POST"
        response = await self._answer(dict(scope["headers"]), receive) if posted else Response(status_code=405)
        await response(scope, receive, send)

    async def _answer(self, headers: Mapping[bytes, bytes], receive: Receive) -> Response:
        if not hmac.compare_digest(headers.get(SECRET_HEADER, b""), self._secret):
            return Response(status_code=403)
        told = headers.get(b"content-length", b"")
        body = None if told.isdigit() and int(told) > LARGEST_BODY else await read_body(receive)
        if body is None:
            return Response(status_code=413)
        incoming = read_one(body, self._clock())
        return Response() if incoming is None else await self._kept(incoming)

    async def _kept(self, incoming: Incoming) -> Response:
        try:
            reply = await self._take(incoming)
        except StoreError as error:
            log.warning("an update could not be kept (%s); Telegram brings it again", error)
            return Response(status_code=503, headers={"Retry-After": str(RETRY_SECONDS)})
        answer, rest = in_response(reply)
        self._deliver(rest)
        return Response(answer, media_type="application/json" if answer else None)


async def read_body(receive: Receive) -> bytes | None:
    """The whole body; None if it is too large, whatever length was told. What breaks off in the middle is no update."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def in_response(reply: Reply) -> tuple[bytes, Reply]:
    """What travels in the response, and the reply without it: the end of a tap's spinner, with its notice if it has one.

    Nothing else may travel there, because nobody hears what became of it.
    """
    if not reply.callback:
        return b"", reply
    notice = next((effect for effect in reply.effects if isinstance(effect, Alert)), None)
    call = answering(reply.callback, notice.text if notice else "")
    rest = tuple(effect for effect in reply.effects if effect is not notice)
    return msgspec.json.encode({"method": call.method, **call.params}), replace(reply, effects=rest, callback="")
