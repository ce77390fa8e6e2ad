"""The weekly message: made once for every official on Monday morning, and again for whoever asks."""

from typing import Final

from sqlalchemy import Connection

from bot.message import Message
from bot.report.digest import Edition, digest
from bot.stats.summary import Summary, for_outsiders
from bot.stats.weeks import bounds, shift, week_of
from bot.store import meta, outbox, publications, roles
from bot.store.engine import Store, exclusively
from bot.usecases.summary import summary

CLOSES_AFTER: Final = 3 * 3600
"""Seconds from the end of a week to the moment in which its figures freeze: Monday 03:00 in Almaty."""

DUE_AFTER: Final = 9 * 3600
"""Seconds from the end of a week to its message: Monday 09:00 in Almaty."""

WORK: Final = "digest"
"""Two processes that freeze the same week at once would both find that nobody did."""


def close_week(store: Store, now: int) -> bool:
    """Freeze the figures of the last week that is over; True if it was done now. Nothing happens on a Monday before 03:00."""
    week = shift(week_of(now), -1)
    if now < bounds(week)[1] + CLOSES_AFTER:
        return False
    with store.write() as tx:
        exclusively(tx, WORK)
        known = publications.latest(tx, week) is not None
        _publication(tx, week, now)
    return not known


def make_due(store: Store, now: int) -> int:
    """Owe the message of the last closed week to every official who was not owed it yet; returns to how many.

    Nothing happens on a Monday before 09:00. Of several weeks that passed in a downtime only the last is sent.
    """
    week = shift(week_of(now), -1)
    if now < _due_at(week):
        return 0
    with store.write() as tx:
        exclusively(tx, WORK)
        published, demo = _publication(tx, week, now), meta.demo(tx)
        return sum(
            _owe(tx, official, week, digest(published, Edition(official.language, demo)), now)
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
    found = publications.latest(tx, week) or for_outsiders(summary(tx, (week,)))
    return digest(found, Edition(language, demo=meta.demo(tx), until=now if week == week_of(now) else None))


def _asked(tx: Connection, language: str, now: int) -> Message:
    if meta.demo(tx):
        return preview(tx, week_of(now), language, now)
    week = shift(week_of(now), -1)
    return digest(_publication(tx, week if now >= _due_at(week) else shift(week, -1), now), Edition(language))


def _owe(tx: Connection, official: roles.Held, week: str, message: Message, now: int) -> bool:
    kind = f"digest:{official.id}:"
    return outbox.add(tx, official.id, kind + week, message, now, replaces=kind)


def _publication(tx: Connection, week: str, now: int) -> Summary:
    """The frozen figures of a closed week; frozen now if nobody did."""
    frozen = publications.latest(tx, week)
    if frozen is None:
        frozen = for_outsiders(summary(tx, (week,)))
        publications.freeze(tx, week, frozen, now)
    return frozen


def _due_at(week: str) -> int:
    return bounds(week)[1] + DUE_AFTER
