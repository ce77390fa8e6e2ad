"""Owed messages out: what is due is sent at a pace, and what happened is written down before the next part goes."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import Any

from cryptography.fernet import InvalidToken

from bot.delivery.gateway import Gateway
from bot.delivery.pace import Pace, book
from bot.delivery.retry import Gone, Later, decide
from bot.errors import TransportError
from bot.store import outbox
from bot.store.engine import Store
from bot.store.keys import Keys
from bot.store.outbox import Owed

log = logging.getLogger(__name__)

BATCH = 200
"""So many owed messages are read at once."""


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

    async def run(self) -> int:
        """Send everything that is due now, and return how many messages went; what failed is due again later.

        Raises:
            sqlalchemy.exc.OperationalError: the database could not be read or written; what was sent but could not be
                marked is sent again.
        """
        count = 0
        while rows := await asyncio.to_thread(self._due):
            results = await asyncio.gather(*map(self._person, _by_role(rows)), return_exceptions=True)
            for result in results:
                if isinstance(result, BaseException):
                    raise result
                count += result
        return count

    async def _person(self, parts: Sequence[Owed]) -> int:
        """The parts for one person, in order; behind a part that failed the rest waits as long as that one."""
        for count, part in enumerate(parts):
            try:
                await self._send(part)
            except TransportError as error:
                log.warning("an owed message could not be sent: %s", error)
                await asyncio.to_thread(self._failed, parts[count:], error)
                return count
            await asyncio.to_thread(self._sent, part)
        return len(parts)

    async def _send(self, part: Owed) -> None:
        try:
            chat = self._keys.open_role_address(part.address)
        except InvalidToken:
            raise TransportError("the address cannot be opened: is NEGE_SECRET_KEY another one now?") from None
        now = time.monotonic()
        self._pace, moment = book(self._pace, chat, now)
        await self._sleep(moment - now)
        await self._gateway.send(chat, part.message)

    def _due(self) -> tuple[Owed, ...]:
        with self._store.read() as tx:
            return outbox.due(tx, self._clock(), BATCH)

    def _sent(self, part: Owed) -> None:
        with self._store.write() as tx:
            outbox.sent(tx, part.id, self._clock())

    def _failed(self, parts: Sequence[Owed], error: TransportError) -> None:
        with self._store.write() as tx:
            match decide(error, parts[0].failures):
                case Gone():
                    outbox.unreachable(tx, parts[0].role_id)
                case Later(seconds):
                    for part in parts:
                        outbox.failed(tx, part.id, self._clock() + seconds, str(error))


def _by_role(rows: Sequence[Owed]) -> list[tuple[Owed, ...]]:
    """The rows of each person, the longest due first."""
    ordered = sorted(rows, key=lambda row: row.role_id)
    return [tuple(parts) for _, parts in groupby(ordered, key=lambda row: row.role_id)]
