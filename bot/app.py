"""The one place where the parts meet: settings in, a running bot out."""

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.delivery.drain import Drain
from bot.errors import SettingsError, StoreError, traced
from bot.schedule.run import Schedule
from bot.settings import Settings, for_real_people
from bot.store import meta, revisions
from bot.store.engine import Store, check_version, open_store
from bot.store.keys import Keys
from bot.telegram.calls import Replies
from bot.telegram.client import Client
from bot.telegram.gateway import TelegramGateway
from bot.telegram.hello import introduce
from bot.telegram.polling import Polling
from bot.texts import say
from bot.usecases import digest
from bot.usecases.desk import Desk
from bot.usecases.exchange import Errand, Reply
from bot.usecases.publish import publish_missing
from bot.web.server import Health, Page, build
from bot.web.serving import Serving

log = logging.getLogger(__name__)

END_SECONDS = 10
"""How long replies and owed messages that are under way may hold up the end of the process."""

QUIET = ("telegram", "httpx", "apscheduler", "aiohttp", "uvicorn", "asyncio", "alembic")
"""Libraries that are heard only when something is wrong; telegram would write the token into its debug lines."""


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_MIXED = {
    True: "{database} is no demo: start the demo in another folder (--folder).",
    False: "{database} holds made-up interviews of a demo: name another file with NEGE_DATABASE.",
}


async def run(settings: Settings) -> None:
    """Serve real people until SIGINT or SIGTERM: polling, schedule and web page in this process.

    Raises:
        SettingsError: a setting is missing or unsafe, or Telegram does not know the token.
        ScriptError: a survey that should be published has errors.
    """
    stopped = _stopped()
    keys = Keys(for_real_people(settings).secret_key)
    store = await asyncio.to_thread(prepare, settings, clock.now())
    client = Client(settings.telegram_api, settings.token, settings.proxy)
    try:
        me = await introduce(client, stopped)
        if me is None:
            return
        chat = f"https://t.me/{me.username}"
        await asyncio.to_thread(_remember, store, link=f"{chat}?start=")
        house = House(store, keys, client, me.id)
        web = Serving(build(Page(settings.operator, chat), house.health), settings.host, settings.port)
        await web.start()
        log.info("serving; the web page is on port %d", web.port)
        await _live(house, _dress(client, settings), stopped)
        await web.stop()
    finally:
        await client.close()
        store.close()


async def demo(settings: Settings, folder: Path, people: int = 700, seed: int = 1) -> None:
    """Serve the chat page of a sandbox until SIGINT or SIGTERM, on a database of made-up interviews in `folder`."""
    from bot.sandbox import server, stage, world
    from bot.sandbox.population import fill

    stopped = _stopped()
    settings = stage.dressed(settings, folder)
    keys = Keys(settings.secret_key)
    telegram = world.World()
    page = Serving(server.build(telegram), settings.host, settings.port)
    address = f"http://{settings.host}:{page.port}"
    store = await asyncio.to_thread(prepare, settings, clock.now(), demo=True)
    if people and await asyncio.to_thread(stage.is_empty, store):
        print(say("en", "demo.made_up", people=people), flush=True)  # noqa: T201
        await asyncio.to_thread(fill, store, keys, people, seed, clock.now())
    await asyncio.to_thread(_remember, store, link=f"{address}/?start=")
    await page.start()
    settings = replace(settings, telegram_api=address, token=telegram.token)
    client = Client(settings.telegram_api, settings.token)
    print(say("en", "demo.ready", address=f"{address}/"), say("en", "demo.stop"), sep="\n", flush=True)  # noqa: T201
    try:
        await _live(House(store, keys, client, telegram.me.id), _dress(client, settings), stopped)
    finally:
        telegram.close()
        await page.stop()
        await client.close()
        store.close()


def prepare(settings: Settings, now: int, *, demo: bool = False) -> Store:
    """The database of this version, with every survey that was never published published.

    Raises:
        SettingsError: real people and made-up ones would come into one database.
        StoreError: the file is no database of Nege.
        ScriptError: a survey that should be published has errors.
    """
    store = open_store(settings.database, create=True)
    try:
        _devote(store, settings.database, demo=demo)
        publish_missing(store, settings, now)
    except BaseException:
        store.close()
        raise
    return store


def log_plainly() -> None:
    """One plain line for everything that happens, on stderr."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class House:
    """Everything that serves one bot on one database: desk, replies, polling, schedule, owed messages."""

    def __init__(self, store: Store, keys: Keys, client: Client, bot_id: int, now: Callable[[], int] = clock.now) -> None:
        self._store = store
        self._now = now
        self._errands: set[asyncio.Task[None]] = set()
        self.desk = Desk(store, keys, bot_id=bot_id, clock=now)
        self.replies = Replies(client, self.desk.mark, self.desk.unreachable)
        self.polling = Polling(client, self.desk.take, self.deliver, now)
        self.drain = Drain(store, keys, TelegramGateway(client), now)
        self.schedule = Schedule(
            {"close_week": self.close_week, "digests": self.digests, "sweep": self.sweep, "drain": self.drain.run}
        )

    async def live(self) -> None:
        """Serve until `polling.stop`, then finish what is under way, in the order in which one part needs another."""
        await self.desk.start()
        self.schedule.start()
        await self.polling.run()
        await self.schedule.stop(END_SECONDS)
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self.replies.finish(END_SECONDS)
        await self.desk.close()

    def deliver(self, reply: Reply) -> None:
        """Send a reply, and run its errand beside it."""
        self.replies.put(reply)
        if reply.errand:
            task = asyncio.create_task(self._run(reply.errand))
            self._errands.add(task)
            task.add_done_callback(self._errands.discard)

    async def sweep(self) -> None:
        """Show again what is not shown, unless it is on its way."""
        for reply in await self.desk.sweep():
            if not self.replies.busy(reply.chat):
                self.replies.put(reply)

    async def close_week(self) -> None:
        await asyncio.to_thread(digest.close_week, self._store, self._now())

    async def digests(self) -> None:
        if await asyncio.to_thread(digest.make_due, self._store, self._now()):
            self.schedule.wake("drain")

    async def health(self) -> Health:
        """What /health tells."""
        database, migrated = await asyncio.to_thread(_examined, self._store)
        answered = self.polling.answered_at
        return Health(database, migrated, self._now() - answered if answered else None)

    async def _run(self, errand: Errand) -> None:
        try:
            await asyncio.to_thread(ERRANDS[errand.name], self._store, errand.role, self._now())
        except Exception as error:  # noqa: BLE001 - an errand must not end the process
            log.error("the errand %s failed: %s", errand.name, traced(error))  # noqa: TRY400 - its words could hold a figure
        self.schedule.wake("drain")


ERRANDS: dict[str, Callable[[Store, int, int], object]] = {"digest": digest.for_role}


async def _live(house: House, beside: Awaitable[object], stopped: asyncio.Event) -> None:
    """Serve until `stopped`; `beside` is something that may fail or be dropped."""
    living = asyncio.create_task(house.live())
    aside = asyncio.ensure_future(beside)
    await asyncio.wait({living, asyncio.create_task(stopped.wait())}, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    aside.cancel()
    house.polling.stop()
    await asyncio.gather(aside, return_exceptions=True)
    await living


async def _dress(client: Client, settings: Settings) -> None:
    from bot.telegram.menus import dress

    try:
        await dress(client, settings.telegram_api, settings.token)
    except Exception as error:  # noqa: BLE001 - the bot serves without its menus, too
        log.warning("the menus could not be set: %s", traced(error))


def _stopped() -> asyncio.Event:
    """Set by SIGINT or SIGTERM."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop() -> None:
        stopped.set()
        for number in _SIGNALS:
            # Who presses Ctrl+C twice does not want to wait.
            loop.remove_signal_handler(number)

    for number in _SIGNALS:
        loop.add_signal_handler(number, stop)
    return stopped


def _devote(store: Store, path: Path, *, demo: bool) -> None:
    """A database is a demo's or real people's for ever; raises SettingsError if it is the other's already."""
    with store.write() as tx:
        used, made_up = bool(revisions.listed(tx)), meta.demo(tx)
        if used and made_up != demo:
            raise SettingsError(_MIXED[demo].format(database=path))
        if demo:
            # Before anything is made from it: everything that is must say so.
            meta.put(tx, "demo", "1")


def _remember(store: Store, **facts: str) -> None:
    with store.write() as tx:
        for name, value in facts.items():
            meta.put(tx, name, value)


def _examined(store: Store) -> tuple[bool, bool]:
    """Does the database answer, and are its tables those of this version?"""
    try:
        check_version(store)
    except StoreError:
        return True, False
    except SQLAlchemyError:
        return False, False
    return True, True
