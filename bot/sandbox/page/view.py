"""The HTML of the chat page: the page, one phone, one message of a phone."""

from datetime import datetime
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.chatview.bubble import Bubble, File, html
from bot.message import Button
from bot.sandbox.objects import InlineKeyboardButton, Message
from bot.sandbox.page.guests import Guest
from bot.sandbox.world import World
from bot.stats.weeks import ALMATY
from bot.texts import LANGUAGE_NAMES, say

TEMPLATES: Final = Environment(
    loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
TEMPLATES.globals |= {"say": say}


def page(language: str) -> str:
    """The page without its phones: these come when the browser asks for them."""
    return TEMPLATES.get_template("page.html").render(language=language, languages=LANGUAGE_NAMES)


def phone(world: World, guest: Guest) -> str:
    """One phone with everything that was said."""
    bubbles = [message(guest, said) for said in guest.room.messages.values()]
    template = TEMPLATES.get_template("phone.html")
    return template.render(
        guest=guest, language=guest.language, bot=world.me.first_name, bubbles=bubbles, menu=menu(world, guest),
        about=about(world, guest), version=world.version,
    )  # fmt: skip


def menu(world: World, guest: Guest) -> str:
    """The list of commands."""
    commands = world.profile.menu(guest.language, guest.room.user.id)
    return TEMPLATES.get_template("menu.html").render(commands=commands)


def about(world: World, guest: Guest) -> str:
    """What the bot says of itself in an empty chat: plain text."""
    return world.profile.description(guest.language)


def message(guest: Guest, said: Message) -> str:
    """One message as a bubble."""
    bubble = Bubble(
        id=said.message_id,
        text=said.words,
        rows=tuple(tuple(map(_button, row)) for row in said.rows),
        mine=said.sender.id == guest.room.user.id,
        at=f"{datetime.fromtimestamp(said.date, ALMATY):%H:%M}",
        edited=said.edit_date is not None,
        voice=said.voice is not None,
        picture=f"/chat/{guest.key}/picture/{said.photo[-1].file_id}" if said.photo else "",
        file=_file(guest, said),
    )
    return html(bubble, guest.language)


def _button(button: InlineKeyboardButton) -> Button:
    return Button(button.text, button.callback_data or "", button.url or "")


def _file(guest: Guest, said: Message) -> File | None:
    if said.document is None:
        return None
    name = said.document.file_name or said.document.file_id
    return File(name, f"/chat/{guest.key}/file/{quote(said.document.file_id)}")
