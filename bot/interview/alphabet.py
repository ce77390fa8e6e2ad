"""The order of letters in which Kazakh, Russian and English readers look for a word."""

from functools import lru_cache
from typing import Final

KAZAKH: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""The Kazakh Cyrillic alphabet. The Russian one is a part of it, in the same order."""

_PLACES: Final = {letter: place for place, letter in enumerate(KAZAKH)}
_AFTER: Final = len(KAZAKH)


@lru_cache(maxsize=8192)
def key(text: str) -> tuple[tuple[int, str], ...]:
    """What to sort by: digits, then Latin letters, then Cyrillic ones in the order of the alphabet; without case and signs."""
    return tuple(_place(sign) for sign in text.casefold() if sign.isalnum() or sign.isspace())


def _place(sign: str) -> tuple[int, str]:
    if sign.isspace():  # before every letter: «Жер ісі» stands before «Жерлеу»
        return -2, ""
    if sign in _PLACES:
        return _PLACES[sign], ""
    return (-1, sign) if sign.isascii() else (_AFTER, sign)
