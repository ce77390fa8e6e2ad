"""To stop: by command, by plain words, or because nobody came back. What was answered decides what the interview is then."""

from bot.interview import wording
from bot.interview.answering import finish
from bot.interview.effects import Ask, Settle, Turn
from bot.interview.plain import means
from bot.interview.resume import go_on
from bot.interview.route import route
from bot.interview.state import State, Status, changed
from bot.message import Message
from bot.script.model import Script


def ended(script: Script, state: State, otherwise: Status) -> Status:
    """`partial` if at least half of the applicable questions, as far as they are known, are answered."""
    path = route(script, state.answers)
    given = sum(slot.key in state.answers for slot in path)
    return "partial" if given and 2 * given >= len(path) else otherwise


def stop(script: Script, state: State) -> Turn:
    """End an interview that is not final. What nobody agreed to is not kept."""
    before = state.phase in {"language", "consent"}
    status: Status = "declined" if before else ended(script, state, "stopped")
    return finish(script, state, status, Settle(Message(wording.ask(script, state).text)))


def sure(script: Script, state: State) -> Turn:
    """A word for stopping came where any words are an answer: which of the two is it?"""
    before = Settle(Message(wording.ask(script, state).text))
    asked = changed(state, card="stop", turn=state.turn + 1)
    return Turn(asked, (before, Ask(wording.ask(script, asked))))


def typed(script: Script, state: State, words: str) -> Turn | None:
    """Words below that question: yes or no; None for others, which are the answer to the open question."""
    if means("stop", words) or means("yes", words, number=1):
        return stop(script, state)
    return go_on(script, state) if means("no", words) or means("resume", words, number=2) else None
