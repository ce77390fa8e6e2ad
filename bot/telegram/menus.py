"""What Telegram shows before and beside the chat: the list of commands and the two descriptions, in every language."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.telegram.client import Client
from bot.telegram.request import Request
from bot.texts import LANGUAGES, say

log = logging.getLogger(__name__)

COMMANDS: Final = ("start", "again", "language", "why", "stop", "privacy", "mydata", "forget", "help")

SPEAKERS: Final = (("", LANGUAGES[0]), *((language, language) for language in LANGUAGES))
"""Language code of Telegram, language of the sentence: an empty code is for everybody whose language we do not speak."""


async def dress(client: Client, api: str, token: str) -> int:
    """Set what is not set yet, and return how many things were set. Failures are logged and leave the rest to the next start.

    Telegram lets a bot change its descriptions only a few times a day, so what stands there already is not sent again.
    """
    request = Request(client)
    bot = Bot(token, base_url=f"{api}/bot", request=request, get_updates_request=request)
    done = [await _put_on(bot, kind, code, language) for code, language in SPEAKERS for kind in KINDS]
    return sum(done)


def commands(language: str) -> tuple[BotCommand, ...]:
    """The list of commands in one language."""
    return tuple(BotCommand(name, say(language, f"menu.{name}")) for name in COMMANDS)


async def _put_on(bot: Bot, kind: str, code: str, language: str) -> bool:
    """Set one thing in one language, if it is not so already; True if it was set."""
    look, change = KINDS[kind]
    try:
        if await look(bot, code) == _wanted(kind, language):
            return False
        await change(bot, _wanted(kind, language), code)
    except TelegramError as error:
        # The text of these errors may hold the token; their kind says enough.
        log.warning("the %s could not be set: %s", kind, type(error).__name__)
    else:
        return True
    return False


def _wanted(kind: str, language: str) -> object:
    return commands(language) if kind == "commands" else say(language, f"menu.{kind}")


async def _commands(bot: Bot, code: str) -> Sequence[BotCommand]:
    return await bot.get_my_commands(language_code=code)


async def _set_commands(bot: Bot, wanted: Any, code: str) -> object:
    return await bot.set_my_commands(wanted, language_code=code)


async def _description(bot: Bot, code: str) -> str:
    return (await bot.get_my_description(language_code=code)).description


async def _set_description(bot: Bot, wanted: Any, code: str) -> object:
    return await bot.set_my_description(wanted, language_code=code)


async def _short(bot: Bot, code: str) -> str:
    return (await bot.get_my_short_description(language_code=code)).short_description


async def _set_short(bot: Bot, wanted: Any, code: str) -> object:
    return await bot.set_my_short_description(wanted, language_code=code)


Look = Callable[[Bot, str], Awaitable[object]]
Change = Callable[[Bot, Any, str], Awaitable[object]]

KINDS: Final[dict[str, tuple[Look, Change]]] = {
    "commands": (_commands, _set_commands),
    "description": (_description, _set_description),
    "short": (_short, _set_short),
}
