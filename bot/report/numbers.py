"""Numbers in words of a language: thousands, whole percent."""

from typing import Final

_THOUSANDS: Final = {"kk": "\u00a0", "ru": "\u00a0", "en": ","}
_PERCENT: Final = {"kk": "%", "ru": "\u00a0%", "en": "%"}


def count(language: str, number: int) -> str:
    """1 045 (kk, ru) or 1,045 (en); the space does not break."""
    return f"{number:,}".replace(",", _THOUSANDS[language])


def percent(language: str, part: int, whole: int) -> str:
    """A share in whole percent, halves up. A part that is not empty is never 0 %, one that is not the whole never 100 %."""
    rounded = (200 * part + whole) // (2 * whole)
    if rounded == 0 and part > 0:
        return f"<1{_PERCENT[language]}"
    if rounded == 100 and part < whole:
        return f">99{_PERCENT[language]}"
    return f"{rounded}{_PERCENT[language]}"
