"""Having everything erased: the question, and what a tap or words say to it. Only a clear yes erases."""

from bot.interview import wording
from bot.interview.effects import Forget, Say, Settle, Turn
from bot.interview.folding import fold
from bot.interview.state import State, changed
from bot.message import Message
from bot.script.model import Script
from bot.texts import LANGUAGES, phrases


def ask(state: State) -> Turn:
    """What goes and what stays; whatever the person does next decides."""
    return Turn(changed(state, leaving=True), (Say(wording.confirm_forget(state)),))


def agrees(words: str) -> bool:
    """Is this a yes, in any of the languages? Everything else is a no: nothing is erased by a misunderstanding."""
    return fold(words) in {fold(word) for language in LANGUAGES for word in _yes(language)}


def tapped(_: Script, state: State) -> Turn:
    """The button under the question, which becomes its own record."""
    return _gone(state, Settle(Message(wording.in_all(state, "chat.forget.ask"))))


def typed(script: Script, state: State) -> Turn:
    """Words: the open question loses its buttons, because nothing can be answered any more."""
    return _gone(state, *([] if state.phase == "final" else [Settle(Message(wording.ask(script, state).text))]))


def _gone(state: State, *settle: Settle) -> Turn:
    gone = changed(state, phase="final", status="declined", slot=None, answers={}, turn=state.turn + 1, leaving=False)
    return Turn(gone, (*settle, Forget(Message(wording.in_all(state, "chat.forget.receipt")))))


def _yes(language: str) -> tuple[str, ...]:
    sentences = phrases(language)
    return (sentences["chat.yes"], sentences["chat.forget.forget"], *sentences["leaving.agreed"].split("|"))
