"""The conversation: one event in, the next state and its effects out. Nothing here does anything; `Turn` says what should be.

The caller keeps the state, stores what `Keep` and `Finish` say, and shows the messages in their order. A final interview is
not kept as a state: `final` makes one from what the database still knows, so that late words and taps get an answer.
"""

from collections.abc import Mapping
from typing import assert_never

from bot.interview import last, leaving, meaning, plain, resume, review, stopping, taps, wording
from bot.interview.answering import answer, back, finish, leave, mark, page
from bot.interview.effects import Alert, Ask, Bare, Disclose, Effect, Say, Settle, Turn
from bot.interview.events import Command, CommandName, Event, Start, Tap, Typed, Unreadable
from bot.interview.kinds import KINDS
from bot.interview.kinds.reading import Given, Looked, Marked, Reading, Refused
from bot.interview.looking import below, look, shelf, take, up
from bot.interview.mask import clean
from bot.interview.open import of
from bot.interview.route import route, unanswered
from bot.interview.state import UNTOUCHED, Answer, Ending, State, Status, changed
from bot.message import Message, shorten
from bot.script.model import Script
from bot.texts import LANGUAGE_NAMES, LANGUAGES, say

WORDS_UNITS = 500
"""Longest typed answer that is kept, in UTF-16 units."""


def opening(
    nonce: str, seed: int, *, first: Mapping[str, tuple[str, ...]] | None = None, place: str = "", region: str = ""
) -> State:
    """A new interview: its first question is the language. `nonce` has 8 letters or digits; `seed` fixes all shuffles.

    `first`: for a question, the codes of the choices that come first in its list (the most used services). `place` is the
    kind of the place of recruitment, `region` the code of the region that it proposes.
    """
    return State(nonce=nonce, seed=seed, orders=dict(first or {}), place=place, region=region)


def final(
    language: str, status: Status, *, turn: int = 1, answers: Mapping[str, Answer] | None = None, ending: Ending | None = None
) -> State:
    """A state for an interview that ended: it answers commands that need no question, and what its last message asks.

    `answers` (by slot key) and `ending` are what the last words are made of; only a completed interview needs them.
    """
    ended = State(nonce=last.NONCE, seed=0, phase="final", status=status, language=language, turn=turn)
    return changed(ended, answers=dict(answers or {}), ending=ending or Ending())


def ask(script: Script, state: State) -> Message:
    """The message that stands open in this state: for the sweep, and after a restart."""
    return wording.ask(script, state)


def step(script: Script, state: State, event: Event) -> Turn:
    """The next turn of an interview. Never raises for anything a citizen does."""
    return resume.noted(_turn(script, state, event), event.at)


def _turn(script: Script, state: State, event: Event) -> Turn:
    if state.leaving:
        state = changed(state, leaving=False)
        if isinstance(event, Typed):
            return leaving.typed(script, state) if leaving.agrees(clean(event.text)) else _stays(script, state)
    return last.hear(script, state, event) or _heard(script, state, event)


def _heard(script: Script, state: State, event: Event) -> Turn:
    match event:
        case Tap():
            return _tap(script, state, event)
        case Command():
            return _command(script, state, event.name)
        case Start():
            if resume.due(state, event.at):
                return resume.card(script, state)
            # Who was here before has the question already: it must not stand there twice.
            return _again(script, state, resume.resumed(state)) if state.heard else Turn(state, _shown(script, state))
        case Unreadable():
            notice = say(_language(state), "chat.unreadable")
            return resume.card(script, state, notice) if resume.due(state, event.at) else _again(script, state, notice)
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
    if press and press.action in _ALWAYS:
        return _ALWAYS[press.action](script, state)
    if press is None or press.nonce != state.nonce:
        return _stale(script, state)
    if press.action == "!resume":
        return Turn(state) if resume.repeated(state, press, event.at) else _remembered(resume.go_on(script, state), press)
    if press.action[:1] == "L" and press.action[1:] in script.languages:
        return Turn(state) if _spoken(state, press) else _speak(script, state, press.action[1:])
    if state.phase == "final" or not state.opened <= press.turn <= state.turn:
        return Turn(state) if _repeats(state, press) else _stale(script, state)
    return _pressed(script, state, press, event.at)


def _spoken(state: State, press: taps.Press) -> bool:
    """Is it a second tap on the button that chose this language? What it led to stands below already."""
    began = state.phase not in {"language", "final"}
    return began and press.action[1:] == state.language and press.turn < state.turn


def _repeats(state: State, press: taps.Press) -> bool:
    """Is it the tap that was just taken, or «done» right behind the last mark, which had answered the question already?"""
    if press.action == "!done" and state.last.startswith(f"{press.turn}+"):
        return True
    return f"{press.turn}{press.action}" == state.last


def _pressed(script: Script, state: State, press: taps.Press, at: int) -> Turn:
    if press.action in _CARD and state.phase not in {"language", "consent"}:
        return _remembered(_CARD[press.action](script, state), press)
    # A tap on the open question counts as before, whatever card stands above it.
    turn = _meant(script, changed(state, card=""), press, at)
    if turn is None:
        return _stale(script, state)
    return turn if turn.state == state else _remembered(turn, press)


def _remembered(turn: Turn, press: taps.Press) -> Turn:
    return Turn(changed(turn.state, last=f"{press.turn}{press.action}"), turn.effects)


def _meant(script: Script, state: State, press: taps.Press, at: int) -> Turn | None:
    match state.phase:
        case "consent":
            return _consent(script, state, press.action)
        case "asking":
            return _act(script, state, press, at)
        case "review":
            return review.tap(script, state, press.action)
        case _:
            return None


def _act(script: Script, state: State, press: taps.Press, at: int) -> Turn | None:
    shown, action = of(script, state), press.action
    if action == "!back":
        return up(script, state) or back(script, state)
    if action == "!card":
        return leave(script, state)
    if action == "!skip" and shown.question.optional:
        return answer(script, state, Given(), at)
    if action[:1] == "p" and action[1:].isdecimal() and int(action[1:]) < shown.pages:
        return page(script, state, int(action[1:]))
    if action[:1] == "#":
        return shelf(script, state, action[1:])
    if action == "!take":
        return take(script, state, at)
    reading = KINDS[shown.question.kind].tap(shown, action)
    return None if reading is None else _take(script, state, reading, at, turn=press.turn)


def _typed(script: Script, state: State, words: str, at: int) -> Turn:
    if state.card == "stop" and (turn := stopping.typed(script, state, words)):
        return turn
    away = resume.due(state, at)
    if state.phase != "final" and (name := plain.command(script, state, words, away=away)):
        return _command(script, state, name)
    if away:
        return resume.typed(script, state, words)
    if plain.awaits_words(script, state) and not state.card and plain.means("stop", words):
        return stopping.sure(script, state)
    return _read(script, changed(state, card=""), words, at)


def _read(script: Script, state: State, words: str, at: int) -> Turn:
    match state.phase:
        case "language":
            chosen = meaning.language(script, words)
            return _speak(script, state, chosen) if chosen else _not_understood(script, state)
        case "consent":
            return _consent(script, state, meaning.consent(words)) or _not_understood(script, state)
        case "asking":
            return _said(script, state, words, at)
        case "review":
            return review.read(script, state, words) or _not_understood(script, state)
        case "final":
            return _again(script, state)


def _said(script: Script, state: State, words: str, at: int) -> Turn:
    shown = of(script, state)
    kind, action = KINDS[shown.question.kind], meaning.action(shown, words)
    if action == meaning.UNCLEAR:
        return _not_understood(script, state)
    ways = ("!back", "!skip", "#", "!take")
    meant = _act(script, state, taps.Press(state.nonce, 0, action), at) if action in ways else None
    if meant is not None:
        return below(script, state, meant) if meant.effects else _again(script, state)
    tapped = kind.tap(shown, action) if action else None
    reading = tapped or (kind.read(shown, words) if meaning.tells(shown, words) else None)
    if reading:
        return _take(script, state, reading, at)
    named = "" if words.isdecimal() else meaning.language(script, words)
    return _speak(script, state, named) if named else _not_understood(script, state)


def _take(script: Script, state: State, reading: Reading, at: int, *, turn: int = 0) -> Turn:
    typed = not turn
    match reading:
        case Given():
            return answer(script, state, reading, at)
        case Marked():
            return mark(script, state, reading, typed=typed, turn=turn)
        case Looked():
            return look(script, state, reading)
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
    begun = changed(
        state, **UNTOUCHED, phase="asking", status="consented", slot=slot, turn=state.turn + 1, opened=state.turn + 1
    )
    if slot is None:
        return finish(script, begun, "completed", settle)
    return Turn(begun, (settle, Ask(wording.ask(script, begun))))


def _speak(script: Script, state: State, language: str) -> Turn:
    phase = "consent" if state.phase == "language" else state.phase
    spoken = changed(state, language=language, phase=phase, turn=state.turn + 1, failures=0)
    chosen = f"✓ {LANGUAGE_NAMES[language]}"
    if state.phase in {"language", "final"}:
        return Turn(spoken, (Settle(Message(chosen)), *_shown(script, spoken)))
    # The choice and the question in the language of before lose their buttons: two living keyboards would confuse.
    said = Settle(Message(wording.ask(script, state).text))
    return Turn(spoken, (Bare(), said, *_again(script, spoken, chosen).effects[1:]))


def _command(script: Script, state: State, name: CommandName) -> Turn:
    match name:
        case "language":
            return Turn(state, (Say(_picker(script, state)),))
        case "stop":
            return _again(script, state) if state.phase == "final" else stopping.stop(script, state)
        case "again":
            return resume.again(script, state) if state.card else _again(script, state)
        case "why" | "privacy" | "help":
            said = Say(Message(_explanation(script, state, name)))
            return Turn(state, (said,) if state.phase == "final" else (said, *_again(script, state).effects))
        case "forget":
            return leaving.ask(state)
        case "mydata":
            told = Disclose((state.language,) if state.language else script.languages)
            return Turn(state, (told,) if state.phase == "final" else (told, *_again(script, state).effects))
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


def _picker(script: Script, state: State) -> Message:
    """The choice of languages; what it asks is answered by the open question, in the new language or in the old one."""
    languages = wording.languages(script, state)
    if state.phase in {"language", "final"}:
        return languages
    back = taps.button(state.nonce, state.turn, say(state.language, "resume.back"), "!resume")
    return Message(languages.text, (*languages.rows, (back,)))


def _keep(script: Script, state: State) -> Turn:
    kept = Settle(Message(wording.in_all(state, "chat.forget.kept")))
    return Turn(state, (kept,) if state.phase == "final" else (kept, *_shown(script, state)))


def _stays(script: Script, state: State) -> Turn:
    """Words that were no yes: nothing was erased, and they answer nothing else."""
    kept = wording.in_all(state, "chat.forget.kept")
    return Turn(state, (Say(Message(kept)),)) if state.phase == "final" else _again(script, state, kept)


def _stale(script: Script, state: State) -> Turn:
    """A button of before: said in an alert and, for those who do not see one, in a message; the old keyboard goes."""
    if state.phase == "final":
        over = say(_language(state), "desk.over")
        return Turn(state, (Alert(over), Bare(), Say(Message(over))))
    words = say(_language(state), "chat.old_button")
    return Turn(state, (Alert(words), Bare(), *_again(script, state, words).effects))


def _not_understood(script: Script, state: State) -> Turn:
    counted = changed(state, failures=state.failures + 1)
    return Turn(counted, _again(script, counted, meaning.notice(script, counted)).effects)


def _language(state: State) -> str:
    return state.language or LANGUAGES[0]


_ALWAYS = {"!forget": leaving.tapped, "!keep": _keep, "!quiet": resume.quiet}
"""Buttons that keep their meaning for ever, also on a keyboard of an earlier interview, or on a reminder of one."""

_CARD = {"!restart": resume.anew, "!stop": stopping.stop}
