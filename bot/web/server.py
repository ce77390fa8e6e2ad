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
from starlette.routing import BaseRoute, Route

from bot.chatview.headers import SecurityHeaders
from bot.report.board.parts import Board
from bot.report.document import Document
from bot.texts import LANGUAGE_NAMES, say
from bot.web.pages import figures_page, methods_page, spoken, template
from bot.web.security import HEADERS

SILENT_SECONDS = 180
"""Longer than this without an answer to getUpdates means that the bot does not hear anybody (a long poll takes 50)."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page needs to know: who asks, by language, and the address of the bot's chat ("" if unknown)."""

    operator: Mapping[str, str]
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """What Telegram says of the webhook.

    `here`: it is set, and to the address of this bot. `pending`: so many updates wait at Telegram. `failed`: so many seconds
    ago one could not be brought (None: all could). `age`: so many seconds ago Telegram said this.
    """

    here: bool
    pending: int
    failed: int | None
    age: int


@dataclass(frozen=True, slots=True)
class Health:
    """`database`: it answers. `migrated`: its tables are those of this version. `silence`: seconds since Telegram answered.

    `polls`: does this process ask Telegram for updates? If it does not, silence says nothing. `webhook`: None where there is
    none, or nothing is known of it. A webhook that is not here is bad health: nobody is heard, and a new start sets it again.
    Updates that wait or failed are only told: they come again by themselves.
    """

    database: bool
    migrated: bool
    silence: int | None
    polls: bool = True
    webhook: Webhook | None = None

    @property
    def good(self) -> bool:
        heard = self.silence is not None and self.silence <= SILENT_SECONDS
        brought = self.webhook is None or self.webhook.here
        return self.database and self.migrated and brought and (heard or not self.polls)


Methods: TypeAlias = Callable[[str], Awaitable[Document | None]]
"""The methods of the last published figures in a language, or None before the first."""


async def no_methods(_: str) -> Document | None:
    """Where nothing was ever published."""
    return None


Figures: TypeAlias = Callable[[str], Awaitable[Board | None]]
"""The page of published figures in a language, or None before the first."""


async def no_figures(_: str) -> Board | None:
    """Where nothing was ever published."""
    return None


def build(
    page: Page, health: Callable[[], Awaitable[Health]], methods: Methods = no_methods, figures: Figures = no_figures
) -> Starlette:
    """The web application; `health` is asked at every GET of /health, and so are `methods` and `figures` at theirs."""
    document = render(page)

    async def show(_: Request) -> Response:
        return HTMLResponse(document)

    async def tell(_: Request) -> Response:
        found = await health()
        return JSONResponse(asdict(found), 200 if found.good else 503, {"Cache-Control": "no-store"})

    routes = [Route("/", show), Route("/health", tell), *published(methods, figures)]
    return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders, HEADERS)])


def published(methods: Methods, figures: Figures) -> list[BaseRoute]:
    """The pages of what was published, with their style, for this application or for another one."""

    async def explain(request: Request) -> Response:
        language = _language(request)
        return _spoken(methods_page(await methods(language), language))

    async def show(request: Request) -> Response:
        language = _language(request)
        return _spoken(figures_page(await figures(language), language))

    guard = [Middleware(SecurityHeaders, HEADERS)]
    pages = {"/figures": show, "/methods": explain, "/page.css": _style}
    return [Route(path, page, middleware=guard) for path, page in pages.items()]


def render(page: Page) -> str:
    """The page as HTML."""
    return template("page.html").render(page=page, languages=LANGUAGE_NAMES, say=say)


def _language(request: Request) -> str:
    return spoken(request.query_params.get("language", ""), request.headers.get("accept-language", ""))


def _spoken(page: str) -> Response:
    return HTMLResponse(page, headers={"Cache-Control": "max-age=300", "Vary": "Accept-Language"})


async def _style(_: Request) -> Response:
    content = (files(__package__) / "static" / "page.css").read_bytes()
    return Response(content, media_type=mimetypes.types_map[".css"], headers={"Cache-Control": "max-age=3600"})
