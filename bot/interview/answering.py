"""What an answer does to an interview: it is kept, later answers are withdrawn or come back, the next question opens."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.interview import wording
from bot.interview.effects import Ask, Effect, Finish, Keep, Redraw, Say, Settle, Turn
from bot.interview.kinds.reading import Given, Marked
from bot.interview.open import shuffled
from bot.interview.route import before, question, route, unanswered
from bot.interview.state import Answer, Slot, State, Status, changed
from bot.message import Message
from bot.script.model import Script


def answer(script: Script, state: State, given: Given, at: int) -> Turn:
    """Take a complete answer to the open question."""
    assert state.slot is not None  # noqa: S101 - the phase says so
    said = _said(state, state.slot, given, at)
    settle = Settle(wording.settled(script, state, said))
    if set(given.codes) & set(question(script, state.slot).ineligible):
        return finish(script, state, "ineligible", settle)
    path = route(script, {**state.answers, state.slot.key: said})
    answers, touched = _weighed(path, {**state.answers, state.slot.key: said}, state.slot.key)
    kept = [Keep(answer) for answer in touched if question(script, answer.slot).kind != "note"]
    answered = changed(state, answers=answers, status="started")
    slot = unanswered(path, _holding(answers))
    if slot is None:
        return _closed(script, answered, settle, kept)
    opened = _opened(script, answered, slot)
    return Turn(opened, (settle, *kept, Ask(wording.ask(script, opened))))


def mark(script: Script, state: State, marked: Marked, *, typed: bool) -> Turn:
    """Ticks changed, or words are awaited: the question stays open, redrawn in place, or asked again below typed words."""
    ticks = changed(state, ticks=marked.ticks, typing=marked.typing, words=marked.words)
    if ticks == state:
        # A tap that changes nothing is a success; words are always answered.
        message = wording.ask(script, state)
        return Turn(state, (Settle(Message(message.text)), Ask(message)) if typed else ())
    drawn = changed(ticks, turn=state.turn + 1)
    message = wording.ask(script, drawn)
    if not typed:
        return Turn(drawn, (Redraw(message),))
    return Turn(drawn, (Settle(Message(wording.ask(script, state).text)), Ask(message)))


def page(script: Script, state: State, number: int) -> Turn:
    """Turn to a page of a long list."""
    if number == state.page:
        return Turn(state)
    turned = changed(state, page=number, turn=state.turn + 1)
    return Turn(turned, (Redraw(wording.ask(script, turned)),))


def back(script: Script, state: State) -> Turn | None:
    """Open the question before this one again, with what was answered there; None if there is none."""
    if state.typing:
        return mark(script, state, Marked(tuple(code for code in state.ticks if code != state.typing)), typed=False)
    slot = before(route(script, state.answers), state.slot)
    if slot is None:
        return None
    earlier = _opened(script, state, slot)
    return Turn(earlier, (Redraw(wording.ask(script, earlier)),))


def finish(script: Script, state: State, status: Status, settle: Settle, kept: tuple[Effect, ...] = ()) -> Turn:
    """End the interview with this status."""
    ended = changed(state, phase="final", status=status, slot=None, turn=state.turn + 1, ticks=(), typing="", words="", page=0)
    return Turn(ended, (settle, *kept, Finish(status), Say(wording.closing(script, state.language, status))))


def _closed(script: Script, state: State, settle: Settle, kept: list[Keep]) -> Turn:
    return finish(script, state, "completed", settle, tuple(kept))


def _said(state: State, slot: Slot, given: Given, at: int) -> Answer:
    earlier = state.answers.get(slot.key)
    said = Answer(slot, given.codes, given.number, given.text, state.language, at)
    if earlier is None:
        return said
    same = (earlier.codes, earlier.number, earlier.text) == (said.codes, said.number, said.text)
    return msgspec.structs.replace(said, changes=earlier.changes if same else earlier.changes + 1)


def _weighed(path: Sequence[Slot], answers: Mapping[str, Answer], new: str) -> tuple[dict[str, Answer], list[Answer]]:
    """All answers with `withdrawn` set by the route, and those that must be stored again: the new one and the turned ones."""
    asked = {slot.key for slot in path}
    turned = {
        key: msgspec.structs.replace(answer, withdrawn=not answer.withdrawn)
        for key, answer in answers.items()
        if answer.withdrawn == (key in asked)
    }
    weighed = {**answers, **turned}
    return weighed, [answer for key, answer in weighed.items() if key == new or key in turned]


def _holding(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    return {key: answer for key, answer in answers.items() if not answer.withdrawn}


def _opened(script: Script, state: State, slot: Slot) -> State:
    asked, turn = question(script, slot), state.turn + 1
    earlier = state.answers.get(slot.key)
    ticks = earlier.codes if earlier and asked.kind == "many" else ()
    words = earlier.text if earlier and asked.kind == "many" else ""
    orders = state.orders
    if asked.shuffle and slot.key not in orders:
        orders = {**orders, slot.key: shuffled(asked, state.seed, slot.key)}
    return changed(
        state, slot=slot, turn=turn, opened=turn, ticks=ticks, words=words, typing="", page=0, failures=0, orders=orders
    )
