"""Somebody has everything erased: what is written down before it, and what is said after it."""

import logging
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from bot.interview.events import Event, Typed
from bot.interview.state import State
from bot.message import Message
from bot.stats.weeks import next_wave, wave_of
from bot.store import interviews, roles
from bot.store import leaving as store
from bot.store.interviews import Stored
from bot.store.journal import Entry, Journal
from bot.store.keys import Keys
from bot.texts import LANGUAGES, say

log = logging.getLogger(__name__)

_SEPARATOR: Final = "\n\n"


def written(journal: Journal | None, hashes: Sequence[bytes], wave: int, now: int) -> bool:
    """Stands the erasure in the journal? It comes before the rows go: what is not written down is not erased."""
    if journal is None:
        return True
    try:
        journal.add(Entry(tuple(hashes), wave, now))
    except OSError as error:
        log.error(  # noqa: TRY400 - a traceback says nothing more
            "an erasure was refused, and the person was told so: the journal %s cannot be written (%s)",
            journal.path,
            error.strerror,
        )
        return False
    return True


def bar(tx: Connection, hashes: Sequence[bytes], wave: int, now: int) -> None:
    """No second interview in the wave that runs; an earlier wave has nothing left to bar."""
    if wave >= wave_of(now):
        interviews.bar(tx, hashes[0], wave, now)


def receipt(tx: Connection, keys: Keys, person: int, said: str, language: str, now: int) -> Message:
    """What was erased, when one may take part again, and what an official keeps."""
    spoken = (language,) if language else LANGUAGES
    barred = interviews.erased(tx, keys.person_hashes(person), wave_of(now))
    date = f"{next_wave(now):%d.%m.%Y}"
    sentences = ["leaving.again" if barred else "leaving.now"]
    sentences += ["leaving.role"] if roles.found(tx, keys.role_hashes(person)) else []
    return Message(_SEPARATOR.join([said, *(say(each, key, date=date) for key in sentences for each in spoken)]))


def refused(language: str) -> Message:
    """Nothing was erased, because the journal could not be written."""
    return Message(_SEPARATOR.join(say(each, "leaving.refused") for each in ((language,) if language else LANGUAGES)))


def asked(tx: Connection, stored: Stored, state: State) -> None:
    """Remember the question after the end, where no state is kept."""
    if state.leaving:
        store.asked(tx, stored.id)


def deciding(tx: Connection, stored: Stored, event: Event) -> bool:
    """Do these words answer the question, after the end? Whatever came, the question is settled by it."""
    return store.deciding(tx, stored.id) and isinstance(event, Typed)
