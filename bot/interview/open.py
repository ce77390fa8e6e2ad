"""The open question as its kind sees it: what to show, in which order, and what is marked so far."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.interview import taps
from bot.interview.route import over, question, row
from bot.interview.state import State
from bot.message import Button, shorten
from bot.script.model import Choice, Question, Script, Text

PAGE = 10
"""Choices on one page where there are more than `UNPAGED`."""

UNPAGED = 20
"""A longer list is shown page by page."""

TWO_COLUMNS_CHARS = 18
"""Longest label that stays uncut in a column of half a phone's width."""

ITEM_UNITS = 60
"""So much of a service's typed name stands in the questions about it, in UTF-16 units."""

ONE_COLUMN = 6
"""So many choices or fewer stand one below the other, which is easier to read."""


@dataclass(frozen=True)
class Open:
    """One open question: `choices` in the order shown to this person, `item` the label that stands for {item}."""

    question: Question
    choices: tuple[Choice, ...]
    state: State
    item: str = ""

    @property
    def language(self) -> str:
        return self.state.language

    def text(self, text: Text) -> str:
        """A text of the script in the person's language, with the item in its place."""
        return text.get(self.language, "").replace("{item}", self.item)

    def button(self, label: str, action: str) -> Button:
        return taps.button(self.state.nonce, self.state.turn, label, action)

    @property
    def earlier(self) -> tuple[str, ...]:
        """What was answered here before the person came back."""
        answer = self.state.answers.get(self.state.slot.key) if self.state.slot else None
        return answer.codes if answer else ()

    @cached_property
    def numbered(self) -> bool:
        """In a long list the message itself lists numbers and full texts, because a label alone says less."""
        return self.pages > 1 and any(self.language in choice.name for choice in self.choices)

    @cached_property
    def pages(self) -> int:
        return -(-len(self._listed()) // PAGE) if len(self.choices) > UNPAGED else 1

    def page(self) -> list[tuple[int, Choice]]:
        """The choices shown now, with their numbers from 1; «none of these» and «other» stand on every page."""
        places = list(enumerate(self.choices, 1))
        if self.pages == 1:
            return places
        listed = set(self._listed()[self.state.page * PAGE : (self.state.page + 1) * PAGE])
        return [(number, choice) for number, choice in places if choice.only or choice.typed or choice.code in listed]

    def _listed(self) -> list[str]:
        return [choice.code for choice in self.choices if not choice.only and not choice.typed]


def of(script: Script, state: State) -> Open:
    """The open question of a state in phase `asking`."""
    assert state.slot is not None  # noqa: S101 - the phase says so
    asked = question(script, state.slot)
    order = state.orders.get(state.slot.key)
    chosen = tuple(filter(None, (row(script, asked.id, code) for code in order))) if order else asked.choices
    return Open(asked, chosen, state, item_label(script, state))


def item_label(script: Script, state: State) -> str:
    """What {item} stands for: the full name of the chosen row, or the words typed instead of one."""
    slot = state.slot
    if slot is None or not slot.item:
        return ""
    group = over(script, slot)
    named = row(script, group, slot.item)
    assert named is not None  # noqa: S101 - an item is the code of a choice
    words = state.answers[group].text if named.typed and group in state.answers else ""
    return shorten(words, ITEM_UNITS) if words else named.name.get(state.language) or named.label[state.language]


def shuffled(asked: Question, seed: int, key: str) -> tuple[str, ...]:
    """The codes in an order of chance that the seed and the slot fix; exclusive and typed choices stay at the end."""
    codes = [choice.code for choice in asked.choices if not choice.only and not choice.typed]
    random.Random(f"{seed}:{key}").shuffle(codes)  # noqa: S311 - order on a screen, no secret
    return (*codes, *(choice.code for choice in asked.choices if choice.only or choice.typed))


def columns(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows: two columns for many short labels, else one below the other."""
    short = len(buttons) > ONE_COLUMN and all(len(button.label) <= TWO_COLUMNS_CHARS for button in buttons)
    width = 2 if short else 1
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def find(shown: Open, words: str) -> Choice | None:
    """The one choice that typed words mean: its label or name in any language, its code, or its number; None if unclear."""
    folded = fold(words)
    matches: Mapping[str, Choice] = {
        choice.code: choice
        for choice in shown.choices
        if folded == choice.code or folded in {fold(text) for text in (*choice.label.values(), *choice.name.values())}
    }
    if not matches and folded.isdecimal() and len(folded) < 4:
        matches = _by_number(shown, int(folded))
    return next(iter(matches.values())) if len(matches) == 1 else None


def fold(text: str) -> str:
    """Case and spaces do not matter, nor do dots and quotes around words."""
    return " ".join(text.casefold().strip(" .!?«»\"'✓").split())


def _by_number(shown: Open, number: int) -> Mapping[str, Choice]:
    spans = {choice.code: _span(choice.label[shown.language]) for choice in shown.choices}
    if any(spans.values()) and not shown.numbered:
        return {c.code: c for c in shown.choices if (span := spans[c.code]) and span[0] <= number <= span[-1]}
    return {shown.choices[number - 1].code: shown.choices[number - 1]} if 0 < number <= len(shown.choices) else {}


def _span(label: str) -> list[int]:
    # Where labels themselves hold numbers («18–29»), a typed number means a value, never a place in the list.
    return [int(digits) for digits in re.findall(r"\d+", label)]
