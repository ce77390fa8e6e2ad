"""The end of an interview that nobody came back to: final without a word, kept as far as it went."""

import logging
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from bot.errors import traced
from bot.interview.state import Status, decode
from bot.interview.stopping import ended
from bot.script.model import Script
from bot.stats.weeks import week_of
from bot.store import interviews, meta, reminders, revisions
from bot.store.engine import Store, alone, lock
from bot.store.episodes import Source
from bot.store.interviews import Stored
from bot.usecases.facts import Derived, derived, keep

log = logging.getLogger(__name__)

LIFE_SECONDS: Final = 14 * 24 * 3600
"""So long after its last event an interview can be continued."""

LIMIT: Final = 200


def expire(store: Store, now: int) -> int:
    """End what was left more than 14 days ago, at most 200 at once; returns how many. Nobody is sent a message for it."""
    with store.write() as tx:
        if meta.demo(tx):
            return 0
        over = interviews.stored(tx, _hold(tx, reminders.forgotten(tx, now - LIFE_SECONDS, LIMIT), now))
        scripts = revisions.by_id(tx, {stored.revision for stored in over})
        ends = [(stored, _end(scripts[stored.revision], stored)) for stored in over]
        return sum(_write(tx, stored, end, now) for stored, end in ends if end)


def _hold(tx: Connection, found: tuple[int, ...], now: int) -> tuple[int, ...]:
    """Those that are still left when nobody else changes them any more."""
    if alone(tx):
        return found
    lock(tx, interviews.people(tx, found))
    return reminders.forgotten(tx, now - LIFE_SECONDS, LIMIT, among=found)


@dataclass(frozen=True, slots=True)
class _End:
    """What an interview is at its end."""

    status: Status
    language: str
    found: Derived | None


def _end(script: Script, stored: Stored) -> _End | None:
    try:
        state = decode(stored.state)
        return _End(ended(script, state, "expired"), state.language, derived(script, state.answers.values()))
    except Exception as error:  # noqa: BLE001 - one damaged row must not keep all others open
        log.error("interview %d cannot be ended: %s", stored.id, traced(error))  # noqa: TRY400 - its words are somebody's
        return None


def _write(tx: Connection, stored: Stored, end: _End, now: int) -> bool:
    week = week_of(now)
    interviews.save(tx, [(replace(stored, state="", status=end.status, final_at=now), week)], now)
    # Nothing is owed any more, not even a question that never arrived: the sweep has nothing to show, the address goes.
    interviews.mark_shown(tx, [(stored.id, stored.turn, stored.shown_message)])
    keep(tx, Source(stored.id, stored.respondent, stored.revision, week, stored.place, end.language), end.found)
    return True
