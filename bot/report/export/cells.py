"""Cells that nobody's words can turn into a formula, a link or a broken row."""

import unicodedata
from typing import Final

from bot.report.export.column import Cell

_STARTS: Final = frozenset("=+-@|%\u2212")
"""What a spreadsheet takes for the beginning of a formula, or of a call to another program (DDE); the last is a minus sign."""


def words(text: str) -> str:
    """The text without control characters, line breaks and halves of letters: each is one space, or the sign for no letter."""
    return text if text.isprintable() else "".join(_letter(letter) for letter in text)


def guarded(text: str) -> str:
    """The text as a CSV cell: an apostrophe stands before whatever a spreadsheet would calculate.

    The first letter that can be seen decides, also in its full-width and small forms.
    """
    clean = words(text)
    if clean[:1].isalnum():
        return clean  # most cells: no letter or digit begins a formula
    seen = next((letter for letter in clean if not _unseen(letter)), "")
    return f"'{clean}" if unicodedata.normalize("NFKC", seen)[:1] in _STARTS and seen else clean


def plain(cell: Cell) -> str:
    """A cell as CSV text: numbers stay numbers, with the decimal comma that goes with semicolons."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return f"{cell:.12g}".replace(".", ",")


def cut(text: str, size: int) -> str:
    """At most so many bytes of UTF-8, whole letters only."""
    return text.encode()[:size].decode(errors="ignore")


def _letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cs":
        return "\ufffd"
    return " " if category in {"Cc", "Zl", "Zp"} else letter


def _unseen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) == "Cf"
