"""Places of recruitment that have a link of their own."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from bot.store.tables import Source as Row


@dataclass(frozen=True, slots=True)
class Source:
    """`place` is the kind (csc_site, online, media, other), `region` a code of the regions' list or empty."""

    code: str
    place: str
    region: str
    title: str


_COLUMNS = (col(Row.code), col(Row.place), col(Row.region), col(Row.title))


def add(tx: Connection, source: Source, now: int) -> None:
    """A new source; its code must not be taken."""
    values = {"code": source.code, "place": source.place, "region": source.region, "title": source.title}
    tx.execute(insert(Row).values(**values, made_at=now))


def find(tx: Connection, codes: Collection[str]) -> dict[str, Source]:
    """The known ones among these codes. Asks nothing where there is no code."""
    if not codes:
        return {}
    rows = tx.execute(select(*_COLUMNS).where(col(Row.code).in_(codes)))
    return {row.code: Source(*row) for row in rows}


def listed(tx: Connection) -> tuple[Source, ...]:
    """All of them, by code."""
    return tuple(Source(*row) for row in tx.execute(select(*_COLUMNS).order_by(col(Row.code))))
