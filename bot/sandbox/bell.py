"""Waiting for something to become true, without asking again and again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """`ring` wakes everybody who waits in `until`; all of them live in one loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until(self, found: Callable[[], T], seconds: float) -> T:
        """The first true value of `found`, which is asked now and after every ring; what it gives at the end of the wait."""
        end = asyncio.get_running_loop().time() + seconds
        while not (value := found()):
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                break
            await self._next(left)
        return value

    async def _next(self, seconds: float) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await asyncio.wait({waiter}, timeout=seconds)
        finally:
            self._waiting.discard(waiter)
