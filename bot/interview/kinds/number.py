"""A number, typed; `min` and `max` are its bounds where they differ."""

import re

from bot.interview.kinds.reading import Given, Reading
from bot.interview.open import Open
from bot.message import Button


def rows(_: Open) -> tuple[tuple[Button, ...], ...]:
    return ()


def tap(_: Open, __: str) -> Reading | None:
    return None


_NUMBER = re.compile(r"[-−]?[0-9]+(?:[.,][0-9]+)?")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")


def read(shown: Open, words: str) -> Reading | None:
    """The one number among the words: «30», «30 минут», «1 500»; two numbers are unclear."""
    found = _NUMBER.findall(_THOUSANDS.sub("", words))
    if len(found) != 1:
        return None
    number = float(found[0].replace(",", ".").replace("−", "-"))
    return Given(number=number) if _within(shown, number) else None


def _within(shown: Open, number: float) -> bool:
    low, high = shown.question.min, shown.question.max
    return low <= number <= high if low != high else abs(number) < 1e9
