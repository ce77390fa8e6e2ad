"""Getting updates by asking for them. The offset moves when everything that came is committed; replies go out beside it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from bot.errors import TransportError, traced
from bot.telegram.client import Client
from bot.telegram.patience import pause
from bot.telegram.updates import ALLOWED, Batch, read
from bot.usecases.exchange import Incoming, Reply

log = logging.getLogger(__name__)

LIMIT = 100
SPARE_SECONDS = 10
"""How much longer than the long poll itself a call to getUpdates may take."""

EXPLAINED = {
    401: "Telegram does not know this token: look at NEGE_TELEGRAM_TOKEN, or ask @BotFather for a new one",
    404: "the Bot API server does not know this token or this address: look at NEGE_TELEGRAM_TOKEN and NEGE_TELEGRAM_API",
    409: "another process takes the updates of this bot: stop the other `nege run` or `nege web` (a webhook is removed when "
    "`nege run` starts)",
}
"""What a refusal means, for the operator."""

Take = Callable[[Incoming], Awaitable[Reply]]


class Polling:
    """One loop of getUpdates.

    `take` commits one update and gives its reply; `deliver` gets each reply at once and must not block. `clock` gives the
    moment of an event; `answered_at` is when Telegram last answered, 0 before the first time.
    """

    def __init__(
        self,
        client: Client,
        take: Take,
        deliver: Callable[[Reply], None],
        clock: Callable[[], int],
        wait: int = 50,
    ) -> None:
        self._client = client
        self._take = take
        self._deliver = deliver
        self._clock = clock
        self._wait = wait
        self._stopped = asyncio.Event()
        self.offset = 0
        self.answered_at = 0

    async def run(self) -> None:
        """Poll until `stop`; never raises for the network, Telegram or the store."""
        failures = 0
        while not self._stopped.is_set():
            try:
                batch = await self._until_stopped(self._get())
                if batch is not None:
                    await self._commit(batch)
                failures = 0
            except TransportError as error:
                failures += 1
                await self._rest(explain(error), max(pause(failures), error.retry_after))
            except Exception as error:  # noqa: BLE001 - the store failed: nothing is acknowledged, everything comes again
                failures += 1
                await self._rest(f"updates could not be kept ({traced(error)})", pause(failures))

    def stop(self) -> None:
        """End the loop after what is being committed; a waiting getUpdates is dropped."""
        self._stopped.set()

    async def _get(self) -> Batch:
        body = await self._client.raw(
            "getUpdates",
            wait=self._wait + SPARE_SECONDS,
            offset=self.offset,
            limit=LIMIT,
            timeout=self._wait,
            allowed_updates=ALLOWED,
        )
        self.answered_at = self._clock()
        try:
            return read(body, self.answered_at)
        except msgspec.DecodeError:
            raise TransportError("getUpdates: the answer is no list of updates") from None

    async def _commit(self, batch: Batch) -> None:
        results = await asyncio.gather(*map(self._one, batch.incoming), return_exceptions=True)
        for failure in results:
            if failure is not None:
                raise failure
        if batch.last:
            self.offset = batch.last + 1

    async def _one(self, incoming: Incoming) -> None:
        self._deliver(await self._take(incoming))

    async def _until_stopped(self, work: Awaitable[Batch]) -> Batch | None:
        """What the work gives, or None if the loop was stopped before it was done."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return await task if task.done() else None
        finally:
            await _drop(task, stopped)

    async def _rest(self, reason: str, seconds: float) -> None:
        log.warning("%s; again in %g s", reason, seconds)
        try:
            await asyncio.wait_for(self._stopped.wait(), seconds)
        except TimeoutError:
            return


def explain(error: TransportError) -> str:
    """The failure in plain words, with what to do where that is known."""
    return f"{error} ({EXPLAINED[error.code]})" if error.code in EXPLAINED else str(error)


async def _drop(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
