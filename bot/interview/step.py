"""The conversation: one event in, the next state and its effects out. Nothing here does anything; `Turn` says what should be.

The caller keeps the state, stores what `Keep` and `Finish` say, and shows the messages in their order. A final interview is
not kept as a state: `final` makes one from what the database still knows, so that late words and taps get an answer.
"""

from typing import assert_never

from bot.interview import taps, wording
from bot.interview.answering import answer, back, finish, mark, page
from bot.interview.effects import Alert, Ask, Effect, Forget, Say, Settle, Turn
from bot.interview.events import Command, CommandName, Event, Start, Tap, Typed, Unreadable
from bot.interview.kinds import KINDS
from bot.interview.kinds.reading import Given, Marked, Reading, Refused
from bot.interview.mask import clean
from bot.interview.open import fold, of
from bot.interview.route import route, unanswered
from bot.interview.state import State, Status, changed
from bot.message import Message, shorten
from bot.script.model import Script
from bot.texts import LANGUAGE_NAMES, LANGUAGES, phrases, say

WORDS_UNITS = 500
"""Longest typed answer that is kept, in UTF-16 units."""


def opening(nonce: str, seed: int) -> State:
    """A new interview: its first question is the language. `nonce` has 8 letters or digits; `seed` fixes all shuffles."""
    return State(nonce=nonce, seed=seed)


def final(language: str, status: Status) -> State:
    """A state for an interview that ended: it only answers /language, /privacy, /help and /forget."""
    return State(nonce="finished", seed=0, phase="final", status=status, language=language)


def ask(script: Script, state: State) -> Message:
    """The message that stands open in this state: for the sweep, and after a restart."""
    return wording.ask(script, state)


def step(script: Script, state: State, event: Event) -> Turn:
    """The next turn of an interview. Never raises for anything a citizen does."""
    match event:
        case Tap():
            return _tap(script, state, event)
        case Command():
            return _command(script, state, event.name)
        case Start():
            return Turn(state, _shown(script, state))
        case Unreadable():
            return _again(script, state, say(_language(state), "chat.unreadable"))
        case Typed():
            return _typed(script, state, shorten(clean(event.text), WORDS_UNITS), event.at)
        case _:
            assert_never(event)


def _again(script: Script, state: State, notice: str = "") -> Turn:
    """The open question once more, below what was just said; a final interview has none and says so."""
    if state.phase == "final":
        return Turn(state, _shown(script, state))
    message = wording.ask(script, state)
    said = Message(f"{notice}\n\n{message.text}", message.rows) if notice else message
    return Turn(state, (Settle(Message(message.text)), Ask(said)))


def _shown(script: Script, state: State) -> tuple[Effect, ...]:
    if state.phase == "final":
        return (Say(Message(say(_language(state), "chat.over"))),)
    return (Ask(wording.ask(script, state)),)


def _tap(script: Script, state: State, event: Tap) -> Turn:
    press = taps.read(event.data)
    if press is None or press.nonce != state.nonce:
        return _stale(script, state)
    if press.action in _ALWAYS:
        return _ALWAYS[press.action](script, state)
    if press.action[:1] == "L" and press.action[1:] in script.languages:
        return _speak(script, state, press.action[1:])
    if state.phase == "final" or not state.opened <= press.turn <= state.turn:
        repeat = f"{press.turn}{press.action}" == state.last
        return Turn(state) if repeat else _stale(script, state)
    return _pressed(script, state, press, event.at)


def _pressed(script: Script, state: State, press: taps.Press, at: int) -> Turn:
    turn = _consent(script, state, press.action) if state.phase == "consent" else _act(script, state, press.action, at)
    if turn is None:
        return _stale(script, state)
    if turn.state == state:
        return turn
    last = f"{press.turn}{press.action}"
    return Turn(changed(turn.state, last=last), turn.effects)


def _act(script: Script, state: State, action: str, at: int) -> Turn | None:
    if state.phase != "asking":
        return None
    shown = of(script, state)
    if action == "!back":
        return back(script, state)
    if action == "!skip" and shown.question.optional:
        return answer(script, state, Given(), at)
    if action[:1] == "p" and action[1:].isdecimal() and int(action[1:]) < shown.pages:
        return page(script, state, int(action[1:]))
    reading = KINDS[shown.question.kind].tap(shown, action)
    return None if reading is None else _take(script, state, reading, at, typed=False)


def _typed(script: Script, state: State, words: str, at: int) -> Turn:
    match state.phase:
        case "language":
            chosen = _named_language(script, words)
            return _speak(script, state, chosen) if chosen else _not_understood(script, state)
        case "consent":
            action = next((f"!{name}" for name in ("yes", "no") if fold(words) in _consent_words(name)), "")
            return _consent(script, state, action) or _not_understood(script, state)
        case "asking":
            shown = of(script, state)
            reading = KINDS[shown.question.kind].read(shown, words) if words else None
            return _take(script, state, reading, at, typed=True) if reading else _not_understood(script, state)
        case "final":
            return _again(script, state)


def _take(script: Script, state: State, reading: Reading, at: int, *, typed: bool) -> Turn:
    match reading:
        case Given():
            return answer(script, state, reading, at)
        case Marked():
            return mark(script, state, reading, typed=typed)
        case Refused():
            words = say(state.language, reading.key, number=reading.number)
            return _again(script, state, words) if typed else Turn(state, (Alert(words),))
        case _:
            assert_never(reading)


def _consent(script: Script, state: State, action: str) -> Turn | None:
    said = {"!yes": "chat.consent.yes", "!no": "chat.consent.no"}.get(action)
    if said is None:
        return None
    settle = Settle(wording.record(wording.ask(script, state).text, say(state.language, said)))
    if action == "!no":
        return finish(script, state, "declined", settle)
    slot = unanswered(route(script, {}), {})
    begun = changed(state, phase="asking", status="consented", slot=slot, turn=state.turn + 1, opened=state.turn + 1)
    if slot is None:
        return finish(script, begun, "completed", settle)
    return Turn(begun, (settle, Ask(wording.ask(script, begun))))


def _speak(script: Script, state: State, language: str) -> Turn:
    phase = "consent" if state.phase == "language" else state.phase
    spoken = changed(state, language=language, phase=phase, turn=state.turn + 1)
    settle = Settle(Message(f"✓ {LANGUAGE_NAMES[language]}"))
    return Turn(spoken, (settle, *_shown(script, spoken)))


def _command(script: Script, state: State, name: CommandName) -> Turn:
    match name:
        case "language":
            return Turn(state, (Say(wording.languages(script, state)),))
        case "stop":
            return _stop(script, state)
        case "why" | "privacy" | "help":
            said = Say(Message(_explanation(script, state, name)))
            return Turn(state, (said,) if state.phase == "final" else (said, *_again(script, state).effects))
        case "forget":
            return Turn(state, (Say(wording.confirm_forget(state if state.language else changed(state, language="kk"))),))
        case _:
            assert_never(name)


def _explanation(script: Script, state: State, name: CommandName) -> str:
    if name == "why" and state.phase == "asking":
        shown = of(script, state)
        own = shown.text(shown.question.why)
        if own:
            return own
    spoken = (state.language,) if state.language else script.languages
    return "\n\n".join(say(each, f"chat.{name}", operator=script.operator.get(each) or "…") for each in spoken)


def _stop(script: Script, state: State) -> Turn:
    if state.phase == "final":
        return _again(script, state)
    path = route(script, state.answers)
    given = sum(slot.key in state.answers for slot in path)
    status: Status = "declined" if state.phase != "asking" else "partial" if given and 2 * given >= len(path) else "stopped"
    return finish(script, state, status, Settle(Message(wording.ask(script, state).text)))


def _forget(_: Script, state: State) -> Turn:
    gone = changed(state, phase="final", status="declined", slot=None, answers={}, turn=state.turn + 1)
    return Turn(gone, (Settle(Message(say(_language(state), "chat.forget.ask"))), Forget(Message(_receipt(state)))))


def _keep(script: Script, state: State) -> Turn:
    kept = Settle(Message(say(_language(state), "chat.forget.kept")))
    return Turn(state, (kept,) if state.phase == "final" else (kept, *_shown(script, state)))


def _receipt(state: State) -> str:
    return say(_language(state), "chat.forget.receipt")


def _stale(script: Script, state: State) -> Turn:
    notice: Effect = Alert(say(_language(state), "chat.old_button"))
    return Turn(state, (notice, *_shown(script, state)))


def _not_understood(script: Script, state: State) -> Turn:
    counted = changed(state, failures=state.failures + 1)
    spoken = (state.language,) if state.language else script.languages
    return Turn(counted, _again(script, counted, "\n".join(say(each, "chat.not_understood") for each in spoken)).effects)


def _named_language(script: Script, words: str) -> str:
    names = {fold(LANGUAGE_NAMES[code]): code for code in script.languages}
    return {**{code: code for code in script.languages}, **names}.get(fold(words), "")


def _consent_words(name: str) -> set[str]:
    keys = (f"chat.consent.{name}", f"chat.{name}")
    return {fold(phrases(language)[key]) for language in LANGUAGES for key in keys}


def _language(state: State) -> str:
    return state.language or LANGUAGES[0]


_ALWAYS = {"!forget": _forget, "!keep": _keep}
