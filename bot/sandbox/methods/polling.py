"""getUpdates, deleteWebhook, getWebhookInfo."""

import asyncio

from msgspec import Struct

from bot.sandbox.methods.method import Method, Nothing
from bot.sandbox.objects import Update, WebhookInfo
from bot.sandbox.refusal import CONFLICT, RefusedError
from bot.sandbox.world import World

LIMIT = 100
LONGEST_POLL = 50


class GetUpdates(Struct, frozen=True):
    offset: int = 0
    limit: int = LIMIT
    timeout: int = 0
    allowed_updates: tuple[str, ...] | None = None


class DeleteWebhook(Struct, frozen=True):
    drop_pending_updates: bool = False


async def _updates(world: World, given: GetUpdates) -> tuple[Update, ...]:
    """What waits, or what comes within `timeout` seconds. Of two that poll at once the earlier is refused."""
    world.poller = mine = world.poller + 1
    world.bell.ring()
    if given.allowed_updates is not None:
        world.queue.allowed = given.allowed_updates
    world.queue.confirm(given.offset)
    limit, seconds = min(max(given.limit, 1), LIMIT), min(max(given.timeout, 0), LONGEST_POLL)
    await world.bell.until(lambda: world.closed or world.poller != mine or bool(world.queue.look(limit)), seconds)
    if world.poller != mine:
        await asyncio.sleep(world.conflict_seconds)
        raise RefusedError(409, CONFLICT)
    return world.queue.look(limit)


def _delete_webhook(world: World, given: DeleteWebhook) -> bool:
    if given.drop_pending_updates:
        world.queue.clear()
    return True


def _webhook_info(world: World, _: Nothing) -> WebhookInfo:
    return WebhookInfo("", has_custom_certificate=False, pending_update_count=len(world.queue))


METHODS = (
    Method("getUpdates", GetUpdates, _updates),
    Method("deleteWebhook", DeleteWebhook, _delete_webhook),
    Method("getWebhookInfo", Nothing, _webhook_info),
)
