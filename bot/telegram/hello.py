"""The first call of a process: who is this bot? A wrong token is told at once, a missing network is waited for."""

import asyncio
import logging
from dataclasses import dataclass

from bot.errors import SettingsError, TransportError
from bot.telegram.client import Client
from bot.telegram.patience import pause
from bot.telegram.polling import explain

log = logging.getLogger(__name__)


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
    failures = 0
    while not stopped.is_set():
        try:
            me = await client.call("getMe")
            return Me(me["id"], me.get("username", ""))
        except TransportError as error:
            if error.code in {401, 404}:
                raise SettingsError(explain(error)) from None
            failures += 1
            log.warning("%s; again in %g s", error, pause(failures))
        try:
            await asyncio.wait_for(stopped.wait(), pause(failures))
        except TimeoutError:
            continue
    return None
