import asyncio
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.telegram.client import Client

TOKEN = "4200000:AbCdEf-not-a-real-token"


USUAL = {
    "getUpdates": [],
    "getMyCommands": [],
    "getMyDescription": {"description": ""},
    "getMyShortDescription": {"short_description": ""},
}


@dataclass
class Api:
    """A Bot API server that answers what a test told it to: `script` holds (status, body) per method, first in, first out."""

    address: str = ""
    calls: list[tuple[str, dict]] = field(default_factory=list)
    script: dict[str, list[tuple[int, dict]]] = field(default_factory=dict)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    heard: asyncio.Condition = field(default_factory=asyncio.Condition)
    next_message: int = 100

    def refuse(self, method, code, description, **parameters):
        body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
        self.script.setdefault(method, []).append((code, body))

    def give(self, method, result):
        self.script.setdefault(method, []).append((200, {"ok": True, "result": result}))

    def methods(self, *names):
        return [method for method, _ in self.calls if not names or method in names]

    async def until(self, count, *names):
        """Wait until so many calls (of these methods) came."""
        async with self.heard:
            await asyncio.wait_for(self.heard.wait_for(lambda: len(self.methods(*names)) >= count), 10)

    async def handle(self, request):
        method = request.match_info["method"]
        params = await (request.json() if request.content_type == "application/json" else request.post())
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        async with self.heard:
            self.calls.append((method, {name: _kept(value) for name, value in params.items()}))
            self.heard.notify_all()
        if method in self.held:
            await self.held[method].wait()
        waiting = self.script.get(method)
        status, body = waiting.pop(0) if waiting else (200, {"ok": True, "result": self._usual(method, params)})
        return web.json_response(body, status=status)

    def _usual(self, method, params):
        if method.startswith("send"):
            self.next_message += 1
            return {"message_id": self.next_message, "chat": {"id": params["chat_id"]}}
        return USUAL.get(method, True)


def _kept(value):
    """A file ends with its request; name, type and content stay."""
    if not isinstance(value, web.FileField):
        return value
    return value.filename, value.content_type, value.file.read()


@pytest.fixture
async def api():
    server = Api()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    for event in server.held.values():
        event.set()
    await runner.cleanup()


@pytest.fixture
async def client(api):
    client = Client(api.address, TOKEN)
    yield client
    await client.close()


@pytest.fixture
def token():
    return TOKEN
