"""Frozen sets of figures: what was published stays as it was, whatever happens to the answers; a correction is a version."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, func, insert, select
from sqlmodel import col

from bot.stats.figure import Block
from bot.stats.summary import Summary
from bot.stats.weeks import span
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


def published(tx: Connection, periods: Collection[str], *, scope: str = COUNTRY) -> set[str]:
    """Those of these periods that were frozen."""
    found = select(col(Publication.period)).where(col(Publication.period).in_(periods), col(Publication.scope) == scope)
    return set(tx.execute(found.distinct()).scalars())


def last_week(tx: Connection, *, scope: str = COUNTRY) -> Summary | None:
    """The newest version of the last week that was published, or None."""
    weeks = last_weeks(tx, 1, scope=scope)
    return weeks[0] if weeks else None


def last_weeks(tx: Connection, most: int, *, scope: str = COUNTRY) -> tuple[Summary, ...]:
    """The newest versions of the last weeks that were published, in order."""
    return tuple(
        found for week in reversed(_periods(tx, scope, blocks=False)[:most]) if (found := latest(tx, week, scope=scope))
    )


def last_blocks(tx: Connection, *, scope: str = COUNTRY) -> dict[Block, Summary]:
    """The newest version of the last block of each length."""
    last: dict[int, str] = {}
    for period in _periods(tx, scope, blocks=True):
        last.setdefault(len(span(period)), period)
    found = (latest(tx, period, scope=scope) for period in last.values())
    return {summary.block: summary for summary in found if summary}


def _periods(tx: Connection, scope: str, *, blocks: bool) -> list[str]:
    """The last first."""
    period = col(Publication.period)
    kind = period.like("%..%") if blocks else period.not_like("%..%")
    found = select(period).where(col(Publication.scope) == scope, kind).distinct().order_by(period.desc())
    return list(tx.execute(found).scalars())


def last_block(tx: Connection, length: int, *, scope: str = COUNTRY) -> tuple[str, int] | None:
    """Period and newest version of the last block of so many weeks that was published, or None: cheap, no figures are read."""
    newest_of = select(col(Publication.period), func.max(col(Publication.version))).group_by(col(Publication.period))
    blocks = newest_of.where(col(Publication.scope) == scope, col(Publication.period).like("%..%"))
    for period, version in tx.execute(blocks.order_by(col(Publication.period).desc())):
        if len(span(period)) == length:
            return period, version
    return None


def listed(tx: Connection, *, scope: str = COUNTRY) -> tuple[tuple[str, Frozen], ...]:
    """Every period that was published with its newest version, by the name of the period."""
    periods = select(col(Publication.period)).where(col(Publication.scope) == scope).distinct()
    names = sorted(tx.execute(periods).scalars())
    return tuple((name, found) for name in names if (found := newest(tx, name, scope=scope)))


def _columns() -> Any:
    return select(col(Publication.figures), col(Publication.made_at), col(Publication.people))


def _frozen(row: Row[Any]) -> Frozen:
    summary = msgspec.json.decode(row.figures, type=Summary)
    return Frozen(summary, row.made_at, row.people or summary.people)
