"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

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
    """The routes of the Bot API server."""

    async def answer(request: Request) -> Response:
        try:
            _known(world, request.path_params["token"])
            result = await call(world, request.path_params["method"], await parameters(request))
        except RefusedError as refusal:
            return refused(refusal)
        return _json(200, {"ok": True, "result": result})

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
    return _json(refusal.code, {"ok": False, "error_code": refusal.code, "description": refusal.description})


def _known(world: World, token: str) -> None:
    if token != world.token:
        raise RefusedError(401, "Unauthorized")


def _json(status: int, answer: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(answer), status, media_type=JSON)
