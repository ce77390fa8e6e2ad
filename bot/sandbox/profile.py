"""What a bot tells about itself before and beside the chat: commands and descriptions, by language."""

from dataclasses import dataclass, field

from bot.sandbox.objects import BotCommand

Commands = tuple[BotCommand, ...]

PRIVATE_SCOPES = ("all_private_chats", "default")
"""Which commands a private chat shows: the narrower scope first."""


def one_chat(chat: int) -> str:
    """The narrowest scope: the commands of one chat only."""
    return f"chat {chat}"


@dataclass(slots=True)
class Profile:
    """Texts by language code; "" is for everybody whose language the bot does not speak."""

    commands: dict[tuple[str, str], Commands] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def menu(self, language: str, chat: int = 0) -> Commands:
        """The commands that a person with this language sees in a private chat."""
        keys = [(scope, spoken) for scope in (one_chat(chat), *PRIVATE_SCOPES) for spoken in (language, "")]
        return next((self.commands[key] for key in keys if self.commands.get(key)), ())

    def description(self, language: str) -> str:
        """What a person with this language reads in the empty chat."""
        return self.descriptions.get(language) or self.descriptions.get("", "")
