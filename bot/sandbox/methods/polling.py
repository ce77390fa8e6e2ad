"""getUpdates."""

import asyncio

from msgspec import Struct

from bot.sandbox.methods.method import Method
from bot.sandbox.objects import Update
from bot.sandbox.refusal import CONFLICT, WEBHOOK_ACTIVE, WEBHOOK_SET, RefusedError
from bot.sandbox.world import World

LIMIT = 100
LONGEST_POLL = 50


class GetUpdates(Struct, frozen=True):
    offset: int = 0
    limit: int = LIMIT
    timeout: int = 0
    allowed_updates: tuple[str, ...] | None = None


async def _updates(world: World, given: GetUpdates) -> tuple[Update, ...]:
    """What waits, or what comes within `timeout` seconds. Of two that poll at once the earlier is refused."""
    if world.webhook is not None:
        await _refuse(world, WEBHOOK_ACTIVE)
    world.poller = mine = world.poller + 1
    world.bell.ring()
    if given.allowed_updates is not None:
        world.queue.allowed = given.allowed_updates
    world.queue.confirm(given.offset)
    limit, seconds = min(max(given.limit, 1), LIMIT), min(max(given.timeout, 0), LONGEST_POLL)
    await world.bell.until(lambda: world.closed or world.poller != mine or bool(world.queue.look(limit)), seconds)
    if world.poller != mine:
        await _refuse(world, CONFLICT if world.webhook is None else WEBHOOK_SET)
    return world.queue.look(limit)


async def _refuse(world: World, words: str) -> None:
    await asyncio.sleep(world.conflict_seconds)
    raise RefusedError(409, words)


METHODS = (Method("getUpdates", GetUpdates, _updates),)
