"""The last message of a completed interview: thanks, something back, and what may still be said below it.

Its taps work when the state is gone: they carry one nonce for everybody, and whoever calls gives the state of the tapper's
own interview. Only the turn must fit, so that the last message of an earlier interview is an old one.
"""

from typing import Any, Final

from msgspec.structs import replace

from bot.interview import taps
from bot.interview.effects import Redraw, Remember, Say, Turn
from bot.interview.events import Event, Tap, Typed
from bot.interview.hints import hints
from bot.interview.mask import mask
from bot.interview.state import Ending, State, changed
from bot.message import Button, Message, shorten
from bot.script.model import Script
from bot.texts import say

NONCE: Final = "finished"

COMMENT_SECONDS: Final = 24 * 3600
"""Words that come so soon after the end are a comment."""

COMMENT_UNITS: Final = 500
"""Longest comment that is kept, in UTF-16 units."""

_SAID: Final[dict[str, dict[str, Any]]] = {
    "!useful": {"useful": "yes"},
    "!useless": {"useful": "no"},
    "!invite": {"invite": True},
    "!uninvite": {"invite": False},
}


def message(script: Script, state: State) -> Message:
    """The one last message, as it stands now."""
    language, ending = state.language, state.ending
    back = "\n\n".join(hints(script, state.answers, language))
    parts = (script.thanks[language], back, state.others, *_answered(ending, language))
    return Message("\n\n".join(filter(None, parts)), _rows(state))


def hear(script: Script, state: State, event: Event) -> Turn | None:
    """The turn of a tap on the last message, or of a comment; None for everything else, and where nothing was completed."""
    if state.status != "completed":
        return None
    match event:
        case Tap():
            return _tapped(script, state, event.data)
        case Typed():
            return _commented(state, event)
        case _:
            return None


def _tapped(script: Script, state: State, data: str) -> Turn | None:
    press = taps.read(data)
    if press is None or press.nonce not in (NONCE, state.nonce) or press.turn != state.turn or press.action not in _SAID:
        return None
    said = changed(state, ending=replace(state.ending, **_SAID[press.action]))
    # A repeat draws the message again, in case that the first drawing was lost.
    kept = () if said == state else (Remember(said.ending),)
    return Turn(said, (*kept, Redraw(message(script, said))))


def _commented(state: State, event: Typed) -> Turn | None:
    words = mask(event.text)
    late = state.ending.until and event.at > state.ending.until
    if not words or words.startswith("/") or late:
        return None
    # More words are added: a «thank you» must not take the place of a complaint.
    words = shorten(" / ".join(filter(None, (state.ending.comment, words))), COMMENT_UNITS)
    said = changed(state, ending=replace(state.ending, comment=words))
    return Turn(said, (Remember(said.ending), Say(Message(say(state.language, "last.commented", words=words)))))


def _answered(ending: Ending, language: str) -> tuple[str, ...]:
    useful = say(language, f"last.rated_{ending.useful}" if ending.useful else "last.useful")
    invite = {True: "last.invited", False: "last.uninvited", None: ""}[ending.invite]
    comment = "" if ending.comment else say(language, "last.comment")
    return (comment, "\n".join((useful, say(language, invite))) if invite else useful)


def _rows(state: State) -> tuple[tuple[Button, ...], ...]:
    rate = () if state.ending.useful else ((_press(state, "yes", "!useful"), _press(state, "no", "!useless")),)
    again = _press(state, "stop_inviting", "!uninvite") if state.ending.invite else _press(state, "invite", "!invite")
    return (*rate, (again,))


def _press(state: State, label: str, action: str) -> Button:
    return taps.button(NONCE, state.turn, say(state.language, f"last.button.{label}"), action)
