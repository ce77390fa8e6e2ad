"""What operators and administrators did, in words without personal data."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from bot.store.tables import Audit


@dataclass(frozen=True, slots=True)
class Entry:
    at: int
    action: str
    detail: str


def note(tx: Connection, now: int, action: str, detail: str = "") -> None:
    """Write down that something was done, at this moment (seconds since 1970)."""
    tx.execute(insert(Audit).values(at=now, action=action, detail=detail))


def read(tx: Connection) -> tuple[Entry, ...]:
    """Everything that was written down, the oldest first."""
    rows = tx.execute(select(col(Audit.at), col(Audit.action), col(Audit.detail)).order_by(col(Audit.id)))
    return tuple(Entry(at, action, detail) for at, action, detail in rows)
