"""What goes wrong between the bot and Telegram, by chance from a seed, and counted, so that a test can explain what it sees."""

import asyncio
import contextlib
import random
import socket
import struct
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from typing import Any, assert_never

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.refusal import RefusedError, too_many

LONGEST_BRAKE = 3
"""A chance 429 asks to wait 1 to 3 seconds."""

BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"
RESET_NOT_CLOSE = struct.pack("ii", 1, 0)

Run = Callable[[], Awaitable[Response]]


class Kind(StrEnum):
    """The call is not run (500, 502, 429, timeout), or is run and its answer is lost (reset) or late (slow)."""

    SERVER_ERROR = "500"
    BAD_GATEWAY = "502"
    TOO_MANY = "429"
    TIMEOUT = "timeout"
    RESET = "reset"
    SLOW = "slow"


class Faults:
    """Lets `rate` of the calls fail, the n-th call always in the same way for one seed. `spared` methods never fail.

    `silence`: seconds after which a call without an answer is cut off; `slowness`: the longest a slow answer takes.
    `counts` tells how often each kind happened, `calls` how many calls could have failed, `lost_replies` how many
    messages came into a chat although the bot was never told so.
    """

    def __init__(
        self,
        seed: int,
        rate: float = 0.15,
        kinds: Iterable[Kind | str] = tuple(Kind),
        *,
        spared: Iterable[str] = ("getUpdates",),
        silence: float = 2.0,
        slowness: float = 0.5,
    ) -> None:
        self.seed = seed
        self.rate = rate
        self.kinds = tuple(Kind(kind) for kind in kinds)
        self.spared = frozenset(name.lower() for name in spared)
        self.silence = silence
        self.slowness = slowness
        self.counts: Counter[Kind] = Counter()
        self.calls = 0
        self.lost_replies = 0
        self._chance = random.Random(seed)  # noqa: S311 - a script of faults, no secret

    def next(self, method: str) -> Kind | None:
        """What happens to this call; None: nothing."""
        if method.lower() in self.spared:
            return None
        self.calls += 1
        # Drawn whether it is used or not: a rate that is changed in between does not move what comes after.
        lot, kind = self._chance.random(), self._chance.choice(self.kinds)
        if lot >= self.rate:
            return None
        self.counts[kind] += 1
        return kind

    async def befall(self, kind: Kind, request: Request, run: Run) -> Response:
        """The answer to a call to which this happens; `run` performs the call. Raises RefusedError for 500 and 429."""
        match kind:
            case Kind.SERVER_ERROR:
                raise RefusedError(500, "Internal Server Error: restart")
            case Kind.BAD_GATEWAY:
                return Response(BAD_GATEWAY, 502, media_type="text/html")
            case Kind.TOO_MANY:
                raise too_many(self._chance.randint(1, LONGEST_BRAKE))
            case Kind.TIMEOUT:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(_left(request), self.silence)
                return await _cut_off(request, JSONResponse({}))
            case Kind.RESET:
                return await _cut_off(request, self._lost(request, await run()))
            case Kind.SLOW:
                answer = await run()
                await asyncio.sleep(self.slowness * self._chance.random())
                return self._lost(request, answer) if await request.is_disconnected() else answer
            case _:
                assert_never(kind)

    def _lost(self, request: Request, answer: Response) -> Response:
        sends = request.path_params["method"].lower().startswith("send")
        self.lost_replies += sends and answer.status_code == 200
        return answer


async def _left(request: Request) -> None:
    """Until the client hangs up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _cut_off(request: Request, answer: Response) -> Response:
    """Reset the connection, so that this answer never arrives."""
    # ASGI has no word for a reset: the connection is found where uvicorn keeps it.
    transport: Any = getattr(getattr(request.receive, "__self__", None), "transport", None)
    if transport is None:
        raise RuntimeError("faults need uvicorn, whose connections can be reset")
    connection = transport.get_extra_info("socket")
    if connection is not None and not transport.is_closing():
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_NOT_CLOSE)
    transport.abort()
    await _left(request)
    return answer
