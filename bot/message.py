"""What the bot says, for every channel: Telegram, the terminal, a page."""

from dataclasses import dataclass

TEXT_UNITS = 4096
"""Longest text of one message, in UTF-16 code units (the Bot API counts these)."""

DATA_BYTES = 64
"""Longest callback data of one button, in UTF-8 bytes."""

LABEL_CHARS = 30
"""Longest button label that a small phone shows uncut in one column."""

ALERT_CHARS = 200
"""Longest text of an alert that answers a tap."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message: `data` comes back when it is tapped; a button with `url` opens the address instead."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; `media_type` image/png is shown as a picture, others as a document."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """Plain text (no markup), rows of buttons, at most one attachment."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None


def utf16_units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def shorten(text: str, units: int) -> str:
    """The text cut to at most `units` UTF-16 units, with … where something is missing."""
    if utf16_units(text) <= units:
        return text
    cut = text.encode("utf-16-le")[: 2 * (units - 1)].decode("utf-16-le", errors="ignore")
    return cut.rstrip() + "…"
