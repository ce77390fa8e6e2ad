"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from urllib.parse import urlsplit

from msgspec import Struct

from bot.sandbox.methods.method import Method, Nothing
from bot.sandbox.objects import WebhookInfo
from bot.sandbox.refusal import bad
from bot.sandbox.webhook import Hook
from bot.sandbox.world import World

CONNECTIONS = 40
MOST_CONNECTIONS = 100_000
"""As on a Bot API server of one's own (`--local`), which takes http addresses and any port, too."""

SECRET_CHARS = 256


class SetWebhook(Struct, frozen=True):
    url: str
    max_connections: int = CONNECTIONS
    allowed_updates: tuple[str, ...] | None = None
    drop_pending_updates: bool = False
    secret_token: str = ""


class DeleteWebhook(Struct, frozen=True):
    drop_pending_updates: bool = False


def _set(world: World, given: SetWebhook) -> bool:
    hook = _hook(given)
    if given.allowed_updates is not None:
        world.queue.allowed = given.allowed_updates
    world.hook(hook, drop=given.drop_pending_updates)
    return True


def _delete(world: World, given: DeleteWebhook) -> bool:
    world.hook(None, drop=given.drop_pending_updates)
    return True


def _info(world: World, _: Nothing) -> WebhookInfo:
    delivery = world.webhook
    return WebhookInfo(
        delivery.hook.url if delivery else "",
        has_custom_certificate=False,
        pending_update_count=len(world.queue),
        last_error_date=(delivery.failed_at if delivery else 0) or None,
        last_error_message=(delivery.failed if delivery else "") or None,
        max_connections=delivery.hook.connections if delivery else None,
        allowed_updates=world.queue.allowed or None,
    )


def _hook(given: SetWebhook) -> Hook | None:
    """What is asked for, None for an empty address; raises RefusedError."""
    if len(given.secret_token) > SECRET_CHARS:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", given.secret_token):
        raise bad("secret token contains unallowed characters")
    if not given.url:
        return None
    address = given.url if "://" in given.url else f"https://{given.url}"
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise bad("invalid webhook URL specified")
    return Hook(address, given.secret_token, min(max(given.max_connections, 1), MOST_CONNECTIONS))


METHODS = (
    Method("setWebhook", SetWebhook, _set),
    Method("deleteWebhook", DeleteWebhook, _delete),
    Method("getWebhookInfo", Nothing, _info),
)
