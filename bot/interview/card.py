"""The read-back card: what was said, one numbered line an answer, before it is sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.interview import taps
from bot.interview.open import item_label
from bot.interview.route import question, route
from bot.interview.state import Answer, Slot, State, changed
from bot.message import TEXT_UNITS, Button, Message, shorten, utf16_units
from bot.script.model import Question, Script
from bot.texts import say

NUMBERS_IN_ROW = 5
MOST_NUMBERS = 90
"""Telegram takes 100 buttons; a higher number can still be typed."""

SPARE_UNITS = 700
"""Room for what stands around the lines: the bot's own words, and a notice above the card."""

LINE_UNITS = (300, 120, 60, 30)
"""How long a line may be; the first that lets all lines fit is taken."""

NAME_UNITS = 40
"""Longest name of a question that has no short one, in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Line:
    """One answer on the card: its number from 1, `item` the name of the service it is about, and the words."""

    number: int
    slot: Slot
    item: str
    words: str


def card(script: Script, state: State) -> Message:
    """The card with its buttons: send, the numbers of the lines, back."""
    return Message(f"{listing(script, state)}\n\n{say(state.language, 'chat.review.foot')}", _buttons(script, state))


def listing(script: Script, state: State) -> str:
    """The heading and the lines, in at most TEXT_UNITS - SPARE_UNITS."""
    heading, found = say(state.language, "chat.review.check"), lines(script, state)
    for units in LINE_UNITS:
        text = f"{heading}\n\n{_grouped(found, units)}"
        if utf16_units(text) <= TEXT_UNITS - SPARE_UNITS:
            return text
    return f"{heading}\n\n{_cut(found, state.language, TEXT_UNITS - SPARE_UNITS - utf16_units(heading))}"


def lines(script: Script, state: State) -> list[Line]:
    """The answers that count, in the order of asking; notes have none."""
    slots = [slot for slot in route(script, state.answers) if slot.key in state.answers]
    slots = [slot for slot in slots if question(script, slot).kind != "note"]
    return [_line(script, state, number, slot) for number, slot in enumerate(slots, 1)]


def name(asked: Question, language: str) -> str:
    """What a question is called on the card: its short name, or its own words without the service's name, shortened."""
    own = asked.short.get(language)
    if own:
        return own
    spoken = [line for line in asked.ask.get(language, "").splitlines() if line.strip() and "{item}" not in line]
    words = spoken[-1] if spoken else asked.ask.get(language, asked.id).replace("{item}", "…")
    sentence = re.match(r".*?[?!.](?=\s|$)", words)
    return shorten(sentence[0] if sentence else words, NAME_UNITS)


def said(asked: Question, answer: Answer, language: str) -> str:
    """An answer in words: its labels, its number or what was typed; empty if it was skipped."""
    if answer.number is not None:
        return f"{answer.number:g}"
    chosen = [choice for choice in asked.choices if choice.code in answer.codes]
    labels = [answer.text if choice.typed and answer.text else choice.label[language] for choice in chosen]
    return ", ".join(labels) or answer.text


def _line(script: Script, state: State, number: int, slot: Slot) -> Line:
    asked, answer = question(script, slot), state.answers[slot.key]
    called = name(asked, state.language).removesuffix(".")
    answered = said(asked, answer, state.language) or say(state.language, "chat.skipped")
    words = f"{called} {answered}" if called.endswith(("?", "!", ":", "…")) else f"{called}: {answered}"
    return Line(number, slot, item_label(script, changed(state, slot=slot)), words)


def _grouped(found: Sequence[Line], units: int) -> str:
    """The lines with the name of the service above its own, an empty line between the groups."""
    blocks = []
    for (item, _), group in groupby(found, key=lambda line: (line.item, line.slot.item)):
        numbered = [shorten(f"{line.number}. {line.words}", units) for line in group]
        blocks.append("\n".join([*([shorten(item, units)] if item else []), *numbered]))
    return "\n\n".join(blocks)


def _cut(found: Sequence[Line], language: str, units: int) -> str:
    """As many of the shortest lines as fit, and how many more there are."""
    for kept in range(len(found) - 1, 0, -1):
        more = say(language, "chat.review.more", number=len(found) - kept)
        text = f"{_grouped(found[:kept], LINE_UNITS[-1])}\n\n{more}"
        if utf16_units(text) <= units - len("\n\n"):
            return text
    return say(language, "chat.review.more", number=len(found))


def _buttons(script: Script, state: State) -> tuple[tuple[Button, ...], ...]:
    numbers = [_press(state, str(line.number), f"@{line.number}") for line in lines(script, state)[:MOST_NUMBERS]]
    rows = [tuple(numbers[start : start + NUMBERS_IN_ROW]) for start in range(0, len(numbers), NUMBERS_IN_ROW)]
    send = _press(state, say(state.language, "chat.review.send"), "!send")
    return ((send,), *rows, (_press(state, say(state.language, "chat.back"), "!back"),))


def _press(state: State, words: str, action: str) -> Button:
    return taps.button(state.nonce, state.turn, words, action)
