"""What every peer asks, and where each writes an answer before it asks the next question."""

import sqlite3
import time
from typing import Any

ASKED = tuple(f"#q{place}# One?" for place in range(20, 32))
END = "#end# Thanks"
CODES = "abcd"


class Answers:
    """One row for every answer that a handler took, on the disk when `keep` returns."""

    def __init__(self, file: str) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE IF NOT EXISTS answer (person INTEGER, place INTEGER, code TEXT, tap TEXT)",
        ):
            self._database.execute(statement)

    def keep(self, person: int, tap: str, data: str) -> tuple[int, str]:
        """The place and code in callback data, after they were written."""
        chosen = data.partition("=")[2]
        place, code = int(chosen[:2]), chosen[2:]
        self._database.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", (person, place, code, tap))
        return place, code


def buttons(place: int) -> list[tuple[str, str]]:
    """Label and callback data of every choice; the number in the middle tells one keyboard from the next."""
    turn = int(time.time() * 100) % 10**9
    return [(code.upper(), f"peerpeer:{turn}:={place:02}{code}") for code in CODES]


def keyboard(place: int) -> Any:
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup

    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data) for text, data in buttons(place)]])
