"""Reminders and invitations: what the bot writes to people unasked, seldom, by day, and never against their wish.

A reminder comes after a day of silence and once more on the third day; an invitation once, at the start of a new wave, to
whoever asked for it. Both are owed messages (`bot.store.outbox`); their reason is looked at again when they are sent.
"""

import logging
from typing import Final

from sqlalchemy import Connection

from bot.errors import traced
from bot.interview.prompts import invitation, reminder
from bot.interview.state import decode
from bot.interview.step import final
from bot.script.model import Script
from bot.stats.hours import awake, spread
from bot.stats.weeks import wave_of, wave_start
from bot.store import interviews, meta, outbox, reminders, revisions
from bot.store.engine import Store, alone, exclusively, lock
from bot.store.reminders import Rhythm, Silent

log = logging.getLogger(__name__)

DAY: Final = 24 * 3600
RHYTHM: Final = Rhythm(silences=(DAY, 3 * DAY), between=DAY)
"""A first and a second reminder, and no more; a day apart also after a downtime."""

INVITES_AFTER: Final = 10 * 3600
"""Seconds from the beginning of a wave to its first invitations: Monday 10:00 in Almaty."""

INVITES_SPREAD: Final = 6 * 3600
"""All of them go within so long."""

LIMIT: Final = 200
WORK: Final = "remind"
"""Two processes that look at the same time would both find that nobody was reminded."""


def make_due(store: Store, now: int) -> int:
    """Owe what is to be written to people now; returns how many messages. In a demo nobody is reminded.

    What lost its reason is deleted, and so is what was sent a week ago.
    """
    # Three transactions, because in each of them people are locked before rows, and only once.
    with store.write() as tx:
        outbox.purge(tx, now)
        if meta.demo(tx):
            return 0
        reminders.cancel(tx)
    with store.write() as tx:
        exclusively(tx, WORK)
        reminded = _remind(tx, now)
    with store.write() as tx:
        exclusively(tx, WORK)
        return reminded + _invite(tx, now)


def _remind(tx: Connection, now: int) -> int:
    held = _hold(tx, [each.interview for each in reminders.silent(tx, now, RHYTHM, LIMIT)])
    due = reminders.silent(tx, now, RHYTHM, LIMIT, among=held)
    scripts = revisions.by_id(tx, {each.revision for each in due})
    return sum(_owe(tx, scripts[each.revision], each, now) for each in due)


def _owe(tx: Connection, script: Script, silent: Silent, now: int) -> bool:
    try:
        message = reminder(script, decode(silent.state))
    except Exception as error:  # noqa: BLE001 - one damaged row must not keep all others from being reminded
        log.error("interview %d cannot be reminded of: %s", silent.interview, traced(error))  # noqa: TRY400 - words of people
        return False
    due_at = awake(now, silent.interview)
    return outbox.add_to_person(tx, silent.interview, reminders.once_reminder(silent), message, due_at)


def _invite(tx: Connection, now: int) -> int:
    wave = wave_of(now)
    if now < wave_start(wave) + INVITES_AFTER:
        return 0
    held = _hold(tx, [each.interview for each in reminders.waiting(tx, wave, LIMIT)])
    return sum(
        outbox.add_to_person(
            tx,
            each.interview,
            reminders.once_invitation(wave, each.interview),
            invitation(each.language, final(each.language, "completed").nonce),
            awake(now + spread(each.interview, INVITES_SPREAD), each.interview),
        )
        for each in reminders.waiting(tx, wave, LIMIT, among=held)
    )


def _hold(tx: Connection, found: list[int]) -> set[int] | None:
    """Let nobody else change (or erase) these people meanwhile; whoever waited for a desk reads anew. As the sweep does."""
    if alone(tx):
        return None
    lock(tx, interviews.people(tx, found))
    return set(found)
