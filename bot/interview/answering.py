"""What an answer does to an interview: it is kept, later answers are withdrawn or come back, the next question opens."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.interview import wording
from bot.interview.card import lines
from bot.interview.effects import Ask, Effect, Finish, Keep, Redraw, Say, Settle, Turn
from bot.interview.kinds.reading import Given, Marked
from bot.interview.open import shuffled
from bot.interview.route import before, question, route, unanswered
from bot.interview.state import UNTOUCHED, Answer, Draft, Slot, State, Status, changed, drafts
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
    left = {key: draft for key, draft in state.drafts.items() if key != state.slot.key}
    answered = changed(state, answers=answers, drafts=left, status="started")
    slot = unanswered(path, _holding(answers))
    if slot is None:
        return _reviewed(script, answered, (settle, *kept))
    opened = _opened(script, answered, slot)
    return Turn(opened, (settle, *kept, Ask(wording.ask(script, opened))))


def mark(script: Script, state: State, marked: Marked, *, typed: bool, turn: int = 0) -> Turn:
    """Ticks changed, or words are awaited: the question stays open, redrawn in place, or asked again below typed words.

    `turn`: the turn of the keyboard that was tapped.
    """
    ticks = changed(state, ticks=marked.ticks, typing=marked.typing, words=marked.words)
    if marked.words != state.words:
        # Words of one's own are kept: what was found for others before them is no matter any more.
        ticks = changed(ticks, query="", hits=())
    if ticks == state:
        # A tap that changes nothing is a success, but a keyboard that shows less is drawn anew; words are always answered.
        message = wording.ask(script, state)
        redrawn = (Redraw(message),) if turn < state.turn else ()
        return Turn(state, (Settle(Message(message.text)), Ask(message)) if typed else redrawn)
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
    earlier = _opened(script, _drafted(script, state), slot)
    return Turn(earlier, (Redraw(wording.ask(script, earlier)),))


def _drafted(script: Script, state: State) -> State:
    """The state that remembers what is marked in the open question, so that it stands there when the person is back.

    Where an answer stands already, that is what the person finds.
    """
    if state.slot is None or question(script, state.slot).kind != "many" or state.slot.key in state.answers:
        return state
    return changed(state, drafts={draft.slot.key: draft for draft in drafts(state)})


def finish(script: Script, state: State, status: Status, *effects: Effect) -> Turn:
    """End the interview with this status, after these effects."""
    ended = changed(state, **UNTOUCHED, phase="final", status=status, slot=None, turn=state.turn + 1)
    return Turn(ended, (*effects, Finish(status), Say(wording.closing(script, ended))))


def leave(script: Script, state: State) -> Turn | None:
    """Back to the read-back card with the open question's answer as it was; None if something is still to be asked."""
    if state.slot is None or not wording.answered_all(script, state):
        return None
    return _reviewed(script, state, (Settle(wording.settled(script, state, state.answers[state.slot.key])),))


def reopen(script: Script, state: State, slot: Slot) -> State:
    """The state in which this question stands open, with what was answered there."""
    return _opened(script, state, slot)


def _reviewed(script: Script, state: State, effects: tuple[Effect, ...]) -> Turn:
    """Everything is answered: show it before it is sent. Where nothing could be answered there is nothing to show."""
    turn = state.turn + 1
    shown = changed(state, phase="review", slot=None, turn=turn, opened=turn, ticks=(), typing="", words="", page=0, failures=0)
    if not lines(script, shown):
        return finish(script, state, "completed", *effects)
    return Turn(shown, (*effects, Ask(wording.ask(script, shown))))


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
    exclusive = {choice.code for choice in asked.choices if choice.only}
    # An exclusive answer leaves no tick, or the next one would stand beside it.
    ticks = tuple(code for code in earlier.codes if code not in exclusive) if earlier and asked.kind == "many" else ()
    words = earlier.text if earlier and asked.kind == "many" else ""
    draft = state.drafts.get(slot.key, Draft(slot, ticks, words))
    orders = state.orders
    if asked.shuffle and slot.key not in orders:
        orders = {**orders, slot.key: shuffled(asked, state.seed, slot.key)}
    fresh = changed(state, **UNTOUCHED, phase="asking", slot=slot, turn=turn, opened=turn, orders=orders)
    return changed(fresh, ticks=draft.ticks, words=draft.words)


def restart(script: Script, state: State, settle: Settle) -> Turn:
    """Withdraw every answer and open the first question; keyboards of before are old then.

    The state forgets the answers: one that is given anew takes the place of the stored one, and none comes back by itself.
    """
    given = [answer for answer in state.answers.values() if question(script, answer.slot).kind != "note"]
    withdrawn = [Keep(msgspec.structs.replace(answer, withdrawn=True)) for answer in given if not answer.withdrawn]
    slot = unanswered(route(script, {}), {})
    emptied = changed(state, answers={}, drafts={}, status="consented", card="", phase="asking")
    if slot is None:
        return finish(script, emptied, "completed", settle, *withdrawn)
    opened = _opened(script, emptied, slot)
    return Turn(opened, (settle, *withdrawn, Ask(wording.ask(script, opened))))
