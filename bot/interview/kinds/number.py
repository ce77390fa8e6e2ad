"""A number, typed; `min` and `max` are its bounds where they differ."""

from bot.interview.kinds.reading import Given, Reading
from bot.interview.open import Open
from bot.message import Button


def rows(_: Open) -> tuple[tuple[Button, ...], ...]:
    return ()


def tap(_: Open, __: str) -> Reading | None:
    return None


def read(shown: Open, words: str) -> Reading | None:
    digits = words.strip().replace(" ", "").replace(",", ".")
    try:
        number = float(digits) if digits.isascii() else None
    except ValueError:
        return None
    return Given(number=number) if number is not None and _within(shown, number) else None


def _within(shown: Open, number: float) -> bool:
    low, high = shown.question.min, shown.question.max
    return low <= number <= high if low != high else abs(number) < 1e9
