"""Frozen sets of figures: what was published stays as it was, whatever happens to the answers; a correction is a version."""

from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, insert, select
from sqlmodel import col

from bot.stats.summary import Summary
from bot.store.tables import Publication

COUNTRY: Final = "kz"


@dataclass(frozen=True, slots=True)
class Frozen:
    """One version: what outsiders see, when it was made, and how many people had answered then (exact: never shown)."""

    summary: Summary
    made_at: int
    people: int


def freeze(tx: Connection, period: str, summary: Summary, now: int, *, scope: str = COUNTRY, people: int = 0) -> None:
    """Keep `summary.version` of a period's figures; raises sqlalchemy.exc.IntegrityError if there is one already."""
    figures = msgspec.json.encode(summary).decode()
    row = {"period": period, "scope": scope, "version": summary.version, "figures": figures, "made_at": now, "people": people}
    tx.execute(insert(Publication).values(row))


def latest(tx: Connection, period: str, *, scope: str = COUNTRY) -> Summary | None:
    """The newest version of a period's figures, or None if the period was never frozen."""
    found = newest(tx, period, scope=scope)
    return found.summary if found else None


def newest(tx: Connection, period: str, *, scope: str = COUNTRY) -> Frozen | None:
    """The newest version with what is known about it inside the house."""
    of_period = _columns().where(col(Publication.period) == period, col(Publication.scope) == scope)
    row = tx.execute(of_period.order_by(col(Publication.version).desc()).limit(1)).first()
    return _frozen(row) if row else None


def last_week(tx: Connection, *, scope: str = COUNTRY) -> Summary | None:
    """The newest version of the last week that was published, or None."""
    weeks = select(col(Publication.period)).where(col(Publication.scope) == scope, col(Publication.period).not_like("%..%"))
    week = tx.execute(weeks.order_by(col(Publication.period).desc()).limit(1)).scalar()
    return latest(tx, week, scope=scope) if week else None


def _columns() -> Any:
    return select(col(Publication.figures), col(Publication.made_at), col(Publication.people))


def _frozen(row: Row[Any]) -> Frozen:
    summary = msgspec.json.decode(row.figures, type=Summary)
    return Frozen(summary, row.made_at, row.people or summary.people)
