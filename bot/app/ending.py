"""How a process ends: on a signal, in an order in which nothing that is under way is lost."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable

from bot.app.house import House
from bot.errors import traced
from bot.web.serving import Serving

log = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def stop_signal() -> asyncio.Event:
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


@contextlib.asynccontextmanager
async def living(house: House, serving: Serving | None = None) -> AsyncIterator["asyncio.Task[None]"]:
    """The house lives, and what is served beside it listens, while the block runs."""
    task = asyncio.create_task(house.live())
    if serving:
        await serving.start()
    try:
        yield task
    finally:
        log.info("stopping")
        if serving:
            # First: what Telegram brings now must still find an open desk, and nothing may come after it is closed.
            await serving.stop()
        house.stop()
        await task


async def until_stopped(task: "asyncio.Task[None]", stopped: asyncio.Event, beside: Awaitable[object]) -> None:
    """Wait for the signal, or for the house to fail; `beside` may fail or be dropped."""
    aside = asyncio.ensure_future(beside)
    stop = asyncio.ensure_future(stopped.wait())
    await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
    for each in (aside, stop):
        each.cancel()
    failures = await asyncio.gather(aside, stop, return_exceptions=True)
    for failure in failures:
        if isinstance(failure, Exception):
            log.warning("what ran beside the bot failed: %s", traced(failure))
