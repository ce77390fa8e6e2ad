"""A long list by categories: the most used rows come first, the others stand by category, each in the order of the alphabet.

The column `category` of a row names its category, `category_label_kk` … say it in words (bot/script/catalogue.py joins them).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.interview import alphabet
from bot.script.model import Choice, Question

COLUMN: Final = "category"
ALL: Final = "*"
"""In place of a category: all of them, to choose one."""


def title(choice: Choice, language: str) -> str:
    """The name of the category of a row; empty if it has none."""
    return choice.columns.get(f"{COLUMN}_label_{language}", "")


def shelved(rows: Iterable[Choice], language: str) -> bool:
    """Whether every row says its category in this language."""
    return all(title(choice, language) for choice in rows)


def titles(rows: Iterable[Choice], language: str) -> Mapping[str, str]:
    """Every category with its name, in the order of the alphabet."""
    named = {choice.columns[COLUMN]: title(choice, language) for choice in rows}
    return dict(sorted(named.items(), key=lambda pair: alphabet.key(pair[1])))


def members(rows: Iterable[Choice], category: str, language: str) -> list[Choice]:
    """The rows of one category, in the order of the alphabet."""
    own = (choice for choice in rows if choice.columns.get(COLUMN) == category)
    return sorted(own, key=lambda choice: alphabet.key(choice.label[language]))


def ordered(choices: Iterable[Choice], order: Sequence[str]) -> tuple[Choice, ...]:
    """The choices whose codes stand in `order` first, then the others as they were."""
    places = {code: place for place, code in enumerate(order)}
    return tuple(sorted(choices, key=lambda choice: places.get(choice.code, len(places))))


_KEPT: Final = 64
"""Arrangements that are kept: long lists times languages."""

_arranged: dict[tuple[int, str, tuple[str, ...]], tuple[Question, tuple[Choice, ...]]] = {}


def arranged(asked: Question, language: str, order: tuple[str, ...], first: int) -> tuple[Choice, ...]:
    """The choices as they are numbered: `order` and then the script's own decide the `first` rows, the alphabet the others.

    Choices «none of these» and «other» stay at the end. Lists without categories keep the script's order behind `order`.
    """
    key = id(asked), language, order
    known = _arranged.get(key)
    if known is None:
        if len(_arranged) >= _KEPT:
            _arranged.clear()
        # The question is kept beside its choices, so that no other one can come to have its id.
        known = _arranged[key] = asked, _arrange(asked.choices, language, order, first)
    return known[1]


def _arrange(choices: tuple[Choice, ...], language: str, order: tuple[str, ...], first: int) -> tuple[Choice, ...]:
    rows = [choice for choice in ordered(choices, order) if not choice.only and not choice.typed]
    apart = [choice for choice in choices if choice.only or choice.typed]
    if shelved(rows, language):
        rest = sorted(rows[first:], key=lambda each: (alphabet.key(title(each, language)), alphabet.key(each.label[language])))
        rows = [*rows[:first], *rest]
    return (*rows, *apart)
