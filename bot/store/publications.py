"""Frozen sets of figures. What was published stays as it was, whatever happens to the answers."""

import msgspec
from sqlalchemy import Connection, insert, select
from sqlmodel import col

from bot.stats.summary import Summary
from bot.store.tables import Publication

COUNTRY = "kz"


def freeze(tx: Connection, period: str, summary: Summary, now: int, *, scope: str = COUNTRY) -> None:
    """Keep the first version of a period's figures; raises sqlalchemy.exc.IntegrityError if there is one already."""
    figures = msgspec.json.encode(summary).decode()
    tx.execute(insert(Publication).values(period=period, scope=scope, version=1, figures=figures, made_at=now))


def latest(tx: Connection, period: str, *, scope: str = COUNTRY) -> Summary | None:
    """The newest version of a period's figures, or None if the period was never frozen."""
    found = select(col(Publication.figures)).where(col(Publication.period) == period, col(Publication.scope) == scope)
    figures = tx.execute(found.order_by(col(Publication.version).desc()).limit(1)).scalar()
    return None if figures is None else msgspec.json.decode(figures, type=Summary)
