"""An answer in one's own words, masked before it is kept."""

from bot.interview.kinds.reading import Given, Reading
from bot.interview.mask import mask
from bot.interview.open import Open
from bot.message import Button


def rows(_: Open) -> tuple[tuple[Button, ...], ...]:
    return ()


def tap(_: Open, __: str) -> Reading | None:
    return None


def read(_: Open, words: str) -> Reading | None:
    return Given(text=mask(words.strip())) if words.strip() else None
