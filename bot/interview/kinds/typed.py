"""What typed words mean to an open question: a number, a name, or something to look up. Never a guess."""

import re
from collections.abc import Mapping

from bot.interview.folding import fold
from bot.interview.kinds.reading import Looked
from bot.interview.mask import mask
from bot.interview.open import ONE_COLUMN, Open
from bot.interview.search import MOST_HITS, index
from bot.script.model import Choice

LEAST_LETTERS = 4
"""So many letters of a name are enough, where no other name begins with them."""

_PLACE = re.compile(r"№?\s*([0-9]+)[.)]?")
"""A place in the list."""

_NUMBER = re.compile(r"[0-9]+")

FEW_WORDS = 5
"""In a sentence no longer than this the one number is the value: "I am 40 years old"; "grade 1" is no place in a list."""

_BETWEEN = re.compile(r"[,;\n]| и | және | мен | and |&", re.IGNORECASE)


TELLING = 3
"""Letters of a word in a sentence that is worth looking up by itself."""


def find(shown: Open, words: str) -> Choice | None:
    """The one choice that typed words mean; None if that is not clear.

    They mean its code, its label, name or synonym in any language, its number, or the beginning of a name that no other has.
    In a long list a name is never taken at its word: it is looked up, and the person confirms it.
    """
    named = _named(shown, words)
    if len(named) == 1 and shown.long and not (named[0].only or named[0].typed):
        return None
    if not named and (digits := _digits(shown, words)):
        named = tuple(_by_number(shown, digits).values())
    return named[0] if len(named) == 1 else None


def _digits(shown: Open, words: str) -> str:
    """The number that words are, or say; empty if there is none, or more than one."""
    if holds_values(shown):
        numbers = _NUMBER.findall(words)
        return numbers[0] if len(numbers) == 1 and len(words.split()) <= FEW_WORDS else ""
    place = _PLACE.fullmatch(words.strip())
    return place[1] if place else ""


def split(words: str) -> list[str]:
    """The parts of an answer with several choices: «1, 4», «1 и 4», «1 4»."""
    parts = [part.strip() for part in _BETWEEN.split(words) if part.strip()]
    digits = [number for part in parts for number in part.split()]
    return digits if all(number.isdecimal() for number in digits) else parts


def look_up(shown: Open, words: str) -> Looked | None:
    """What the list has that is like these words; None where words are no question to the list."""
    if not _searchable(shown) or not any(sign.isalpha() for sign in words):
        return None
    found = _exact(shown, words)
    if shown.state.typing and not found:
        return None
    if not found:
        found = _alike(shown, words)
    typed = any(choice.typed for choice in shown.choices)
    return Looked(mask(words), found) if found or typed else None


def _alike(shown: Open, words: str) -> tuple[str, ...]:
    """What is like the words: of a long list the best first, of a short one in the order in which the person saw it.

    A whole sentence hardly is like any name: then everything counts that one of its words is like (in a long list: is).
    """
    known = index(shown.question)
    found = known.search(words)
    if not found or not shown.long:
        telling = [word for word in fold(words).split() if len(word) >= TELLING and (word in known.weights or not shown.long)]
        found = tuple(dict.fromkeys((*found, *(code for word in telling for code in known.search(word)))))
    places = {choice.code: place for place, choice in enumerate(shown.rows)}
    there = [code for code in found if code in places]
    return tuple((there if shown.long else sorted(there, key=places.__getitem__))[:MOST_HITS])


def _searchable(shown: Open) -> bool:
    """Where a short list takes words for an answer of one's own, they are the answer."""
    return shown.long or (len(shown.choices) > ONE_COLUMN and not any(choice.typed for choice in shown.choices))


def _exact(shown: Open, words: str) -> tuple[str, ...]:
    known = index(shown.question)
    whole = known.exact(words)
    parts = [known.exact(part) for part in split(words)]
    codes = whole or (frozenset().union(*parts) if all(parts) else frozenset())
    return tuple(choice.code for choice in shown.rows if choice.code in codes)[:MOST_HITS]


def _named(shown: Open, words: str) -> tuple[Choice, ...]:
    known = index(shown.question)
    codes = known.exact(words) | {words.casefold().strip()}
    named = tuple(choice for choice in shown.choices if choice.code in codes)
    if named or sum(sign.isalpha() for sign in fold(words)) < LEAST_LETTERS:
        return named
    return tuple(choice for choice in shown.choices if choice.code in known.beginning(words))


def holds_values(shown: Open) -> bool:
    """Whether the labels themselves hold numbers («18–29»): then a typed number means a value, never a place in the list."""
    with_numbers = sum(bool(_span(choice.label[shown.language])) for choice in shown.rows)
    return not shown.numbered and 2 * with_numbers > len(shown.rows)


def _by_number(shown: Open, digits: str) -> Mapping[str, Choice]:
    number = int(digits) if len(digits) < LEAST_LETTERS else 0
    if holds_values(shown):
        spans = {choice.code: _span(choice.label[shown.language]) for choice in shown.choices}
        return {c.code: c for c in shown.choices if (span := spans[c.code]) and span[0] <= number <= span[-1]}
    places = dict(enumerate(shown.choices, 1))
    if shown.looked:
        # What was found stands in the message with numbers; the rest of the list is out of sight.
        places = dict(shown.page()) if shown.numbered else dict(enumerate((choice for _, choice in shown.page()), 1))
    return {places[number].code: places[number]} if number in places else {}


def _span(label: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", label)]
