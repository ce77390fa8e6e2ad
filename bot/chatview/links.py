"""Which parts of a text can be tapped: addresses of the web, and commands of the bot."""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

Kind = Literal["plain", "link", "command"]

PLAIN: Final = "plain"
LINK: Final = "link"
COMMAND: Final = "command"

SCHEMES: Final = frozenset({"http", "https"})
FOUND = re.compile(r"(?P<link>\bhttps?://[^\s<>\"«»“”]+)|(?<![\w/<>])(?P<command>/[a-z][a-z0-9_]{0,31})(?![\w/])")
AFTER_LINK = ".,:;!?…'*"
"""What may follow an address in a sentence without belonging to it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; the parts together are the text."""

    kind: Kind
    text: str


def pieces(text: str) -> list[Piece]:
    """The text cut into plain words, links and commands."""
    found: list[Piece] = []
    end = 0
    for match in FOUND.finditer(text):
        piece = _piece(match)
        found += [Piece(PLAIN, text[end : match.start()]), piece]
        end = match.start() + len(piece.text)
    return [piece for piece in (*found, Piece(PLAIN, text[end:])) if piece.text]


def safe(address: str) -> str:
    """The address if a browser may open it, else nothing: no other scheme than http and https passes."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in SCHEMES and parts.hostname else ""


def _piece(match: re.Match[str]) -> Piece:
    if match["command"]:
        return Piece(COMMAND, match["command"])
    address = match["link"].rstrip(AFTER_LINK)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(AFTER_LINK)
    return Piece(LINK if safe(address) else PLAIN, address)
