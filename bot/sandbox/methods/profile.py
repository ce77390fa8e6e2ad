"""getMe, and what a bot tells about itself: commands and descriptions."""

import re

from msgspec import Struct

from bot.sandbox.methods.method import Method, Nothing
from bot.sandbox.objects import BotCommand, BotDescription, BotShortDescription, Me
from bot.sandbox.profile import PRIVATE_SCOPES, one_chat
from bot.sandbox.refusal import bad
from bot.sandbox.world import World

COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION, DESCRIPTION, SHORT_DESCRIPTION = 256, 512, 120


class Scope(Struct, frozen=True):
    type: str
    chat_id: int = 0


DEFAULT = Scope("default")


class SetMyCommands(Struct, frozen=True):
    commands: tuple[BotCommand, ...]
    scope: Scope = DEFAULT
    language_code: str = ""


class GetMyCommands(Struct, frozen=True):
    scope: Scope = DEFAULT
    language_code: str = ""


class SetMyDescription(Struct, frozen=True):
    description: str = ""
    language_code: str = ""


class SetMyShortDescription(Struct, frozen=True):
    short_description: str = ""
    language_code: str = ""


class ByLanguage(Struct, frozen=True):
    language_code: str = ""


def _me(world: World, _: Nothing) -> Me:
    return Me(
        world.me.id,
        is_bot=True,
        first_name=world.me.first_name,
        username=world.me.username,
        can_join_groups=True,
        can_read_all_group_messages=False,
        supports_inline_queries=False,
        can_connect_to_business=False,
        has_main_web_app=False,
    )


def _set_commands(world: World, given: SetMyCommands) -> bool:
    if len(given.commands) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in given.commands:
        if not COMMAND.fullmatch(command.command.removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 0 < len(command.description) <= COMMAND_DESCRIPTION:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[_scope(given.scope), given.language_code] = given.commands
    world.touch()
    return True


def _commands(world: World, given: GetMyCommands) -> tuple[BotCommand, ...]:
    return world.profile.commands.get((_scope(given.scope), given.language_code), ())


def _scope(scope: Scope) -> str:
    # The sandbox has private chats only.
    if scope.type == "chat" and scope.chat_id:
        return one_chat(scope.chat_id)
    if scope.type not in PRIVATE_SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    return scope.type


def _set_description(world: World, given: SetMyDescription) -> bool:
    return _tell(world, world.profile.descriptions, given.language_code, _short_enough(given.description, DESCRIPTION))


def _set_short(world: World, given: SetMyShortDescription) -> bool:
    text = _short_enough(given.short_description, SHORT_DESCRIPTION)
    return _tell(world, world.profile.short_descriptions, given.language_code, text)


def _short_enough(text: str, longest: int) -> str:
    if len(text) > longest:
        raise bad("description is too long")
    return text


def _tell(world: World, texts: dict[str, str], language: str, text: str) -> bool:
    texts[language] = text
    world.touch()
    return True


def _description(world: World, given: ByLanguage) -> BotDescription:
    return BotDescription(world.profile.descriptions.get(given.language_code, ""))


def _short(world: World, given: ByLanguage) -> BotShortDescription:
    return BotShortDescription(world.profile.short_descriptions.get(given.language_code, ""))


METHODS = (
    Method("getMe", Nothing, _me),
    Method("setMyCommands", SetMyCommands, _set_commands),
    Method("getMyCommands", GetMyCommands, _commands),
    Method("setMyDescription", SetMyDescription, _set_description),
    Method("getMyDescription", ByLanguage, _description),
    Method("setMyShortDescription", SetMyShortDescription, _set_short),
    Method("getMyShortDescription", ByLanguage, _short),
)
