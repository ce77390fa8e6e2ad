"""Erasures once more, after a restore: a backup from before somebody left must not bring them back."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.stats.weeks import wave_of
from bot.store import audit, interviews
from bot.store.engine import Store, lock
from bot.store.journal import Entry
from bot.usecases.erase import erase_some

log = logging.getLogger(__name__)

CHUNK: Final = 500
"""So many erasures are looked at in one transaction: nobody who answers meanwhile waits long."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What the journal holds (`entries`, and `torn` lines that cannot be read), and how many people it erased again."""

    entries: int = 0
    torn: int = 0
    people: int = 0


def apply(store: Store, now: int) -> Applied:
    """Erase what an older state of the database still has of people who left, and bar the wave that runs again.

    Only waves up to the one of an entry are touched: whoever left was barred until its end, so that whatever is newer was
    given afterwards.

    Raises:
        StoreError: the journal cannot be read.
    """
    if store.journal is None:
        return Applied()
    found = store.journal.read()
    people = 0
    for start in range(0, len(found.entries), CHUNK):
        with store.write() as tx:
            people += _again(tx, found.entries[start : start + CHUNK], now)
    with store.write() as tx:
        interviews.unbar(tx, wave_of(now))
        if people:
            audit.note(tx, now, "erasures apply", f"{people} people")
    if people and not store.forget_log():
        log.warning("people were erased again; the write-ahead log still holds them until its readers are gone")
    return Applied(len(found.entries), found.torn, people)


def _again(tx: Connection, entries: tuple[Entry, ...], now: int) -> int:
    waves: dict[bytes, int] = {}
    for entry in entries:
        for hashed in entry.hashes:
            waves[hashed] = max(entry.wave, waves.get(hashed, 0))
    lock(tx, waves)
    for entry in entries:
        if entry.wave >= wave_of(now):
            interviews.bar(tx, entry.hashes[0], entry.wave, entry.at)
    return _erased(tx, waves)


def _erased(tx: Connection, waves: Mapping[bytes, int]) -> int:
    older: dict[int, list[int]] = {}
    for hashed, respondent, interview, wave in interviews.of_people(tx, waves):
        if wave <= waves[hashed]:
            older.setdefault(respondent, []).append(interview)
    for respondent, ids in older.items():
        erase_some(tx, respondent, ids)
    return len(older)
