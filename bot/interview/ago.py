"""How long ago something was, from words: «на прошлой неделе», «екі ай бұрын», "half a year ago", «в октябре».

The words of the three languages stand in the texts (`ago`). What comes out is a span of days, as wide as the words are vague:
whoever says "a month ago" may mean three weeks or six.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from bot.interview.folding import fold
from bot.interview.spans import Span, says
from bot.texts import LANGUAGES, phrases

MONTH: Final = 365.25 / 12
"""Days."""

UNITS: Final[Mapping[str, tuple[float, float]]] = {
    "day": (1, 0.5), "week": (7, 3.5), "month": (MONTH, MONTH / 2), "half_year": (6 * MONTH, 1.5 * MONTH), "year": (365.25, 90),
}  # fmt: skip
"""Days of a unit, and by how many days people who count in it may be off."""

POINTS: Final[Mapping[str, Span]] = {
    "today": Span(0, 1), "yesterday": Span(1, 2), "before_yesterday": Span(2, 3), "lately": Span(0, 10),
    "recently": Span(0, 2 * MONTH),    "long_ago": Span(6 * MONTH, math.inf),
}  # fmt: skip

AMOUNTS: Final[Mapping[str, tuple[float, float]]] = {
    "half": (0.5, 0.5),
    "one_and_half": (1.5, 1.5),
    "couple": (2, 2),
    "few": (2, 5),
}
NUMBERS: Final = 12
SEASONS: Final[Mapping[str, int]] = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
"""The first month of a season."""

_ALIKE: Final = 82.0
_LONG: Final = 5
"""A word of so many letters may have a mistake in it: it then need only be alike (rapidfuzz's ratio, 0 to 100)."""


def read(words: str, today: date | None) -> Span | None:
    """Days ago, from the nearest to the farthest that is meant; None where no time is told. `today` is for months by name."""
    said = list(_said(words))
    point = next((POINTS[each] for each in said if each in POINTS), None)
    unit = next((each for each in said if each in UNITS), "")
    if unit:
        return _counted(said, unit, words, today)
    return point or (_named(said, today) if today else None)


def months(number: int) -> Span | None:
    """A bare number: so many months, to the day or so; None where nobody would count in months."""
    return Span(number * MONTH - 1, number * MONTH + 1) if 0 < number <= NUMBERS else None


def _counted(said: list[str], unit: str, words: str, today: date | None) -> Span:
    days, vague = UNITS[unit]
    low, high = _amount(said)
    if "within" in said or "this" in said or says("less", words):
        return Span(0, high * days)
    if "last" in said:
        return _last(unit, today)
    if says("more", words):
        return Span(low * days, math.inf)
    off = vague / 2 if low != int(low) else vague
    return Span(max(0, low * days - off), high * days + off)


def _amount(said: list[str]) -> tuple[float, float]:
    numbers = [float(each) for each in said if each.isdecimal()]
    if numbers:
        return min(numbers), max(numbers)
    return next((AMOUNTS[each] for each in said if each in AMOUNTS), (1, 1))


def _last(unit: str, today: date | None) -> Span:
    """The last whole week, month or year of the calendar, and where nobody knows the day, all that it could be."""
    begins = _BEGINS.get(unit)
    if today is None or begins is None:
        return Span(1, 2 * UNITS[unit][0])
    end = begins(today) - timedelta(days=1)
    return Span((today - end).days, (today - begins(end)).days + 1)


_BEGINS: Final[Mapping[str, Callable[[date], date]]] = {
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def _named(said: list[str], today: date) -> Span | None:
    """A month or a season by its name: the latest one that has begun."""
    for each in said:
        if each in SEASONS:
            return _since(today, SEASONS[each], 3)
        if each.startswith("month_"):
            return _since(today, int(each.removeprefix("month_")), 1)
    return None


def _since(today: date, month: int, long: int) -> Span:
    first = today.replace(month=month, day=1)
    first = first if first <= today else first.replace(year=first.year - 1)
    after = date(first.year + (month + long - 1) // 12, (month + long - 1) % 12 + 1, 1)
    return Span(max(0, (today - after).days), (today - first).days + 1)


def _said(words: str) -> Iterator[str]:
    """What the words say, one by one: names of units and points of time, numbers as digits; other words fall away."""
    known, folded = _table(), f" {fold(words)} "
    for phrase in sorted((each for each in known if " " in each), key=len, reverse=True):
        if f" {phrase} " in folded:
            folded = folded.replace(f" {phrase} ", f" {known[phrase]} ")
    for word in folded.split():
        yield from [word] if word in _NAMES or word.isdecimal() else _like(known, word)


def _like(known: Mapping[str, str], word: str) -> list[str]:
    if word in known:
        return known[word].split()
    single = (each for each in known if " " not in each)
    close = process.extractOne(word, single, scorer=fuzz.ratio, score_cutoff=_ALIKE) if len(word) >= _LONG else None
    return known[close[0]].split() if close else []


_MONTHS: Final = tuple(f"month_{number}" for number in range(1, 13))
_COUNTED: Final = tuple(map(str, range(1, NUMBERS + 1)))
_TOGETHER: Final = {"last_year": "last year", "this_year": "this year"}
"""One word for two."""

_NAMES: Final = frozenset((*UNITS, *POINTS, *AMOUNTS, *SEASONS, *_MONTHS, "this", "last", "within"))


def listed() -> Iterator[tuple[str, list[str]]]:
    """What the words of the texts say, and the words, folded."""
    keys = {name: name for name in _NAMES} | {f"number_{number}": number for number in _COUNTED} | _TOGETHER
    for language in LANGUAGES:
        for key, meant in keys.items():
            yield meant, [fold(word) for word in phrases(language)[f"ago.{key}"].split("|")]


@cache
def _table() -> Mapping[str, str]:
    return {word: meant for meant, words in listed() for word in words}
