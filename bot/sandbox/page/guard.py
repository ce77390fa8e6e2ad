"""What keeps other pages out: headers on every answer, and no POST that comes from elsewhere."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.chatview.headers import NO_OTHERS

HEADERS = {
    **NO_OTHERS,
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


class OwnPosts:
    """Refuses (403) a POST whose Origin is not this page's, and every request to a name that is no machine's own.

    A page elsewhere may make its own name lead to this machine; it cannot make it an address or localhost.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        foreign = scope["type"] == "http" and scope["method"] == "POST" and not own(headers)
        refused = foreign or not here(headers.get("host", ""))
        app: ASGIApp = PlainTextResponse("another origin", 403) if refused else self._app
        await app(scope, receive, send)


def here(host: str) -> bool:
    """Is this Host an address, or localhost?"""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False


def own(headers: Headers) -> bool:
    """Does this request come from a page of the same host and port? Browsers say so in every POST."""
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == headers.get("host")
