"""Back after a while: where did you stop, continue or start again? And what the buttons of a reminder do."""

from typing import Final

from bot.interview import wording
from bot.interview.answering import restart
from bot.interview.effects import Alert, Ask, Quiet, Say, Settle, Turn
from bot.interview.plain import means
from bot.interview.state import State, changed
from bot.interview.taps import Press
from bot.message import Message
from bot.script.model import Script
from bot.texts import LANGUAGES, say

SILENCE_SECONDS: Final = 2 * 3600
"""Somebody who writes after so long is asked whether to go on."""

REPEAT_SECONDS: Final = 30
"""A second tap on "continue" within so long is the first one again."""


def due(state: State, at: int) -> bool:
    """Was this person away for so long that words cannot be meant for the open question?"""
    if state.phase in {"language", "consent", "final"}:
        return False
    return state.card == "resume" or (state.heard > 0 and at - state.heard >= SILENCE_SECONDS)


def noted(turn: Turn, at: int) -> Turn:
    """The same turn, with the moment in which the person was here; a final interview keeps none."""
    if turn.state.phase == "final" or turn.state.heard >= at:
        return turn
    return Turn(changed(turn.state, heard=at), turn.effects)


def card(script: Script, state: State, notice: str = "") -> Turn:
    """Ask whether to go on; `notice` says what became of what was just sent."""
    before = Settle(Message(wording.ask(script, state).text))
    asked = changed(state, card="resume", turn=state.turn + 1)
    message = wording.ask(script, asked)
    said = Message(f"{notice}\n\n{message.text}", message.rows) if notice else message
    return Turn(asked, (before, Ask(said)))


def typed(script: Script, state: State, words: str) -> Turn:
    """Words after the silence, or below the card: one of its two answers, or words that are not taken, which is said."""
    asked = state.card == "resume"
    # Whoever answers a reminder with "continue" has no card yet; a number would be an answer to nothing.
    if means("resume", words, number=1 if asked else 0):
        return go_on(script, state) if asked else again(script, state)
    if asked and means("restart", words, number=2):
        return anew(script, state)
    return card(script, state, say(state.language, "resume.not_taken"))


def resumed(state: State) -> str:
    """What is said above the question to somebody who comes with /start in the middle; nothing where nothing was begun."""
    return say(state.language, "onward.resumed") if state.phase in {"asking", "review"} and not state.card else ""


def go_on(script: Script, state: State) -> Turn:
    """Show the open question anew: from a card, or from a reminder of whatever age."""
    language = state.language or LANGUAGES[0]
    if state.phase == "final":
        return Turn(state, (Say(Message(say(language, "chat.over"))),))
    words = say(language, "resume.resume")
    settle = Settle(wording.record(wording.ask(script, state).text, words) if state.card else Message(f"✓ {words}"))
    shown = changed(state, card="", turn=state.turn + 1)
    return Turn(shown, (settle, Ask(wording.ask(script, shown))))


def again(script: Script, state: State) -> Turn:
    """The open question once more, in place of a card above it, because somebody asked for it in words."""
    before = Settle(Message(wording.ask(script, state).text))
    shown = changed(state, card="", turn=state.turn + 1)
    return Turn(shown, (before, Ask(wording.ask(script, shown))))


def anew(script: Script, state: State) -> Turn:
    """Begin again at the first question: every answer is withdrawn, the language stays."""
    words = say(state.language, "resume.restart")
    settle = Settle(wording.record(wording.ask(script, state).text, words) if state.card else Message(f"✓ {words}"))
    return restart(script, state, settle)


def quiet(_: Script, state: State) -> Turn:
    """No more reminders, at once; the interview stays where it is."""
    language = state.language or LANGUAGES[0]
    record = Settle(Message(f"✓ {say(language, 'remind.no_more')}"))
    return Turn(state, (record, Quiet(), Alert(say(language, "remind.quiet"))))


def repeated(state: State, press: Press, at: int) -> bool:
    """Is this the tap that was just taken? On another day the same button of an old reminder is meant anew."""
    return f"{press.turn}{press.action}" == state.last and at - state.heard <= REPEAT_SECONDS
