"""The chat page over HTTP: the page, phones, what people do, news, files."""

from collections.abc import Sequence
from importlib.resources import files
from mimetypes import types_map
from typing import Final
from urllib.parse import quote

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.chatview.actions import Press, Speak, Write, read
from bot.sandbox.files import PNG, Stored
from bot.sandbox.page import view
from bot.sandbox.page.guests import Guest, Guests, spoken
from bot.sandbox.page.stream import stream
from bot.sandbox.world import Notice, World
from bot.texts import say

ANSWER_SECONDS = 15.0
"""How long a pressed key waits for the bot before the person is told that there was no answer."""

STATIC: Final = {
    "chat.css": "bot.chatview",
    "page.css": "bot.sandbox.page",
    "page.js": "bot.sandbox.page",
    "phone.js": "bot.sandbox.page",
}
BODY_BYTES = 64 * 1024


class Opening(msgspec.Struct, frozen=True):
    """Open a phone: that of `key`, or a new one that came by a link with `?start=`."""

    language: str
    key: str = ""
    start: str = ""


class Page:
    """The handlers; one object for one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._guests = Guests(world)

    def routes(self) -> Sequence[Route]:
        return (
            Route("/", self.show),
            Route("/static/{name}", self.static),
            Route("/favicon.ico", self.nothing),
            Route("/chat", self.open, methods=["POST"]),
            Route("/chat/news", self.news),
            Route("/chat/{key}/act", self.act, methods=["POST"]),
            Route("/chat/{key}/picture/{file_id}", self.picture),
            Route("/chat/{key}/file/{file_id}", self.file),
        )

    async def show(self, request: Request) -> Response:
        language = spoken(request.query_params.get("language", ""), request.headers.get("accept-language", ""))
        return HTMLResponse(view.page(language), headers={"Content-Language": language})

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            raise HTTPException(404)
        content = (files(STATIC[name]) / "static" / name).read_bytes()
        return Response(content, media_type=types_map[name[name.rindex(".") :]])

    async def nothing(self, _: Request) -> Response:
        return Response(status_code=204)

    async def open(self, request: Request) -> Response:
        try:
            opening = msgspec.json.decode(await _body(request), type=Opening)
        except msgspec.DecodeError:
            raise HTTPException(400) from None
        language = spoken(opening.language, "")
        guest = self._guest(opening.key) if opening.key else self._guests.join(language, opening.start)
        guest.speak(language)
        return HTMLResponse(view.phone(self._world, guest))

    async def news(self, request: Request) -> Response:
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        keys = request.query_params.getlist("chat")
        events = stream(self._world, self._guests, keys, int(after) if after.isdecimal() else 0)
        return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def act(self, request: Request) -> Response:
        """Write, speak, or press: a press is answered when the bot has answered the tap."""
        guest = self._guest(request.path_params["key"])
        try:
            match read(await _body(request)):
                case Write(text):
                    self._world.say(guest.room, text)
                    return Response(status_code=204)
                case Speak():
                    self._world.voice(guest.room)
                    return Response(status_code=204)
                case Press(message, data):
                    return await self._press(guest, message, data)
        except ValueError:
            raise HTTPException(400) from None

    async def picture(self, request: Request) -> Response:
        stored = self._file(request)
        media_type = "image/png" if stored.upload.content.startswith(PNG) else "image/jpeg"
        return Response(stored.upload.content, media_type=media_type)

    async def file(self, request: Request) -> Response:
        """A document, to be saved and never to be shown: whatever is in it cannot act on this page."""
        stored = self._file(request)
        disposition = f"attachment; filename*=UTF-8''{quote(stored.upload.name or stored.id)}"
        return Response(
            stored.upload.content, media_type="application/octet-stream", headers={"Content-Disposition": disposition}
        )

    async def _press(self, guest: Guest, message: int, data: str) -> Response:
        tap = self._world.tap(guest.room, message, data)
        await self._world.bell.until(lambda: self._world.closed or tap.notice is not None, ANSWER_SECONDS)
        notice = tap.notice or Notice(say(guest.language, "sandbox.silent"))
        return JSONResponse({"text": notice.text, "alert": notice.alert})

    def _guest(self, key: str) -> Guest:
        guest = self._guests.find(key)
        if guest is None:
            raise HTTPException(404)
        return guest

    def _file(self, request: Request) -> Stored:
        room, wanted = self._guest(request.path_params["key"]).room, request.path_params["file_id"]
        sent = {size.file_id for message in room.messages.values() for size in message.photo or ()}
        sent |= {message.document.file_id for message in room.messages.values() if message.document}
        if wanted not in sent:
            raise HTTPException(404)
        return self._world.files.find(wanted)


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES:
            raise HTTPException(413)
    return body
