"""The desk: updates that arrive while a transaction runs wait, and all that wait go into the next one.

One writer thread. `take` comes back after the commit, so that an update is acknowledged only when it is kept.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError, traced
from bot.interview.effects import Say
from bot.store import interviews, seen
from bot.store.engine import Store, again, away, reason
from bot.store.keys import Keys
from bot.usecases.batch import Handled, Office, claim, hold, languages, play
from bot.usecases.exchange import Incoming, Reply, Shown
from bot.usecases.poison import skeleton, where
from bot.usecases.sweep import SETTLED_SECONDS, sweep
from bot.usecases.unopened import everywhere

log = logging.getLogger(__name__)

LARGEST_BATCH = 256
TRIES = 5
"""So often a transaction is tried that met another one; then its updates are not acknowledged, and come again."""

Result = TypeVar("Result")


@dataclass(slots=True)
class _Notes:
    """What happened in the chats since the last transaction."""

    shown: list[Shown] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.shown or self.gone)

    @property
    def interviews(self) -> set[int]:
        return {shown.interview for shown in self.shown} | set(self.gone)

    def write(self, tx: Connection) -> None:
        """Write them; the people of these interviews are held."""
        interviews.mark_shown(tx, [(shown.interview, shown.turn, shown.message) for shown in self.shown])
        for interview in self.gone:
            interviews.unreachable(tx, interview)

    def try_to_write(self, tx: Connection, office: Office) -> None:
        """Write, unless the notes themselves are wrong: what was shown and not marked is only shown once more."""
        try:
            with tx.begin_nested():
                hold(tx, office, (), self.interviews)
                self.write(tx)
        except Exception as error:
            if away(error):
                raise
            log.error("notes of what was shown are dropped: %s", traced(error))  # noqa: TRY400 - ids of messages


class Desk:
    """Takes updates and gives their replies after the commit. `async with`, or `start` and `close`."""

    def __init__(
        self, store: Store, keys: Keys, *, bot_id: int, clock: Callable[[], int], dice: random.Random | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._office = Office(keys, bot_id, dice or random.SystemRandom(), store.journal)
        self._waiting: list[tuple[Incoming, asyncio.Future[Reply]]] = []
        self._notes = _Notes()
        self._work = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._loop: asyncio.Task[None] | None = None
        self._open = False
        self._log_owed = False

    async def start(self) -> None:
        self._open = True
        self._loop = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Write what waits, then end the writer thread; nothing is taken any more."""
        self._open = False
        self._work.set()
        if self._loop:
            await self._loop
        self._thread.shutdown()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def take(self, incoming: Incoming) -> Reply:
        """Handle one update; returns after the commit.

        Raises:
            StoreError: the database could not keep it (away, locked, full), or the desk is closed: it must not be
                acknowledged.
        """
        if not self._open:
            raise StoreError("The desk is closed: nothing is taken.")
        kept: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append((incoming, kept))
        self._work.set()
        return await kept

    def mark(self, shown: Shown) -> None:
        """A turn stands in its chat; written with the next transaction."""
        self._notes.shown.append(shown)
        self._work.set()

    def unreachable(self, interview: int) -> None:
        """The person of this interview cannot be written to."""
        self._notes.gone.append(interview)
        self._work.set()

    async def sweep(self, *, settled: int = SETTLED_SECONDS) -> list[Reply]:
        """What has to be shown again now: interviews that changed at least `settled` seconds ago and were never shown."""
        notes, self._notes = self._notes, _Notes()
        try:
            if notes:
                await self._write(lambda tx: notes.try_to_write(tx, self._office))
        except StoreError:
            self._remember(notes)
            raise
        try:
            return await self._write(lambda tx: sweep(tx, self._office.keys, self._clock(), settled=settled))
        finally:
            await self.empty_log()

    async def _run(self) -> None:
        while self._open:
            await self._work.wait()
            self._work.clear()
            await self._round()

    async def _round(self) -> None:
        while self._waiting or self._notes:
            taken, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            notes, self._notes = self._notes, _Notes()
            try:
                replies = await self._replies([incoming for incoming, _ in taken], notes)
            except StoreError as error:
                self._remember(notes)
                taken, self._waiting = taken + self._waiting, []
                _settle([kept for _, kept in taken], error)
                return
            for (_, kept), reply in zip(taken, replies, strict=True):
                _settle([kept], reply)

    async def _replies(self, batch: Sequence[Incoming], notes: _Notes) -> list[Reply]:
        """The replies after the commit; whatever else happens is a StoreError, because the loop must go on."""
        try:
            handled = await self._handled(batch, notes)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - a bug, too, must not end the loop and leave everybody waiting
            log.error("a batch could not be kept: %s", traced(error))  # noqa: TRY400 - its words could hold an answer
            raise StoreError("The batch could not be kept.") from None
        self._log_owed = self._log_owed or handled.erased
        await self.empty_log()
        return handled.replies

    async def _handled(self, batch: Sequence[Incoming], notes: _Notes) -> Handled:
        try:
            return await self._write(lambda tx: self._handle(tx, batch, notes))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - data or code: find the culprit, keep the others
            log.warning("a batch failed (%s); its updates are taken one by one", traced(error))
            return await self._write(lambda tx: self._each_alone(tx, batch, notes))

    async def empty_log(self) -> None:
        """Until the log is empty, what was erased still stands in a file: a reader in the way only delays it, so try again."""
        if self._log_owed:
            self._log_owed = not await asyncio.get_running_loop().run_in_executor(self._thread, self._emptied)

    def _emptied(self) -> bool:
        try:
            return self._store.forget_log()
        except DBAPIError as error:
            log.warning("the write-ahead log could not be emptied yet: %s", traced(error))
            return False

    def _remember(self, notes: _Notes) -> None:
        self._notes = _Notes(notes.shown + self._notes.shown, notes.gone + self._notes.gone)

    def _handle(self, tx: Connection, batch: Sequence[Incoming], notes: _Notes) -> Handled:
        new = claim(tx, self._office, batch, self._clock())
        hold(tx, self._office, batch, notes.interviews)
        notes.write(tx)
        return play(tx, self._office, batch, new, self._clock())

    def _each_alone(self, tx: Connection, batch: Sequence[Incoming], notes: _Notes) -> Handled:
        new, bad = self._claim_each(tx, batch)
        hold(tx, self._office, batch)
        notes.try_to_write(tx, self._office)
        replies, erased = [], False
        for incoming in batch:
            handled = self._safely(tx, incoming, new, bad)
            replies += handled.replies
            erased = erased or handled.erased
        return Handled(replies, erased)

    def _safely(self, tx: Connection, incoming: Incoming, new: set[int], bad: Mapping[int, Exception]) -> Handled:
        if incoming.update_id in bad:
            return self._poison(tx, incoming, bad[incoming.update_id])
        try:
            with tx.begin_nested():
                return play(tx, self._office, [incoming], new, self._clock())
        except Exception as error:
            if away(error):
                raise
            return self._poison(tx, incoming, error)

    def _claim_each(self, tx: Connection, batch: Sequence[Incoming]) -> tuple[set[int], dict[int, Exception]]:
        """The new ones, and those that cannot even be noted as seen."""
        new: set[int] = set()
        bad: dict[int, Exception] = {}
        for incoming in sorted(batch, key=lambda each: each.update_id):
            try:
                with tx.begin_nested():
                    new |= claim(tx, self._office, [incoming], self._clock())
            except Exception as error:
                if away(error):
                    raise
                bad[incoming.update_id] = error
        return new, bad

    def _poison(self, tx: Connection, incoming: Incoming, error: Exception) -> Handled:
        """This is the culprit: it is kept as a skeleton, acknowledged, and its sender is told."""
        try:
            with tx.begin_nested():
                seen.add_failed(tx, incoming.update_id, skeleton(incoming), where(error), self._clock())
        except Exception as second:
            if away(second):
                raise
            log.error("an update failed, and so did its skeleton: %s", traced(second))  # noqa: TRY400 - words of people
        words = Say(everywhere("desk.failed", languages(tx, self._office, incoming)))
        return Handled([Reply(incoming.chat, (words,), callback=incoming.callback)], erased=False)

    async def _write(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, work)

    def _transaction(self, work: Callable[[Connection], Result]) -> Result:
        for tries in count(1):
            try:
                with self._store.write() as tx:
                    return work(tx)
            except SQLAlchemyError as error:
                if tries < TRIES and again(error):
                    log.info("a transaction is tried again: %s", traced(error))
                elif away(error):
                    raise StoreError(f"the database could not keep a batch ({reason(error)})") from None
                else:
                    raise
        raise AssertionError("one of the tries returns or raises")


def _settle(waiting: Sequence["asyncio.Future[Reply]"], result: Reply | StoreError) -> None:
    for kept in waiting:
        if kept.done():
            continue
        if isinstance(result, StoreError):
            kept.set_exception(result)
        else:
            kept.set_result(result)
