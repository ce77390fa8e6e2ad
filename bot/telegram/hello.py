"""The first calls of a process: who is this bot, and how do its updates come? A missing network is waited for."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from bot.errors import SettingsError, TransportError
from bot.telegram.client import Client
from bot.telegram.patience import pause
from bot.telegram.polling import explain
from bot.telegram.updates import ALLOWED

log = logging.getLogger(__name__)

CONNECTIONS = 100
"""So many updates may be on their way at once: the most that Telegram allows, because all that wait share a transaction."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it."""

    id: int
    username: str


async def introduce(client: Client, stopped: asyncio.Event) -> Me | None:
    """Who the bot is; None if the process was stopped before Telegram answered.

    Raises:
        SettingsError: Telegram does not know the token.
    """
    me = await _insist(client, stopped, "getMe")
    return None if me is None else Me(me["id"], me.get("username", ""))


async def receive_at(client: Client, stopped: asyncio.Event, address: str, secret: str) -> bool:
    """Let Telegram bring updates to this address; False if the process was stopped before it was done.

    Raises:
        SettingsError: Telegram does not know the token, or refuses the address.
    """
    wanted = {"url": address, "secret_token": secret, "allowed_updates": ALLOWED, "max_connections": CONNECTIONS}
    return await _insist(client, stopped, "setWebhook", **wanted) is not None


async def receive_nowhere(client: Client, stopped: asyncio.Event) -> None:
    """Take away a webhook that is set, because with one Telegram answers no getUpdates. What waits there is kept."""
    found = await _insist(client, stopped, "getWebhookInfo")
    if found and found.get("url"):
        log.warning("a webhook was set: it is removed, because this process asks for updates itself (see `nege web`)")
        await _insist(client, stopped, "deleteWebhook", drop_pending_updates=False)


async def _insist(client: Client, stopped: asyncio.Event, method: str, **params: Any) -> Any:
    """The result, however long the network is down; None if the process was stopped before."""
    failures = 0
    while not stopped.is_set():
        try:
            return await client.call(method, **params)
        except TransportError as error:
            if error.permanent or error.code in {401, 404}:
                raise SettingsError(explain(error)) from None
            failures += 1
            seconds = max(pause(failures), error.retry_after)
            log.warning("%s; again in %g s", error, seconds)
        try:
            await asyncio.wait_for(stopped.wait(), seconds)
        except TimeoutError:
            continue
    return None
