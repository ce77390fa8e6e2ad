"""A text without an answer: any word or tap goes on."""

from bot.interview.kinds.reading import Given, Reading
from bot.interview.open import Open
from bot.message import Button
from bot.texts import say


def rows(shown: Open) -> tuple[tuple[Button, ...], ...]:
    return ((shown.button(say(shown.language, "chat.go_on"), "!go"),),)


def tap(_: Open, action: str) -> Reading | None:
    return Given() if action == "!go" else None


def read(_: Open, __: str) -> Reading | None:
    return Given()
