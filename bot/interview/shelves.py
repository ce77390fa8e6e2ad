"""The order of a list. A long one by categories: the most used rows first, the others by category, each by the alphabet.

The column `category` of a row names its category, `category_label_kk` … say it in words (bot/script/catalogue.py joins them).
A list with columns `sort_kk` … stands in the order of the alphabet of each language, by these cells, or the labels where they
are empty; a cell that begins with a digit stands before all letters.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.interview import alphabet
from bot.script.model import Choice, Question

COLUMN: Final = "category"
SORT: Final = "sort"
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


def alphabetical(choices: Sequence[Choice], language: str) -> bool:
    """Whether the table of these rows wants the order of the alphabet in this language."""
    return bool(choices) and f"{SORT}_{language}" in choices[0].columns


def ordered(choices: Iterable[Choice], order: Sequence[str]) -> tuple[Choice, ...]:
    """The choices whose codes stand in `order` first, then the others as they were."""
    places = {code: place for place, code in enumerate(order)}
    return tuple(sorted(choices, key=lambda choice: places.get(choice.code, len(places))))


_KEPT: Final = 64
"""Arrangements that are kept: long lists times languages."""

_arranged: dict[tuple[int, str, tuple[str, ...]], tuple[Question, tuple[Choice, ...]]] = {}


def arranged(asked: Question, language: str, order: tuple[str, ...]) -> tuple[Choice, ...]:
    """The choices as they are numbered: `order` first, then the others as the script has them, «none» and «other» at the end.

    The number of a row is the same in every language: who changes the language, or helps somebody, may say it. So the rows of
    a category stand by the alphabet, and their numbers do not. Only a table that wants the order of the alphabet is numbered
    by the alphabet of each language.
    """
    key = id(asked), language, order
    known = _arranged.get(key)
    if known is None:
        if len(_arranged) >= _KEPT:
            _arranged.clear()
        # The question is kept beside its choices, so that no other one can come to have its id.
        known = _arranged[key] = asked, _arrange(asked.choices, language, order)
    return known[1]


def _arrange(choices: tuple[Choice, ...], language: str, order: tuple[str, ...]) -> tuple[Choice, ...]:
    rows = [choice for choice in ordered(choices, order) if not choice.only and not choice.typed]
    apart = [choice for choice in choices if choice.only or choice.typed]
    if alphabetical(rows, language):
        ahead = [choice for choice in rows if choice.code in order]
        rows = [*ahead, *sorted(rows[len(ahead) :], key=lambda each: _sorted_by(each, language))]
    return (*rows, *apart)


def _sorted_by(choice: Choice, language: str) -> tuple[tuple[int, str], ...]:
    return alphabet.key(choice.columns.get(f"{SORT}_{language}") or choice.label[language])
