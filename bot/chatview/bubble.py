"""One message as a chat shows it, in HTML.

What people and the bot write is text and stays text: the templates escape everything, and an address is a link only if a
browser may open it.
"""

from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.chatview.links import pieces, safe
from bot.interview.kinds.many import OFF, ON
from bot.message import Button
from bot.texts import say

TEMPLATES: Final = Environment(
    loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
TEMPLATES.globals |= {"pieces": pieces, "safe": safe, "say": say, "ON": ON, "OFF": OFF}


@dataclass(frozen=True, slots=True)
class File:
    """A document that can be saved: its name, and the address on this page that gives it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """`mine`: said by the person at this phone. `at`: the time as it is shown ("14:05"). `picture`: an address on this page."""

    id: int
    text: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    mine: bool = False
    at: str = ""
    edited: bool = False
    voice: bool = False
    picture: str = ""
    file: File | None = None


def html(bubble: Bubble, language: str) -> str:
    """A list item: the words, a picture or file, the buttons. `language` is that of the page around it."""
    return TEMPLATES.get_template("bubble.html").render(bubble=bubble, language=language)
