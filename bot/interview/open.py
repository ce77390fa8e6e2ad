"""The open question as its kind sees it: what to show, in which order, and what is marked so far."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.interview import origin, shelves, taps
from bot.interview.route import over, question, row
from bot.interview.state import Slot, State
from bot.message import Button, shorten
from bot.script.model import Choice, Question, Script, Text
from bot.texts import say

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

    @property
    def long(self) -> bool:
        """Too long to be shown at once."""
        return len(self.choices) > UNPAGED

    @property
    def looked(self) -> bool:
        """What stands there was found for typed words."""
        return bool(self.state.query)

    @property
    def full(self) -> bool:
        """As many are marked as may be. Only the marked ones stand there then: others could not be marked."""
        most = self.question.max if self.question.kind == "many" else 0
        return 0 < most <= len(self.state.ticks) and not self.looked and not self.state.typing

    @property
    def inside(self) -> bool:
        """Within a long list: a category, all of them, or what was found. The way back leads out of it."""
        return self.looked or (self.shelved and self.state.category != "" and not self.full)

    @cached_property
    def rows(self) -> tuple[Choice, ...]:
        """The choices without «none of these» and «other»."""
        return tuple(choice for choice in self.choices if not choice.only and not choice.typed)

    @cached_property
    def shelved(self) -> bool:
        """A long list by categories."""
        return self.long and shelves.shelved(self.rows, self.language)

    @cached_property
    def numbered(self) -> bool:
        """In a long list the message itself lists numbers and full texts, because a label alone says less."""
        return self.long and any(self.language in choice.name for choice in self.choices)

    @cached_property
    def pages(self) -> int:
        return max(1, -(-len(self._listed) // PAGE)) if self.long else 1

    def page(self) -> list[tuple[int, Choice]]:
        """The choices shown now, with their numbers from 1; «none of these» and «other» stand on every page.

        What was found is counted anew: the rest of the list is out of sight, and five rows are counted from 1 to 5.
        """
        places = list(enumerate(self.choices, 1))
        if self.looked:
            return list(enumerate((*self._listed, *(each for each in self.choices if each.only or each.typed)), 1))
        if self.full:
            return [(number, choice) for number, choice in places if choice.only or choice.code in self.state.ticks]
        if not self.long:
            return places
        numbers = {choice.code: number for number, choice in places}
        listed = self._listed[self.state.page * PAGE : (self.state.page + 1) * PAGE]
        apart = [(number, choice) for number, choice in places if choice.only or choice.typed]
        return [*((numbers[choice.code], choice) for choice in listed), *apart]

    @cached_property
    def _listed(self) -> Sequence[Choice]:
        if self.looked:
            found = {choice.code: choice for choice in self.rows}
            return [found[code] for code in self.state.hits if code in found]
        if not self.shelved:
            return self.rows
        match self.state.category:
            case "":
                return self.rows[:PAGE]
            case shelves.ALL:
                return ()
            case category:
                return shelves.members(self.rows, category, self.language)


def of(script: Script, state: State) -> Open:
    """The open question of a state in phase `asking`."""
    assert state.slot is not None  # noqa: S101 - the phase says so
    asked = question(script, state.slot)
    arranged = _arranged(asked, state, state.orders.get(state.slot.key, ()))
    return Open(asked, origin.proposed_first(asked, arranged, state), state, item_label(script, state))


def _arranged(asked: Question, state: State, order: tuple[str, ...]) -> tuple[Choice, ...]:
    if len(asked.choices) > UNPAGED or shelves.alphabetical(asked.choices, state.language):
        return shelves.arranged(asked, state.language, order)
    return shelves.ordered(asked.choices, order) if order else asked.choices


def item_label(script: Script, state: State) -> str:
    """What {item} stands for: the full name of the chosen row, or the words typed instead of one."""
    slot = state.slot
    if slot is None or not slot.item:
        return ""
    group = over(script, slot)
    named = row(script, group, slot.item)
    assert named is not None  # noqa: S101 - an item is the code of a choice
    words = state.answers[group].text if named.typed and group in state.answers else ""
    if named.typed and not words and question(script, Slot(group)).measures == "service":
        return say(state.language, "chat.unlisted_service")
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
