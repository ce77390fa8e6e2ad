"""The weekly message: made once for every official on Monday morning, and again for whoever asks."""

from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.message import Message
from bot.report.digest import Edition, digest
from bot.stats.figure import LENGTHS
from bot.stats.summary import Summary, for_outsiders
from bot.stats.weeks import block_of, bounds, period_of, shift, week_of
from bot.store import meta, outbox, roles
from bot.store.engine import Store, exclusively
from bot.store.publications import latest
from bot.usecases import publications
from bot.usecases.publications import WORK, Outcome
from bot.usecases.summary import summary

DUE_AFTER: Final = 9 * 3600
"""Seconds from the end of a week to its message: Monday 09:00 in Almaty."""


def close_week(store: Store, now: int) -> bool:
    """Freeze the figures of the last week that is over, from Monday 03:00, and of the blocks that ended; was there any?"""
    with store.write() as tx:
        exclusively(tx, WORK)
        return bool(publications.close(tx, now))


def correct(store: Store, period: str, now: int) -> tuple[Outcome, int]:
    """A new version of a period; a corrected week is owed to every official. Returns what came of it, and to how many.

    Raises:
        PeriodError: it is no week and no whole block.
    """
    with store.write() as tx:
        outcome = publications.correct(tx, period, now)
        found = outcome.summary if outcome.state == "corrected" else None
        if found is None or found.block != "week":
            return outcome, 0
        return outcome, sum(_owe_corrected(tx, official, found, now) for official in roles.officials(tx))


def make_due(store: Store, now: int) -> int:
    """Owe the message of the last closed week to every official who was not owed it yet; returns to how many.

    Nothing happens on a Monday before 09:00. Of several weeks that passed in a downtime only the last is sent.
    """
    week = shift(week_of(now), -1)
    if now < _due_at(week):
        return 0
    with store.write() as tx:
        exclusively(tx, WORK)
        published = publications.week(tx, week, now)
        return sum(
            _owe(tx, official, week, digest(published, _edition(tx, official.language, week)), now)
            for official in roles.officials(tx)
        )


def for_role(store: Store, role_id: int, now: int) -> bool:
    """Owe an official who asks the latest message again; False if nobody holds this role, or it was asked this second.

    In a demo it is the running week up to this moment.
    """
    with store.write() as tx:
        exclusively(tx, WORK)
        role = roles.get(tx, role_id)
        if role is None or role.kind != "official":
            return False
        return outbox.add(tx, role.id, f"asked:{role.id}:{now}", _asked(tx, role.language, now), now)


def preview(tx: Connection, week: str, language: str, now: int) -> Message:
    """The message of a week as it was published, or, if it was not, as it would be now. Freezes nothing."""
    found = latest(tx, week)
    if found is None:
        draft = summary(tx, (week,))
        found = for_outsiders(draft)
        if week == week_of(now):
            # Only the operator, or the visitor of a demo, sees a week that runs: who has just answered finds one more.
            found = replace(found, people=draft.people, interviews=draft.interviews, episodes=draft.episodes)
    return digest(found, _edition(tx, language, week, until=now if week == week_of(now) else None))


def _asked(tx: Connection, language: str, now: int) -> Message:
    if meta.demo(tx):
        return preview(tx, week_of(now), language, now)
    week = shift(week_of(now), -1)
    last = week if now >= _due_at(week) else shift(week, -1)
    return digest(publications.week(tx, last, now), _edition(tx, language, last))


def _edition(tx: Connection, language: str, week: str, *, until: int | None = None) -> Edition:
    """With the most named reasons by service, if their block closed with this week."""
    block = block_of(week, LENGTHS["where"])
    closed = latest(tx, period_of(block)) if block[-1] == week else None
    return Edition(language, meta.demo(tx), until, closed.most_named if closed else ())


def _owe(tx: Connection, official: roles.Held, week: str, message: Message, now: int) -> bool:
    kind = f"digest:{official.id}:"
    return outbox.add(tx, official.id, kind + week, message, now, replaces=kind)


def _owe_corrected(tx: Connection, official: roles.Held, found: Summary, now: int) -> bool:
    message = digest(found, _edition(tx, official.language, found.weeks[-1]))
    return outbox.add(tx, official.id, f"corrected:{official.id}:{found.period}:{found.version}", message, now)


def _due_at(week: str) -> int:
    return bounds(week)[1] + DUE_AFTER
