"""Leases: a kind of work that only one process at a time may do, until a moment that it moves on while it works."""

from sqlalchemy import Connection, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.store.tables import Lease


def take(tx: Connection, name: str, holder: str, now: int, seconds: int) -> bool:
    """Hold this lease for so many seconds from now on, again or for the first time; False if somebody else holds it.

    One statement decides: of two that take it at the same time, one waits for the other's commit and then finds it taken.
    """
    free = or_(col(Lease.until_at) <= now, col(Lease.holder) == holder)
    values = {"holder": holder, "until_at": now + seconds}
    if tx.execute(update(Lease).where(col(Lease.name) == name, free).values(**values)).rowcount:
        return True
    if tx.execute(select(exists().where(col(Lease.name) == name))).scalar_one():
        return False
    try:
        with tx.begin_nested():
            tx.execute(insert(Lease).values(name=name, **values))
    except IntegrityError:
        return False  # somebody made the row meanwhile
    return True


def free(tx: Connection, name: str, holder: str) -> None:
    """Give the lease back, if it is still held."""
    tx.execute(update(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder).values(until_at=0))
