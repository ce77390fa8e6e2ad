"""The list of commands in the chat of an official: what everybody has, and what only they have."""

import logging
from typing import Final

from bot.errors import TransportError
from bot.telegram.client import Client
from bot.telegram.menus import COMMANDS
from bot.texts import say

log = logging.getLogger(__name__)

OWN: Final = {"official": ("digest",), "administrator": ()}
"""The commands of each kind of role, which no citizen is shown."""


async def dress_role(client: Client, kind: str, language: str, chat: int) -> bool:
    """Set the commands in this one chat; False if that failed, or if this kind has none of its own. A failure is logged."""
    if not OWN[kind]:
        return False
    names = (*OWN[kind], *COMMANDS)
    commands = [{"command": name, "description": say(language, f"menu.{name}")} for name in names]
    try:
        await client.call("setMyCommands", commands=commands, scope={"type": "chat", "chat_id": chat})
    except TransportError as error:
        log.info("the commands of an %s could not be set: %s", kind, error)
        return False
    return True
