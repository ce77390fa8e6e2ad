"""A Telegram of our own: the Bot API for the bot, and a chat page for people. For the demo and for tests only."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from bot.chatview.headers import SecurityHeaders
from bot.sandbox import api
from bot.sandbox.page.guard import HEADERS, OwnPosts
from bot.sandbox.page.routes import Page
from bot.sandbox.refusal import RefusedError
from bot.sandbox.world import World


def build(world: World, *, page: bool = True) -> Starlette:
    """The application. Without `page` it is a Bot API server and nothing else.

    `app.state.world` is the world; call its `close` before the server stops, so that nobody holds it up.
    """
    routes: list[BaseRoute] = list(api.routes(world))
    if page:
        guards = [Middleware(SecurityHeaders, HEADERS), Middleware(OwnPosts)]
        routes.append(Mount("/", routes=Page(world).routes(), middleware=guards))
    app = Starlette(routes=routes, exception_handlers={} if page else {404: _not_found})
    app.state.world = world
    return app


async def _not_found(_: Request, __: Exception) -> Response:
    return api.refused(RefusedError(404, "Not Found"))
