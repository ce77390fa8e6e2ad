"""After the end: the last message as the database still knows it, and what is said below it."""

from collections.abc import Iterable

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.interview.effects import Effect, Remember
from bot.interview.events import Event, Typed
from bot.interview.last import COMMENT_SECONDS
from bot.interview.state import State, changed
from bot.interview.step import final
from bot.script.model import Script
from bot.store import answers, lastwords
from bot.store.interviews import Stored
from bot.store.keys import Keys
from bot.usecases.others import sentence


def ended(tx: Connection, script: Script, stored: Stored) -> State:
    """The state of a final interview. Of a completed one it has the answers and what was said below the last words."""
    if stored.status != "completed":
        return final(stored.language, stored.status, turn=stored.turn)
    given = {answer.slot.key: answer for answer in answers.read(tx, stored.id)}
    ending = replace(lastwords.read(tx, stored.id), until=_until(stored))
    over = final(stored.language, stored.status, turn=stored.turn, answers=given, ending=ending)
    return changed(over, others=sentence(tx, script, given, stored.language))


def comments(stored: Stored, event: Event) -> bool:
    """Are these words said so soon after the end that they belong to it, whatever the calendar says?"""
    return isinstance(event, Typed) and stored.status == "completed" and event.at <= _until(stored)


def remember(tx: Connection, keys: Keys, stored: Stored, chat: int, effects: Iterable[Effect], now: int) -> None:
    """Keep what was said below the last words. `chat` is a Telegram id: it is kept only sealed, and only of who wants it."""
    for effect in effects:
        if isinstance(effect, Remember):
            lastwords.keep(tx, stored.id, effect.ending)
            if effect.ending.invite:
                lastwords.opt_in(tx, stored.respondent, keys.seal_address(chat), now)
            elif effect.ending.invite is False:
                lastwords.opt_out(tx, stored.respondent)


def _until(stored: Stored) -> int:
    return (stored.final_at or 0) + COMMENT_SECONDS
