"""What the bot asks above the open question, and says on its own account: where somebody stopped, and what they want now."""

from typing import Final

from bot.interview import taps
from bot.interview.open import of
from bot.interview.state import State
from bot.message import Button, Message, shorten
from bot.script.model import Script
from bot.texts import say

PLACE_UNITS: Final = 300
"""So much of a question stands in "you stopped here", in UTF-16 units."""


def card(script: Script, state: State) -> Message:
    """The card of a state that has one."""
    return _stop(state) if state.card == "stop" else _resume(script, state)


def reminder(script: Script, state: State) -> Message:
    """What a person hears who was silent for a day: where they stopped, and how to be left alone."""
    rows = (_row(state, "resume.resume", "!resume"), _row(state, "remind.no_more", "!quiet"))
    return Message(f"{say(state.language, 'remind.hello')}\n\n{_stopped(script, state)}", rows)


def invitation(language: str, nonce: str) -> Message:
    """A new wave begins, and this person asked to be told."""
    labels = {"!begin": say(language, "remind.begin"), "!quiet": say(language, "remind.no_more")}
    rows = tuple((taps.button(nonce, 0, label, action),) for action, label in labels.items())
    return Message(say(language, "remind.invitation"), rows)


def _resume(script: Script, state: State) -> Message:
    rows = (_row(state, "resume.resume", "!resume"), _row(state, "resume.restart", "!restart"))
    return Message(f"{_stopped(script, state)}\n\n{say(state.language, 'resume.ask')}", rows)


def _stop(state: State) -> Message:
    rows = (_row(state, "stopping.yes", "!stop"), _row(state, "resume.resume", "!resume"))
    return Message(say(state.language, "stopping.ask"), rows)


def _stopped(script: Script, state: State) -> str:
    if state.slot is None:
        return say(state.language, "resume.stopped")
    shown = of(script, state)
    place = shorten(shown.text(shown.question.ask), PLACE_UNITS)
    # A question of a group may speak of the service without naming it.
    named = shown.item and shown.item not in place
    return say(state.language, "resume.stopped_at", place=f"{shown.item}\n{place}" if named else place)


def _row(state: State, key: str, action: str) -> tuple[Button, ...]:
    return (taps.button(state.nonce, state.turn, say(state.language, key), action),)
