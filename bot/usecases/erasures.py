"""Erasures once more, after a restore: a backup from before somebody left must not bring them back."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.stats.weeks import wave_of
from bot.store import audit, interviews
from bot.store.engine import Store, lock
from bot.store.journal import Entry
from bot.usecases.erase import erase_some

log = logging.getLogger(__name__)

CHUNK: Final = 500
"""So many erasures are looked at in one transaction: nobody who answers meanwhile waits long."""


class Left(NamedTuple):
    """When somebody left last: the wave that the entry bars, and the moment, in seconds since 1970."""

    wave: int
    at: int


@dataclass(frozen=True, slots=True)
class Applied:
    """What the journal holds (`entries`, and `torn` lines that cannot be read), and how many people it erased again."""

    entries: int = 0
    torn: int = 0
    people: int = 0


def apply(store: Store, now: int) -> Applied:
    """Erase what an older state of the database still has of people who left, and bar the wave that runs again.

    Interviews that were opened before somebody left are touched, and those up to the wave of the entry: whoever left was barred
    until its end, so that whatever is newer was given afterwards. The wave alone is not enough: an interview of a later wave
    that was opened and given up before somebody left (nobody consents, a day later it is gone) may stand in a backup.

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
    left: dict[bytes, Left] = {}
    for entry in entries:
        for hashed in entry.hashes:
            before = left.get(hashed, Left(entry.wave, entry.at))
            left[hashed] = Left(max(entry.wave, before.wave), max(entry.at, before.at))
    lock(tx, left)
    for entry in entries:
        if entry.wave >= wave_of(now):
            interviews.bar(tx, entry.hashes[0], entry.wave, entry.at)
    return _erased(tx, left)


def _erased(tx: Connection, left: Mapping[bytes, Left]) -> int:
    older: dict[int, list[int]] = {}
    for held in interviews.of_people(tx, left):
        last = left[held.person]
        if held.wave <= last.wave or held.opened_at < last.at:
            older.setdefault(held.respondent, []).append(held.interview)
    for respondent, ids in older.items():
        erase_some(tx, respondent, ids)
    return len(older)
