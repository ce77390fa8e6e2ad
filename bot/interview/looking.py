"""What looking through a long list does to an interview: the question stays open and shows something else."""

from bot.interview import shelves, wording
from bot.interview.answering import answer, mark
from bot.interview.effects import Alert, Ask, Redraw, Settle, Turn
from bot.interview.kinds import KINDS
from bot.interview.kinds.reading import Given, Looked, Marked, Refused
from bot.interview.open import of
from bot.interview.state import State, changed
from bot.message import Message
from bot.script.model import Script
from bot.texts import say


def look(script: Script, state: State, looked: Looked) -> Turn:
    """Show what was found for typed words, below them; of the list above them only the question stays."""
    above = of(script, state)
    ticks = tuple(code for code in state.ticks if code != state.typing)
    found = changed(state, query=looked.query, hits=looked.hits, ticks=ticks, typing="", page=0, turn=state.turn + 1)
    return Turn(found, (Settle(Message(above.text(above.question.ask))), Ask(wording.ask(script, found))))


def shelf(script: Script, state: State, category: str) -> Turn | None:
    """Open a category, all of them (`*`), or the most used rows again (empty); None if there is no such category."""
    shown = of(script, state)
    known = {"", shelves.ALL, *shelves.titles(shown.rows, shown.language)} if shown.shelved else {""}
    if category not in known or not (shown.shelved or shown.looked):
        return None
    opened = changed(state, category=category, query="", hits=(), page=0, typing="")
    return Turn(state) if opened == state else _redrawn(script, opened)


def up(script: Script, state: State) -> Turn | None:
    """From a category to all of them, from there or from what was found to the list; None at the list itself."""
    if state.typing or not of(script, state).inside:
        return None
    return shelf(script, state, "" if state.query or state.category == shelves.ALL else shelves.ALL)


def take(script: Script, state: State, at: int) -> Turn | None:
    """The looked-up words are the answer of one's own; None if the question takes none."""
    shown = of(script, state)
    reading = KINDS[shown.question.kind].tap(shown, "!take")
    listed = changed(state, query="", hits=(), category="", page=0)
    match reading:
        case Given():
            return answer(script, listed, reading, at)
        case Marked():
            marked = mark(script, listed, reading, typed=False)
            return marked if marked.effects else _redrawn(script, listed)
        case Refused():
            return Turn(state, (Alert(say(state.language, reading.key, number=reading.number)),))
        case _:
            return None


def below(script: Script, state: State, turn: Turn) -> Turn:
    """The same turn after typed words: what would be redrawn comes below them instead."""
    if not any(isinstance(effect, Redraw) for effect in turn.effects):
        return turn
    above = of(script, state)
    effects = (Ask(effect.message) if isinstance(effect, Redraw) else effect for effect in turn.effects)
    return Turn(turn.state, (Settle(Message(above.text(above.question.ask))), *effects))


def _redrawn(script: Script, state: State) -> Turn:
    drawn = changed(state, turn=state.turn + 1)
    return Turn(drawn, (Redraw(wording.ask(script, drawn)),))
