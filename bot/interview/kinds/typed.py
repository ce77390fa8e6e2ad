"""What typed words mean to an open question: a number, a name, or something to look up. Never a guess."""

import re
from collections.abc import Iterable
from itertools import zip_longest

from bot.interview.folding import fold
from bot.interview.kinds import recency
from bot.interview.kinds.reading import Looked
from bot.interview.mask import mask
from bot.interview.open import ONE_COLUMN, Open
from bot.interview.search import MOST_HITS, index
from bot.interview.spans import MOST_DIGITS, called, span
from bot.script.model import Choice

LEAST_LETTERS = 4
"""So many letters of a name are enough, where no other name begins with them."""

_PLACE = re.compile(r"№?\s*([0-9]+)[.)]?")
"""A place in the list."""

_NUMBER = re.compile(r"[0-9]+")

FEW_WORDS = 5
"""In a sentence no longer than this the one number is the value: "I am 40 years old"; "grade 1" is no place in a list."""

_BETWEEN = re.compile(r"[,;\n]| и | және | мен | бен | пен | and |&", re.IGNORECASE)


BEST_OF_EACH = 2
"""So many are shown of each part of «удостоверение и прописка», beside what the whole is like."""

TELLING = 3
"""Letters of a word in a sentence that is worth looking up by itself."""


def find(shown: Open, words: str) -> Choice | None:
    """The one choice that typed words mean; None if that is not clear.

    They mean its code, its label, name or synonym in any language, its number, or the beginning of a name that no other has.
    In a long list a name is never taken at its word: it is looked up, and the person confirms it.
    """
    if listed := _found_at(shown, words):
        return listed
    named = _named(shown, words)
    if named:
        whole = not shown.long or named[0].only or named[0].typed
        return named[0] if len(named) == 1 and whole else None
    meant = _meant(shown, words)
    return meant[0] if len(meant) == 1 and not _ends(shown, meant) else None


def doubtful(shown: Open, words: str) -> Looked | None:
    """Which one, or is it this one? Asked where two choices hold a number or a time, or where it would end the interview."""
    if _found_at(shown, words) or _named(shown, words):
        return None
    meant = _meant(shown, words)
    unsure = 1 < len(meant) < len(shown.rows) or _ends(shown, meant)
    return Looked(mask(words), tuple(choice.code for choice in meant[:MOST_HITS])) if unsure else None


def _ends(shown: Open, meant: Iterable[Choice]) -> bool:
    return any(choice.code in shown.question.ineligible for choice in meant)


def _found_at(shown: Open, words: str) -> Choice | None:
    """What stands at this place among what was found: it is listed with numbers, and the rest of the list is out of sight."""
    place = _PLACE.fullmatch(words.strip()) if shown.looked else None
    found = dict(shown.page()).get(int(place[1])) if place else None
    # In a long list «none of these» and «other» have no number.
    return None if found and shown.numbered and (found.only or found.typed) else found


def _meant(shown: Open, words: str) -> tuple[Choice, ...]:
    """The choices that a time or a number among the words means: by value, by name («1414»), or by place."""
    if shown.question.measures == "recency" and (spans := recency.spans(shown.rows)):
        return recency.among(spans, words, shown.state.heard)
    digits = _digits(shown, words)
    if len(digits) > MOST_DIGITS:
        return tuple(choice for choice in shown.choices if called(choice, digits))
    if digits and holds_values(shown):
        return tuple(choice for choice in shown.choices if (held := span(choice)) and held.holds(int(digits)))
    # The places of what was found are another matter.
    place = 0 if shown.looked else int(digits or 0)
    return shown.choices[place - 1 : place] if place else ()


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
        found = _each(shown, words)
    return Looked(mask(words), found) if found or (shown.long and _own_words(shown)) else None


def _each(shown: Open, words: str) -> tuple[str, ...]:
    """What is like the words, and what is like each part of them: several services in one message, each written somehow."""
    parts = split(words) if shown.long else []
    found = [_alike(shown, words)]
    found += [(_exact(shown, part) or _alike(shown, part))[:BEST_OF_EACH] for part in parts if len(parts) > 1]
    return tuple(dict.fromkeys(code for rank in zip_longest(*found) for code in rank if code))[:MOST_HITS]


def _alike(shown: Open, words: str) -> tuple[str, ...]:
    """What is like the words: of a long list the best first, of a short one in the order in which the person saw it.

    A whole sentence hardly is like any name: then everything counts that one of its words is like (in a long list: is).
    """
    known = index(shown.question)
    # Where words may be an answer of one's own, a story must not bring up everything that shares a word with it.
    story = not shown.long and _own_words(shown)
    found = known.search(words, strict=story)
    if not story and not (found and shown.long):
        telling = [word for word in fold(words).split() if len(word) >= TELLING and (word in known.weights or not shown.long)]
        found = tuple(dict.fromkeys((*found, *(code for word in telling for code in known.search(word)))))
    places = {choice.code: place for place, choice in enumerate(shown.rows)}
    there = [code for code in found if code in places][:MOST_HITS]
    return tuple(there if shown.long else sorted(there, key=places.__getitem__))


def _searchable(shown: Open) -> bool:
    return shown.long or len(shown.choices) > ONE_COLUMN


def _own_words(shown: Open) -> bool:
    return any(choice.typed for choice in shown.choices)


def _exact(shown: Open, words: str) -> tuple[str, ...]:
    known = index(shown.question)
    whole = known.exact(words)
    parts = [known.exact(part) for part in split(words)]
    codes = whole or (frozenset().union(*parts) if all(parts) else frozenset())
    return tuple(choice.code for choice in shown.rows if choice.code in codes)[:MOST_HITS]


def _named(shown: Open, words: str) -> tuple[Choice, ...]:
    """The choices called so. Where words may be an answer of one's own, a synonym only offers its choice: see `look_up`."""
    known, said = index(shown.question), fold(words)
    codes, begun = known.exact(words), frozenset[str]()
    if sum(sign.isalpha() for sign in said) >= LEAST_LETTERS:
        begun = known.beginning(words)
    if _own_words(shown) and not shown.long:
        exclusive = {choice.code for choice in shown.choices if choice.only}
        codes = frozenset(code for code in codes if code in exclusive or said in known.titles[code])
        begun = frozenset(code for code in begun if any(title.startswith(said) for title in known.titles[code]))
    called = codes | {words.casefold().strip()}
    named = tuple(choice for choice in shown.choices if choice.code in called)
    return named or tuple(choice for choice in shown.choices if choice.code in begun)


def holds_values(shown: Open) -> bool:
    """Whether the labels themselves hold numbers («18–29»): then a typed number means a value, never a place in the list."""
    return not shown.numbered and 2 * sum(span(choice) is not None for choice in shown.rows) > len(shown.rows)
