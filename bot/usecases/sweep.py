"""Nobody is left without the next question: what was committed but does not stand in the chat is shown again from the state."""

import logging

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import traced
from bot.interview.effects import Ask, Say
from bot.interview.state import FINAL, decode
from bot.interview.step import ask
from bot.script.model import Script
from bot.store import interviews, revisions, seen
from bot.store.engine import alone, lock
from bot.store.interviews import Unshown
from bot.store.keys import Keys
from bot.usecases.erase import drop
from bot.usecases.exchange import Reply
from bot.usecases.lastwords import ended

log = logging.getLogger(__name__)

SETTLED_SECONDS = 5
"""A reply that is younger may still be on its way."""

LIMIT = 200
LONGEST_PAUSE = 3600
CONSENT_SECONDS = 24 * 3600
"""How long an interview waits for consent before its row is deleted."""


def sweep(tx: Connection, keys: Keys, now: int, *, settled: int = SETTLED_SECONDS) -> list[Reply]:
    """What should be shown again now, with growing pauses; also deletes what was never consented to, and old update ids."""
    seen.purge(tx, now)
    held = _hold(tx, now, settled)
    for interview, respondent in interviews.never_consented(tx, now - CONSENT_SECONDS, among=held):
        drop(tx, interview, respondent)
    waiting = interviews.unshown(tx, now, now - settled, LIMIT, among=held)
    scripts = revisions.by_id(tx, {unshown.interview.revision for unshown in waiting})
    interviews.show_again(tx, {unshown.interview.id: pause(unshown.failures) for unshown in waiting}, now)
    replies = (_safely(tx, scripts[unshown.interview.revision], unshown, keys) for unshown in waiting)
    return [reply for reply in replies if reply]


def _hold(tx: Connection, now: int, settled: int) -> set[int] | None:
    """Let nobody else change what may have to be shown or deleted; returns these interviews, None if all are ours alone.

    Whoever waited for a desk, or for another sweep, reads anew: there may be nothing left to do.
    """
    if alone(tx):
        return None
    found = {unshown.interview.id for unshown in interviews.unshown(tx, now, now - settled, LIMIT)}
    found |= {interview for interview, _ in interviews.never_consented(tx, now - CONSENT_SECONDS)}
    lock(tx, interviews.people(tx, found))
    return found


def pause(failures: int) -> int:
    """Seconds until the next try: 10, 20, 40 … up to an hour."""
    return int(min(10 * 2 ** min(failures, 20), LONGEST_PAUSE))


def _safely(tx: Connection, script: Script, unshown: Unshown, keys: Keys) -> Reply | None:
    """The reply, or None where a row cannot be read: one damaged row must not keep the question from everybody else."""
    try:
        return _reply(tx, script, unshown, keys)
    except SQLAlchemyError:
        raise  # the transaction is lost, not the row
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this row, the pauses before its next try grow
        log.error("interview %d cannot be shown: %s", unshown.interview.id, traced(error))  # noqa: TRY400 - words of people
        return None


def _reply(tx: Connection, script: Script, unshown: Unshown, keys: Keys) -> Reply:
    stored = unshown.interview
    over = stored.status in FINAL
    message = ask(script, ended(tx, script, stored) if over else decode(stored.state))
    effect = Say(message) if over else Ask(message)
    return Reply(keys.open_address(unshown.address), (effect,), interview=stored.id, turn=stored.turn)
