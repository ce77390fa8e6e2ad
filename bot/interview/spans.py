"""What numbers a choice stands for, read from its labels: «18–29», «75 or older», «Once» beside «1 рет».

The label is read in every language of the script, so that a typed number means the same row in each of them.
"""

import math
import re
from functools import lru_cache
from typing import Final, NamedTuple

from bot.interview.folding import fold
from bot.script.model import Choice
from bot.texts import LANGUAGES, phrases

MOST_DIGITS: Final = 3
"""A longer number is a name («1414»), never an amount that somebody would count to."""

_NUMBER: Final = re.compile(r"\d+")
_PLUS: Final = re.compile(r"\d\s*\+")


class Span(NamedTuple):
    """From `low` to `high`, both included; open at one end it is infinite there."""

    low: float
    high: float

    def holds(self, number: float) -> bool:
        return self.low <= number <= self.high


def span(choice: Choice) -> Span | None:
    """The numbers of a choice: of the first label that has any; None if none has."""
    return next((found for label in choice.label.values() if (found := _read(label))), None)


def called(choice: Choice, digits: str) -> bool:
    """Does this number stand in a label as a name of the choice («1414»)?"""
    return len(digits) > MOST_DIGITS and any(digits in _NUMBER.findall(label) for label in choice.label.values())


@lru_cache(maxsize=4096)
def _read(label: str) -> Span | None:
    numbers = [int(digits) for digits in _NUMBER.findall(label) if len(digits) <= MOST_DIGITS]
    if not numbers:
        return None
    if len(numbers) > 1:
        return Span(numbers[0], numbers[-1])
    if _PLUS.search(label) or says("more", label):
        return Span(numbers[0], math.inf)
    return Span(-math.inf, numbers[0] - 1) if says("less", label) else Span(numbers[0], numbers[0])


def says(which: str, words: str) -> bool:
    """Do these words say `more` or `less` (than a number), in any language?"""
    folded = f" {fold(words)} "
    known = (each for language in LANGUAGES for each in phrases(language)[f"numbers.{which}"].split("|"))
    return any(f" {fold(each)} " in folded for each in known)
