"""The web page beside the bot: what Nege is, in three languages, and /health for whoever watches the machine."""

import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.chatview.headers import SecurityHeaders
from bot.report.document import Document
from bot.texts import LANGUAGE_NAMES, say
from bot.web.pages import methods_page, spoken, template
from bot.web.security import HEADERS

SILENT_SECONDS = 180
"""Longer than this without an answer to getUpdates means that the bot does not hear anybody (a long poll takes 50)."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page needs to know: who asks, by language, and the address of the bot's chat ("" if unknown)."""

    operator: Mapping[str, str]
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """`database`: it answers. `migrated`: its tables are those of this version. `silence`: seconds since Telegram answered.

    `polls`: does this process ask Telegram for updates? If it does not, silence says nothing.
    """

    database: bool
    migrated: bool
    silence: int | None
    polls: bool = True

    @property
    def good(self) -> bool:
        heard = self.silence is not None and self.silence <= SILENT_SECONDS
        return self.database and self.migrated and (heard or not self.polls)


Methods: TypeAlias = Callable[[str], Awaitable[Document | None]]
"""The methods of the last published figures in a language, or None before the first."""


async def no_methods(_: str) -> Document | None:
    """Where nothing was ever published."""
    return None


def build(page: Page, health: Callable[[], Awaitable[Health]], methods: Methods = no_methods) -> Starlette:
    """The web application; `health` is asked at every GET of /health, `methods` at every GET of /methods."""
    document = render(page)

    async def show(_: Request) -> Response:
        return HTMLResponse(document)

    async def tell(_: Request) -> Response:
        found = await health()
        return JSONResponse(asdict(found), 200 if found.good else 503, {"Cache-Control": "no-store"})

    async def explain(request: Request) -> Response:
        language = spoken(request.query_params.get("language", ""), request.headers.get("accept-language", ""))
        found = await methods(language)
        return HTMLResponse(methods_page(found, language), headers={"Cache-Control": "max-age=300", "Vary": "Accept-Language"})

    routes = [Route("/", show), Route("/health", tell), Route("/methods", explain), Route("/page.css", _style)]
    return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders, HEADERS)])


def render(page: Page) -> str:
    """The page as HTML."""
    return template("page.html").render(page=page, languages=LANGUAGE_NAMES, say=say)


async def _style(_: Request) -> Response:
    content = (files(__package__) / "static" / "page.css").read_bytes()
    return Response(content, media_type=mimetypes.types_map[".css"], headers={"Cache-Control": "max-age=3600"})
