"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from functools import partial
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.body import parameters
from bot.sandbox.methods import call
from bot.sandbox.refusal import RefusedError
from bot.sandbox.world import World

JSON = "application/json"


def routes(world: World) -> list[Route]:
    """The routes of the Bot API server, which also runs the methods that a webhook answers with."""
    world.perform = partial(call, world)

    async def answer(request: Request) -> Response:
        try:
            _known(world, request.path_params["token"])
            return await _answered(world, request)
        except RefusedError as refusal:
            return refused(refusal)

    async def download(request: Request) -> Response:
        try:
            _known(world, request.path_params["token"])
        except RefusedError as refusal:
            return refused(refusal)
        stored = world.files.at(request.path_params["path"])
        if stored is None:
            return refused(RefusedError(404, "Not Found"))
        return Response(stored.upload.content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", answer, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
    ]


def refused(refusal: RefusedError) -> Response:
    """The answer of Telegram to a call that it refuses."""
    told: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if not refusal.retry_after:
        return _json(refusal.code, told)
    told["parameters"] = {"retry_after": refusal.retry_after}
    return _json(refusal.code, told, {"Retry-After": str(refusal.retry_after)})


async def _answered(world: World, request: Request) -> Response:
    """The answer to a call that may be refused, or hit by a fault; raises RefusedError."""
    name, given = request.path_params["method"], await parameters(request)

    async def run() -> Response:
        try:
            return _json(200, {"ok": True, "result": await call(world, name, given)})
        except RefusedError as refusal:
            return refused(refusal)

    kind = world.faults.next(name) if world.faults else None
    if world.faults is None or kind is None:
        return await run()
    try:
        return await world.faults.befall(kind, request, run)
    finally:
        world.bell.ring()


def _known(world: World, token: str) -> None:
    if token != world.token:
        raise RefusedError(401, "Unauthorized")


def _json(status: int, answer: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(answer), status, headers, media_type=JSON)
