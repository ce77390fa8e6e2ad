"""A real Chromium, a world of its own, and a bot of a few lines that talks the real Bot API to it."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator

import aiohttp
import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.sandbox.server import build
from bot.sandbox.world import World
from tests.serving import serve

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1300, "height": 900}
WAIT_MS = 15_000


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium. Without one the test is skipped, or fails where a browser is required."""
    found = shutil.which("chromium")
    if found is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        pytest.fail(reason) if os.environ.get("NEGE_REQUIRE_BROWSER") == "1" else pytest.skip(reason)
    return found


@pytest.fixture
async def browser(chromium) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        await started.close()


@pytest.fixture
async def open_page(browser):
    """Call it with an address and, by name, language and viewport. The test fails on any error of the page's script."""
    errors: list[str] = []
    contexts = []

    async def opened(address: str, language: str = "ru", viewport=PHONE, **options) -> Page:
        context = await browser.new_context(locale=language, viewport=viewport, **options)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        await page.goto(address)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert not errors


@pytest.fixture
def world() -> World:
    return World(conflict_seconds=0)


@pytest.fixture
async def address(world) -> AsyncIterator[str]:
    async with serve(build(world)) as found:
        yield found


class Bot:
    """Polls the Bot API and answers with `respond(bot, update)`, which a test sets."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base
        self.respond = self.echo
        self.heard: list[dict] = []

    async def call(self, method: str, **params):
        async with self._session.post(f"{self._base}/{method}", json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def upload(self, method: str, field: str, name: str, content: bytes, media_type: str, **params):
        # Telegram takes a file's name as it stands in the header: it must not be percent-encoded.
        form = aiohttp.FormData({key: str(value) for key, value in params.items()}, quote_fields=False)
        form.add_field(field, content, filename=name, content_type=media_type)
        async with self._session.post(f"{self._base}/{method}", data=form) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def send(self, chat: int, text: str, *rows):
        """Rows of (label, data)."""
        keys = [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
        return await self.call("sendMessage", chat_id=chat, text=text, reply_markup={"inline_keyboard": keys})

    @staticmethod
    async def echo(bot: "Bot", update: dict) -> None:
        if "message" in update:
            await bot.send(update["message"]["chat"]["id"], f"You said: {update['message'].get('text', '')}")

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=50):
                offset = update["update_id"] + 1
                self.heard.append(update)
                await self.respond(self, update)


@pytest.fixture
async def bot(world, address) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        running = Bot(session, f"{address}/bot{world.token}")
        task = asyncio.create_task(running.run())
        yield running
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
