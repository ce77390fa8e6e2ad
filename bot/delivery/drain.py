"""Owed messages out: what is due is sent at a pace, and what happened is written down before the next part goes.

Of all processes one sends at a time, under a lease: no call begins that could still be under way when the lease has ended.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final, assert_never

from cryptography.fernet import InvalidToken

from bot.delivery.gateway import SEND_SECONDS, Gateway
from bot.delivery.pace import Pace, book
from bot.delivery.retry import Gone, Later, Patience, decide, hopeless, refused
from bot.delivery.trouble import tell
from bot.errors import TransportError
from bot.message import Message
from bot.stats.hours import awake
from bot.store import interviews, leases, outbox, reminders
from bot.store.engine import Store
from bot.store.keys import Keys
from bot.store.outbox import Owed

log = logging.getLogger(__name__)

BATCH = 200
"""So many owed messages are read at once."""

LEASE: Final = "drain"
LEASE_SECONDS: Final = 90
"""Longer than two calls may take: the lease is moved on between calls. After a crash nobody sends for so long."""

SPARE_SECONDS: Final = 5
"""For clocks that are read in whole seconds, and for a loop that is busy between the look at the lease and the call."""


class _LostError(Exception):
    """Somebody else holds the lease now, or this process ends: no further call begins here."""


class Drain:
    """Sends what is due; `clock` gives seconds since 1970. Transactions run in threads: the loop serves citizens meanwhile."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        gateway: Gateway,
        clock: Callable[[], int],
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._keys = keys
        self._gateway = gateway
        self._clock = clock
        self._sleep = sleep
        self._pace = Pace()
        self._holder = secrets.token_hex(8)
        self._safe_until = 0.0
        self._extending = asyncio.Lock()
        self._stopped = False

    async def run(self) -> int:
        """Send everything that is due now, and return how many messages went; what failed is due again later.

        Nothing is sent while another process sends.

        Raises:
            sqlalchemy.exc.OperationalError: the database could not be read or written; what was sent but could not be
                marked is sent again.
        """
        if not await asyncio.to_thread(self._due):
            return 0
        try:
            await self._hold()
            return await self._all()
        except _LostError:
            return 0
        finally:
            await asyncio.to_thread(self._free)

    def stop(self) -> None:
        """Begin no further call; `run` comes back when those under way are done and marked."""
        self._stopped = True

    async def _all(self) -> int:
        count = 0
        # Read under the lease: what was due before may have been sent meanwhile.
        while rows := await asyncio.to_thread(self._due):
            results = await asyncio.gather(*map(self._person, _by_person(rows)), return_exceptions=True)
            for result in results:
                if isinstance(result, BaseException):
                    raise result
                count += result
        return count

    async def _hold(self) -> None:
        """Be the one who sends, for at least as long as one call may take; raises _LostError if somebody else is."""
        async with self._extending:
            begun = time.monotonic()
            if self._stopped:
                raise _LostError
            if begun + SEND_SECONDS + SPARE_SECONDS < self._safe_until:
                return
            if not await asyncio.to_thread(self._take):
                raise _LostError
            self._safe_until = begun + LEASE_SECONDS

    async def _person(self, parts: Sequence[Owed]) -> int:
        """The messages for one person, in order; behind one that failed the rest waits as long as that one."""
        went = 0
        for count, part in enumerate(parts):
            try:
                went += await self._send(part)
            except TransportError as error:
                log.warning("an owed message could not be sent: %s", error)
                await asyncio.to_thread(self._failed, parts[count:], error)
                return went
        return went

    async def _send(self, part: Owed) -> bool:
        """Send one message and mark it; False if there is no reason for it any more, or not at this hour."""
        try:
            sent = await self._give(part, part.message)
        except TransportError as error:
            if not (refused(error) and part.message.rows):
                raise
            log.warning("an owed message goes without its buttons: %s", error)
            sent = await self._give(part, replace(part.message, rows=()))
        if sent:
            await asyncio.to_thread(self._sent, part)
        return sent

    async def _give(self, part: Owed, message: Message) -> bool:
        box = self._keys.addresses if part.interview_id else self._keys.role_addresses
        try:
            chat = box.open(part.address)
        except InvalidToken:
            raise TransportError("the address cannot be opened: is NEGE_SECRET_KEY another one now?") from None
        now = time.monotonic()
        self._pace, moment = book(self._pace, chat, now)
        await self._sleep(moment - now)
        if part.interview_id and not await asyncio.to_thread(self._wanted, part):
            return False
        # The last thing before the call: whatever took long before, the lease is long enough now.
        await self._hold()
        try:
            await asyncio.wait_for(self._gateway.send(chat, message), SEND_SECONDS)
        except TimeoutError:
            raise TransportError(f"no answer in {SEND_SECONDS} seconds") from None
        return True

    def _take(self) -> bool:
        with self._store.write() as tx:
            return leases.take(tx, LEASE, self._holder, self._clock(), LEASE_SECONDS)

    def _free(self) -> None:
        self._safe_until = 0.0
        with self._store.write() as tx:
            leases.free(tx, LEASE, self._holder)

    def _due(self) -> tuple[Owed, ...]:
        with self._store.read() as tx:
            return outbox.due(tx, self._clock(), BATCH)

    def _wanted(self, part: Owed) -> bool:
        """At the last moment before the call: people come back, and it may have become night."""
        now = self._clock()
        morning = awake(now, part.interview_id)
        with self._store.write() as tx:
            if reminders.wanted(tx, part.id) and morning == now:
                return True
            outbox.put_off(tx, part.id, morning)
            return False

    def _sent(self, part: Owed) -> None:
        with self._store.write() as tx:
            outbox.sent(tx, part.id, self._clock())
            if part.once.startswith(reminders.INVITATION):
                reminders.invited(tx, part.interview_id)

    def _failed(self, parts: Sequence[Owed], error: TransportError) -> None:
        decision = decide(error, parts[0].failures)
        now = self._clock()
        with self._store.write() as tx:
            match decision:
                case Gone() if parts[0].interview_id:
                    interviews.unreachable(tx, parts[0].interview_id)
                case Gone():
                    outbox.unreachable(tx, parts[0].role_id)
                case Patience(seconds):
                    for part in parts:
                        outbox.put_off(tx, part.id, now + seconds)
                case Later(seconds):
                    outbox.failed(tx, parts[0].id, now + seconds, str(error))
                    for part in parts[1:]:
                        outbox.put_off(tx, part.id, now + seconds)
                case _:
                    assert_never(decision)
            # A reminder that does not arrive is nobody's loss.
            if hopeless(decision) and not parts[0].interview_id:
                tell(tx, parts[0], str(error), now)


def _by_person(rows: Sequence[Owed]) -> list[tuple[Owed, ...]]:
    """The rows of each person, the longest due first."""
    return [tuple(parts) for _, parts in groupby(sorted(rows, key=_person), key=_person)]


def _person(row: Owed) -> tuple[int, int]:
    return row.role_id, row.interview_id
