"""Everything that serves one bot on one database, in one process: all of it, or the part of a process among several."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final, Literal, TypeAlias

from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.app.lookout import Lookout
from bot.app.shelf import Shelf
from bot.delivery.drain import Drain
from bot.errors import StoreError, traced
from bot.schedule.run import Schedule
from bot.stats.weeks import shift, week_of
from bot.store import interviews, roles
from bot.store import methods as frozen
from bot.store.engine import Store, check_version
from bot.store.keys import Keys
from bot.telegram.calls import Replies
from bot.telegram.client import Client
from bot.telegram.gateway import TelegramGateway
from bot.telegram.polling import Polling
from bot.telegram.role_menus import dress_role
from bot.usecases import child, expire, remind
from bot.usecases.child import ChildError, end_children, in_child
from bot.usecases.desk import Desk
from bot.usecases.exchange import Errand, Reply
from bot.web.server import Health

log = logging.getLogger(__name__)

END_SECONDS = 10
"""How long replies and owed messages that are under way may hold up the end of the process."""

SLOW_SECONDS = 2
"""A reply that is under way for so long is announced, or the sweep of another process would take it for lost."""

ANNOUNCED_SECONDS = 10

EVERYBODY: Final = 0
"""In place of the number of one role."""

Duty: TypeAlias = Literal["poll", "schedule"]
"""`poll`: ask Telegram for updates. `schedule`: sweep, owed messages, and what happens on Mondays."""

ALL: Final[frozenset[Duty]] = frozenset({"poll", "schedule"})
WEB: Final[frozenset[Duty]] = frozenset()
WORKER: Final[frozenset[Duty]] = frozenset({"schedule"})


class House:
    """Desk, replies, polling, schedule, owed messages.

    `duties`: what it does besides taking updates and replying. `dice`: chance for nonces and shuffles, the system's if None.
    """

    def __init__(  # noqa: PLR0913 - the last three have their usual values
        self,
        store: Store,
        keys: Keys,
        client: Client,
        bot_id: int,
        now: Callable[[], int] = clock.now,
        duties: AbstractSet[Duty] = ALL,
        *,
        dice: random.Random | None = None,
    ) -> None:
        self._store = store
        self._keys = keys
        self._client = client
        self._now = now
        self._duties = duties
        self._ended = asyncio.Event()
        self._errands: set[asyncio.Task[None]] = set()
        self.shelf = Shelf(store, now)
        self.desk = Desk(store, keys, bot_id=bot_id, clock=now, dice=dice)
        self.replies = Replies(client, self.desk.mark, self.desk.unreachable)
        self.polling = Polling(client, self.desk.take, self.deliver, now)
        self.lookout = Lookout(client, now)
        self.drain = Drain(store, keys, TelegramGateway(client), now)
        self.schedule = Schedule(
            {
                "close_week": self.close_week,
                "digests": self.digests,
                "sweep": self.sweep,
                "drain": self.drain.run,
                "remind": self.remind,
            }
        )

    async def live(self) -> None:
        """Serve until `stop`, then finish what is under way, in the order in which one part needs another."""
        await self.desk.start()
        if "schedule" in self._duties:
            self.schedule.start()
            # The list of commands may be another one in this version.
            self._send_out(Errand("menu", EVERYBODY))
        await (self.polling.run() if "poll" in self._duties else self._announce())
        self.drain.stop()
        end_children(child.CLOSE_WEEK, child.MAKE_DUE)
        await self.schedule.stop(END_SECONDS)
        if self._errands:
            await asyncio.wait(self._errands, timeout=END_SECONDS)
        end_children()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self.replies.finish(END_SECONDS)
        await self.desk.close()

    def stop(self) -> None:
        """End `live`."""
        self._ended.set()
        self.polling.stop()

    def deliver(self, reply: Reply) -> None:
        """Send a reply, and run its errand beside it."""
        self.replies.put(reply)
        if reply.errand:
            self._send_out(reply.errand)

    async def sweep(self) -> None:
        """Show again what is not shown, unless it is on its way."""
        for reply in await self.desk.sweep():
            if not self.replies.busy(reply.chat):
                self.replies.put(reply)

    async def _announce(self) -> None:
        """Until the end, tell other processes which replies are still on their way here, and leave nothing erased in a log."""
        while not self._ended.is_set():
            await self.desk.empty_log()
            for interview in sorted(self.replies.slow(SLOW_SECONDS)):
                try:
                    await asyncio.to_thread(_on_its_way, self._store, interview, self._now() + ANNOUNCED_SECONDS)
                except SQLAlchemyError as error:
                    log.warning("a slow reply could not be announced: %s", traced(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), 1)

    async def close_week(self) -> None:
        """Freeze the last week, unless that was done: a process of its own is not started for nothing."""
        if not await asyncio.to_thread(_closed, self._store, self._now()):
            await self._aside(child.CLOSE_WEEK)

    async def digests(self) -> None:
        """Owe the weekly message, if there is anybody to owe it to."""
        if await asyncio.to_thread(_has_officials, self._store) and await self._aside(child.MAKE_DUE):
            self.schedule.wake("drain")

    async def remind(self) -> None:
        """End what was left for good before anybody is reminded of it."""
        ended = expire.LIMIT
        while ended == expire.LIMIT:
            ended = await asyncio.to_thread(expire.expire, self._store, self._now())
        if await asyncio.to_thread(remind.make_due, self._store, self._now()):
            self.schedule.wake("drain")

    async def _aside(self, work: str) -> object:
        """Do work of the schedule in a process of its own; what ends with the house is done again at the next start."""
        try:
            return await asyncio.to_thread(in_child, self._store, work, self._now())
        except ChildError:
            if self._ended.is_set():
                return None
            raise

    async def health(self) -> Health:
        """What /health tells."""
        database, migrated = await asyncio.to_thread(_examined, self._store)
        answered = self.polling.answered_at
        silence = self._now() - answered if answered else None
        return Health(database, migrated, silence, polls="poll" in self._duties, webhook=await self.lookout.look())

    def _send_out(self, errand: Errand) -> None:
        task = asyncio.create_task(self._run(errand))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _dress(self, role_id: int) -> None:
        for role in await asyncio.to_thread(_officials, self._store):
            if role_id in {role.id, EVERYBODY} and not self._ended.is_set():
                await dress_role(self._client, role.kind, role.language, self._keys.open_role_address(role.address))

    async def _run(self, errand: Errand) -> None:
        try:
            if errand.name == "menu":
                await self._dress(errand.role)
            else:
                await asyncio.to_thread(ERRANDS[errand.name], self._store, errand.role, self._now())
        except Exception as error:  # noqa: BLE001 - an errand must not end the process
            log.error("the errand %s failed: %s", errand.name, traced(error))  # noqa: TRY400 - its words could hold a figure
        self.schedule.wake("drain")


def _digest(store: Store, role: int, now: int) -> object:
    return in_child(store, child.DIGEST, role, now)


ERRANDS: dict[str, Callable[[Store, int, int], object]] = {"digest": _digest}


def _officials(store: Store) -> tuple[roles.Held, ...]:
    with store.read() as tx:
        return roles.officials(tx)


def _on_its_way(store: Store, interview: int, until: int) -> None:
    # One at a time: whoever locks one row only cannot stand in anybody's way for long.
    with store.write() as tx:
        interviews.on_its_way(tx, interview, until)


def _closed(store: Store, now: int) -> bool:
    with store.read() as tx:
        return frozen.closed(tx, shift(week_of(now), -1))


def _has_officials(store: Store) -> bool:
    with store.read() as tx:
        return bool(roles.officials(tx))


def _examined(store: Store) -> tuple[bool, bool]:
    """Does the database answer, and are its tables those of this version?"""
    try:
        check_version(store)
    except StoreError:
        return True, False
    except SQLAlchemyError:
        return False, False
    return True, True
