"""Numbers in words of a language: thousands, whole percent."""

from typing import Final

from bot.stats.publish import LESS_THAN_ONE, MORE_THAN_99, whole_percent

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


def share(language: str, estimate: float) -> str:
    """A share (0..1) in whole percent: "27%", "<1%", ">99%"."""
    whole = whole_percent(estimate)
    sign = {LESS_THAN_ONE: "<1", MORE_THAN_99: ">99"}.get(whole, f"{100 * whole:.0f}")
    return f"{sign}{_PERCENT[language]}"
