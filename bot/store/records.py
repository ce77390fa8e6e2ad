"""What was told in some weeks, as columns for the figures. Interviews that are tests are never counted."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Select, false, or_, select
from sqlmodel import col

from bot.stats.collect import Collector, Row
from bot.stats.records import Records
from bot.store.tables import FLAGGED, Interview, Profile, Revision

CHUNK: Final = 2_000
"""Rows that are taken at once: few enough for the processor's own memory."""


def read(tx: Connection, period: Sequence[str], *, without: Sequence[str] = ()) -> Records:
    """Everybody whose interview became final in these weeks, and their episodes; not tests, nor those with a flag of `without`.

    Of a person with several interviews the profile of the last stands, with the episodes of all.
    """
    collector = Collector()
    with _no_looking_for_cycles():
        for rows in _plainly(tx, _interviews(period, ("test", *without))):
            collector.interviews(rows)
    return collector.records()


@contextmanager
def _no_looking_for_cycles() -> Iterator[None]:
    """Rows are numbers and texts, which hold no others: to look through millions of them takes a tenth of the reading."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def revisions(tx: Connection, period: Sequence[str]) -> tuple[int, ...]:
    """The numbers of the scripts that asked in these weeks, in order."""
    asked = select(col(Revision.number)).join(Interview, col(Interview.revision_id) == col(Revision.id)).distinct()
    counted = asked.join(Profile, col(Profile.interview_id) == col(Interview.id)).where(col(Profile.week).in_(period))
    tests = col(Interview.flags).contains("test")
    return tuple(tx.execute(counted.where(~tests).order_by(col(Revision.number))).scalars())


def weeks(tx: Connection) -> tuple[str, ...]:
    """Every week in which an interview became final, in order."""
    found = select(col(Interview.week)).where(col(Interview.week).is_not(None)).distinct().order_by(col(Interview.week))
    return tuple(str(week) for week in tx.execute(found).scalars())


def _interviews(period: Sequence[str], without: Sequence[str]) -> Select[*Row]:
    columns = col(Profile.interview_id), col(Profile.respondent_id), col(Profile.told)
    return select(*columns).where(col(Profile.week).in_(period), columns[0].not_in(_flagged(period, without)))


def _plainly(tx: Connection, statement: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    """The rows in chunks, as the driver gives them: SQLAlchemy's own rows would take as long again."""
    compiled: Any = statement.compile(dialect=tx.dialect, compile_kwargs={"render_postcompile": True})
    connection: Any = tx.connection.driver_connection
    by_place = compiled.positiontup is not None
    values = [compiled.params[name] for name in compiled.positiontup] if by_place else compiled.params
    with closing(connection.cursor(*(() if by_place else ("figures",)))) as cursor:
        cursor.execute(compiled.string, values)
        while rows := cursor.fetchmany(CHUNK):
            yield rows


def _flagged(period: Sequence[str], without: Sequence[str]) -> Select[Any]:
    flags = [col(Interview.flags).contains(flag, autoescape=True) for flag in without]
    return select(col(Interview.id)).where(col(Interview.week).in_(period), FLAGGED, or_(false(), *flags))
