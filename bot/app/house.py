"""Everything that serves one bot on one database, in one process: all of it, or the part of a process among several."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final, Literal, TypeAlias

from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.delivery.drain import Drain
from bot.errors import StoreError, traced
from bot.schedule.run import Schedule
from bot.store import interviews, roles
from bot.store.engine import Store, check_version
from bot.store.keys import Keys
from bot.telegram.calls import Replies
from bot.telegram.client import Client
from bot.telegram.gateway import TelegramGateway
from bot.telegram.polling import Polling
from bot.telegram.role_menus import dress_role
from bot.usecases import digest, expire, remind
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
    """Desk, replies, polling, schedule, owed messages. `duties`: what it does besides taking updates and replying."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        client: Client,
        bot_id: int,
        now: Callable[[], int] = clock.now,
        duties: AbstractSet[Duty] = ALL,
    ) -> None:
        self._store = store
        self._keys = keys
        self._client = client
        self._now = now
        self._duties = duties
        self._ended = asyncio.Event()
        self._errands: set[asyncio.Task[None]] = set()
        self.desk = Desk(store, keys, bot_id=bot_id, clock=now)
        self.replies = Replies(client, self.desk.mark, self.desk.unreachable)
        self.polling = Polling(client, self.desk.take, self.deliver, now)
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
        await self.schedule.stop(END_SECONDS)
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
        await asyncio.to_thread(digest.close_week, self._store, self._now())

    async def digests(self) -> None:
        if await asyncio.to_thread(digest.make_due, self._store, self._now()):
            self.schedule.wake("drain")

    async def remind(self) -> None:
        """End what was left for good before anybody is reminded of it."""
        ended = expire.LIMIT
        while ended == expire.LIMIT:
            ended = await asyncio.to_thread(expire.expire, self._store, self._now())
        if await asyncio.to_thread(remind.make_due, self._store, self._now()):
            self.schedule.wake("drain")

    async def health(self) -> Health:
        """What /health tells."""
        database, migrated = await asyncio.to_thread(_examined, self._store)
        answered = self.polling.answered_at
        return Health(database, migrated, self._now() - answered if answered else None, polls="poll" in self._duties)

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


ERRANDS: dict[str, Callable[[Store, int, int], object]] = {"digest": digest.for_role}


def _officials(store: Store) -> tuple[roles.Held, ...]:
    with store.read() as tx:
        return roles.officials(tx)


def _on_its_way(store: Store, interview: int, until: int) -> None:
    # One at a time: whoever locks one row only cannot stand in anybody's way for long.
    with store.write() as tx:
        interviews.on_its_way(tx, interview, until)


def _examined(store: Store) -> tuple[bool, bool]:
    """Does the database answer, and are its tables those of this version?"""
    try:
        check_version(store)
    except StoreError:
        return True, False
    except SQLAlchemyError:
        return False, False
    return True, True
