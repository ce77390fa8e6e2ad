"""Plain words that mean a command or a button, in every language at once: people do not know commands."""

from functools import cache
from typing import Final

from bot.interview.events import CommandName
from bot.interview.folding import fold
from bot.interview.kinds.typed import find
from bot.interview.open import of
from bot.interview.state import State
from bot.script.model import Script
from bot.texts import LANGUAGES, phrases

COMMANDS: Final[tuple[CommandName, ...]] = ("stop", "help", "language", "why", "again")
"""The commands that have plain words. To be forgotten is never guessed."""


def means(name: str, words: str, *, number: int = 0) -> bool:
    """Do these words mean the button `name`, or its number on the card?"""
    folded = fold(words)
    return folded in _words(name) or (number > 0 and folded == str(number))


def command(script: Script, state: State, words: str, *, away: bool) -> CommandName | None:
    """The command that these words mean; None where they can be an answer. To somebody who was `away` no answer is open."""
    if not away and state.phase == "asking" and (awaits_words(script, state) or find(of(script, state), words)):
        return None
    return next((name for name in COMMANDS if means(name, words)), None)


def awaits_words(script: Script, state: State) -> bool:
    """Would any words be an answer now?"""
    return state.phase == "asking" and (bool(state.typing) or of(script, state).question.kind == "text")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for language in LANGUAGES for word in phrases(language)[f"plain.{name}"].split("|"))
