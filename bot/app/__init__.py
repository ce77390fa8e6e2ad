"""The one place where the parts meet: settings in, a running bot out."""

import asyncio
import logging
import sys
from collections.abc import AsyncGenerator
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.applications import Starlette

from bot import clock
from bot.app.ending import living, stop_signal, until_stopped
from bot.app.house import ALL, ERRANDS, WEB, WORKER, Duty, House
from bot.app.ready import derived, opened, prepare, remember_link
from bot.app.shelf import Shelf
from bot.errors import traced
from bot.settings import Settings, for_real_people, for_web, for_worker
from bot.store.engine import Store
from bot.store.keys import Keys
from bot.telegram import webhook
from bot.telegram.client import Client
from bot.telegram.hello import Me, introduce, receive_at, receive_nowhere
from bot.texts import say
from bot.usecases.publish import publish_missing
from bot.web.server import Page, build, published
from bot.web.serving import Serving

__all__ = ["ERRANDS", "House", "demo", "log_plainly", "prepare", "run", "web", "worker"]

log = logging.getLogger(__name__)

QUIET = ("telegram", "httpx", "apscheduler", "aiohttp", "uvicorn", "asyncio", "alembic")
"""Libraries that are heard only when something is wrong; telegram would write the token into its debug lines."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """What every process of real people has."""

    store: Store
    client: Client
    me: Me
    house: House

    @property
    def chat(self) -> str:
        return f"https://t.me/{self.me.username}"


async def run(settings: Settings) -> None:
    """Serve real people until SIGINT or SIGTERM: polling, schedule and web page in this process.

    Raises:
        SettingsError: a setting is missing or unsafe, or Telegram does not know the token.
        ScriptError: a survey that should be published has errors.
    """
    stopped = stop_signal()
    store = await asyncio.to_thread(prepare, for_real_people(settings), clock.now())
    async with _parts(settings, store, stopped, ALL) as parts:
        if parts is None:
            return
        await receive_nowhere(parts.client, stopped)
        await remember_link(store, f"{parts.chat}?start=")
        serving = Serving(_page(settings, parts), settings.host, settings.port)
        async with living(parts.house, serving) as task:
            log.info("serving; the web page is on port %d", serving.port)
            await until_stopped(task, stopped, _dress(parts.client, settings))


async def web(settings: Settings) -> None:
    """Take the updates that Telegram brings, reply, and show the web page, until SIGINT or SIGTERM. `worker` does the rest.

    Raises:
        SettingsError: a setting is missing or unsafe, or Telegram does not know the token or refuses the webhook.
        StoreError: the database is not of this version: `nege migrate` comes first.
        ScriptError: a survey that should be published has errors.
    """
    stopped = stop_signal()
    store = await asyncio.to_thread(opened, for_web(settings))
    async with _parts(settings, store, stopped, WEB) as parts:
        if parts is None:
            return
        await asyncio.to_thread(publish_missing, store, settings, clock.now())
        await remember_link(store, f"{parts.chat}?start=")
        async with living(parts.house, _webhook(settings, parts)) as task:
            if await receive_at(parts.client, stopped, settings.webhook, settings.webhook_secret):
                parts.house.lookout.expect(settings.webhook)
                log.info("serving; Telegram brings the updates")
            await until_stopped(task, stopped, _dress(parts.client, settings))


async def worker(settings: Settings) -> None:
    """Sweep, send owed messages and do what happens on Mondays, until SIGINT or SIGTERM; `web` takes the updates.

    Raises:
        SettingsError: a setting is missing or unsafe, or Telegram does not know the token.
        StoreError: the database, or what figures count in it, is not of this version: `nege migrate` comes first.
    """
    stopped = stop_signal()
    store = await asyncio.to_thread(derived, for_worker(settings))
    async with _parts(settings, store, stopped, WORKER) as parts:
        if parts is None:
            return
        async with living(parts.house) as task:
            log.info("working")
            await until_stopped(task, stopped, asyncio.sleep(0))


async def demo(settings: Settings, folder: Path, people: int = 1000, seed: int = 1) -> None:
    """Serve the chat page of a sandbox until SIGINT or SIGTERM, on a database of made-up interviews in `folder`."""
    from bot.sandbox import server, stage, world
    from bot.sandbox.past import close_weeks
    from bot.sandbox.population import fill

    stopped = stop_signal()
    # Whatever the environment says: the made-up interviews stay in their folder.
    settings = replace(stage.dressed(settings, folder), database_url="")
    keys = Keys(settings.secret_key)
    telegram = world.World()
    pages = server.build(telegram)
    page = Serving(pages, settings.host, settings.port)
    address = f"http://{settings.host}:{page.port}"
    store = await asyncio.to_thread(prepare, settings, clock.now(), demo=True)
    if people and await asyncio.to_thread(stage.is_empty, store):
        print(say("en", "demo.made_up", people=people), flush=True)  # noqa: T201
        await asyncio.to_thread(fill, store, keys, people, seed, clock.now())
        await asyncio.to_thread(close_weeks, store, clock.now())
    shelf = Shelf(store, clock.now)
    # Before those of the chat, which answer at every address.
    pages.router.routes[:0] = published(shelf.methods, shelf.figures)
    await remember_link(store, f"{address}/?start=")
    await page.start()
    settings = replace(settings, telegram_api=address, token=telegram.token)
    client = Client(settings.telegram_api, settings.token)
    print(*(say("en", f"demo.{line}", address=address) for line in ("ready", "figures", "stop")), sep="\n", flush=True)  # noqa: T201
    try:
        async with living(House(store, keys, client, telegram.me.id)) as task:
            await until_stopped(task, stopped, _dress(client, settings))
    finally:
        telegram.close()
        await page.stop()
        await client.close()
        store.close()


def log_plainly() -> None:
    """One plain line for everything that happens, on stderr."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


@asynccontextmanager
async def _parts(
    settings: Settings, store: Store, stopped: asyncio.Event, duties: AbstractSet[Duty]
) -> AsyncGenerator[_Parts | None]:
    """The parts of a process, closed at the end; None if it was stopped before Telegram answered."""
    client = Client(settings.telegram_api, settings.token, settings.proxy)
    try:
        me = await introduce(client, stopped)
        keys = Keys(settings.secret_key)
        yield None if me is None else _Parts(store, client, me, House(store, keys, client, me.id, duties=duties))
    finally:
        await client.close()
        store.close()


def _webhook(settings: Settings, parts: _Parts) -> Serving:
    """The webhook and the page on one port."""
    house = parts.house
    hook = webhook.Hook(settings.webhook_secret, house.desk.take, house.deliver, clock.now)
    return Serving(webhook.before(_page(settings, parts), hook, settings.webhook_path), settings.host, settings.port)


def _page(settings: Settings, parts: _Parts) -> Starlette:
    house = parts.house
    return build(Page(settings.operator, parts.chat), house.health, house.shelf.methods, house.shelf.figures)


async def _dress(client: Client, settings: Settings) -> None:
    from bot.telegram.menus import dress

    try:
        await dress(client, settings.telegram_api, settings.token)
    except Exception as error:  # noqa: BLE001 - the bot serves without its menus, too
        log.warning("the menus could not be set: %s", traced(error))
