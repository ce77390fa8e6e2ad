"""Whatever is typed, and wherever: every message still fits into one of Telegram's."""

import pytest

from bot.interview import step as steps
from bot.interview.events import Command, Unreadable
from bot.interview.prompts import reminder
from bot.interview.step import opening
from bot.message import TEXT_UNITS, utf16_units
from tests.example import NONCE, Walker

TYPED = {
    "emoji of two units": "\N{GRINNING FACE}" * (TEXT_UNITS // 2),
    "one word": "ә" * TEXT_UNITS,
    "many short lines": "я\n" * (TEXT_UNITS // 2),
    "many words": "анықтама " * (TEXT_UNITS // 9),
    "many numbers": "1, " * (TEXT_UNITS // 3),
    "joined emoji": "\N{WOMAN}\N{ZERO WIDTH JOINER}" * (TEXT_UNITS // 3),
}
AHEAD = ("=csc_operator", "=tried", "!done", "!take", "=", "+", "!send")


def longest(script, language, words):
    """The length of the longest message to somebody who types these words at every turn and as every answer of their own."""
    walker = Walker(script)
    walker.state = opening(NONCE, 1)
    walker.begin(language).tap("=a30")
    own, lengths = set(), []
    while walker.state.phase != "final":
        assert len(walker.turns) < 400, walker.state.slot
        _interrupt(walker, words)
        lengths.append(utf16_units(reminder(script, walker.state).text))
        slot = walker.state.slot
        if "+other" in walker.buttons() and slot not in own and not walker.state.query:
            own.add(slot)
            walker.tap("+other")
            walker.type(words)
        else:
            walker.tap(next(action for start in AHEAD for action in walker.buttons() if action.startswith(start)))
    walker.type(words)
    messages = [effect.message for turn in walker.turns for effect in turn.effects if hasattr(effect, "message")]
    return max(*lengths, *(utf16_units(message.text) for message in messages))


def _interrupt(walker, words):
    walker.type(words)
    for event in (Unreadable(0), Command("why", 0), Command("help", 0)):
        walker.send(event)
    if "#" in walker.buttons() and "!take" not in walker.buttons():
        walker.tap("#")


@pytest.mark.parametrize(("typed", "language"), list(zip(TYPED, ["kk", "ru", "en"] * 2, strict=True)))
def test_message_fits_whatever_was_typed(script, typed, language):
    assert longest(script, language, TYPED[typed]) <= TEXT_UNITS


def test_words_that_nobody_shortens_would_be_too_long(script, monkeypatch):
    monkeypatch.setattr(steps, "WORDS_UNITS", TEXT_UNITS)

    assert longest(script, "ru", TYPED["one word"]) > TEXT_UNITS
