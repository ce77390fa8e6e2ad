"""A step on a scale from `min` to `max`, by button or typed."""

from bot.interview.kinds import number
from bot.interview.kinds.reading import Given, Reading
from bot.interview.open import Open
from bot.message import Button

ROW = 5


def rows(shown: Open) -> tuple[tuple[Button, ...], ...]:
    steps = [shown.button(str(step), f"={step}") for step in range(shown.question.min, shown.question.max + 1)]
    return tuple(tuple(steps[start : start + ROW]) for start in range(0, len(steps), ROW))


def tap(shown: Open, action: str) -> Reading | None:
    return read(shown, action[1:]) if action.startswith("=") else None


def read(shown: Open, words: str) -> Reading | None:
    given = number.read(shown, words)
    whole = isinstance(given, Given) and given.number is not None and given.number.is_integer()
    return given if whole else None
