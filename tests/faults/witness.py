"""What passes between a bot and its Bot API server, seen from outside: who was promised what, and what went wrong on purpose.

`Witness` stands before the Bot API server, `Gate` before the bot's webhook. Both know HTTP and the public Bot API and nothing
else, so that any bot can be watched with them.
"""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field

import aiohttp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.interview import taps
from bot.sandbox.body import parameters

SENDS = {"sendmessage", "editmessagetext"}
END = "#end#"
"""Stands in the last words of every bot that is watched."""


@dataclass
class Record:
    """`acknowledged`: the taps and messages whose update the bot acknowledged. `doubled`: questions that came once more.

    `asked_for`: how a message begins that says the open question again because somebody tapped an old button: no double.
    """

    acknowledged: set[str] = field(default_factory=set)
    deliveries: dict[int, str] = field(default_factory=dict)
    repeats: int = 0
    lost_replies: int = 0
    displayed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    doubled: int = 0
    calls: int = 0
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    asked_for: tuple[str, ...] = ()

    def deliver(self, update):
        """An update is on its way to the bot."""
        self.repeats += update["update_id"] in self.deliveries
        self.deliveries[update["update_id"]] = reference(update)

    def confirm(self, number):
        self.acknowledged.add(self.deliveries[number])

    def confirm_before(self, offset):
        """The bot has moved its offset: it will never be given what came before."""
        self.acknowledged |= {ref for number, ref in self.deliveries.items() if number < offset}

    def show(self, chat, place, *, new):
        """A question, or the last words, stand in a chat now; `new`: as a message of their own."""
        self.doubled += new and place in self.displayed[chat]
        self.displayed[chat].add(place)


def reference(update):
    """The same word for a tap or message wherever it is met."""
    query, message = update.get("callback_query"), update.get("message")
    return f"tap {query['id']}" if query else f"message {message['message_id']}" if message else ""


def place(text, markup):
    """What is shown: the turn that the buttons carry, or the end; empty for everything else."""
    markup = json.loads(markup) if isinstance(markup, str) else markup or {}
    buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
    press = next((press for button in buttons if (press := taps.read(button.get("callback_data", "")))), None)
    return f"{press.nonce}:{press.turn}" if press else END * (END in text)


class Witness:
    """ASGI: an application of the Bot API, and what becomes of every call."""

    def __init__(self, app, record):
        self.app, self.record = app, record
        self.state = app.state

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = await Request(scope, receive).body()
        given = await parameters(Request(scope, Replay(receive, body).receive))
        method = scope["path"].rpartition("/")[2].lower()
        self.record.calls += 1
        if method == "getupdates":
            self.record.ready.set()
            self.record.confirm_before(int(given.get("offset") or 0))
        replay = Replay(receive, body)
        found = await self._ask(scope, replay)
        lost = replay.transport.is_closing()
        self._performed((method, given), found, lost=lost)
        for message in () if lost else found:
            await send(message)

    async def _ask(self, scope, replay):
        """The server's own answer, as ASGI messages."""
        found = []

        async def keep(message):
            found.append(message)

        await self.app(scope, replay.receive, keep)
        return found

    def _performed(self, call, found, *, lost):
        method, given = call
        body = b"".join(message.get("body", b"") for message in found)
        if not found or found[0]["status"] != 200 or not json.loads(body).get("ok"):
            return
        if method == "getupdates":
            for update in json.loads(body)["result"]:
                self.record.deliver(update)
        text = given.get("text", "")
        if method in SENDS and (shown := place(text, given.get("reply_markup"))):
            self.record.lost_replies += lost
            unasked = not text.startswith(self.record.asked_for)
            self.record.show(int(given["chat_id"]), shown, new=method == "sendmessage" and unasked)


class Replay:
    """A request that was read already, once more; `transport` is its connection, as uvicorn keeps it."""

    def __init__(self, receive, body):
        self.transport = receive.__self__.transport
        self._receive, self._body = receive, body

    async def receive(self):
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


class Gate:
    """ASGI: what stands at the public address of a webhook; hands every update on to the bot's own port."""

    def __init__(self, record):
        self.record, self.port = record, 0
        self._session = None

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body = await request.body()
        update = json.loads(body)
        self.record.deliver(update)
        await (await self._hand_on(request, body, update["update_id"]))(scope, receive, send)

    async def _hand_on(self, request, body, number):
        headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
        self._session = self._session or aiohttp.ClientSession()
        try:
            address = f"http://127.0.0.1:{self.port}{request.url.path}"
            async with self._session.post(address, data=body, headers=headers) as answer:
                content, kind = await answer.read(), answer.headers.get("Content-Type")
        except (aiohttp.ClientError, OSError):
            return JSONResponse({}, 502)
        if answer.status < 300:
            self.record.confirm(number)
        return Response(content, answer.status, media_type=kind)

    async def close(self):
        if self._session:
            await self._session.close()
