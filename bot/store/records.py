"""What was told in some weeks, as columns for the figures. Interviews that are tests are never counted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, false, or_, select
from sqlmodel import col

from bot.stats.collect import Collector, Row
from bot.stats.records import Records
from bot.store.plainly import plainly
from bot.store.tables import FLAGGED, Interview, Profile, Revision


def read(tx: Connection, period: Sequence[str], *, without: Sequence[str] = (), named: bool = False) -> Records:
    """Everybody whose interview became final in these weeks, and their episodes; not tests, nor those with a flag of `without`.

    Of a person with several interviews the profile of the last stands, with the episodes of all. `named`: with the numbers of
    the respondents, to find what else they said.
    """
    collector = Collector()
    for rows in plainly(tx, _interviews(period, ("test", *without))):
        collector.interviews(rows)
    return collector.records(named=named)


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


def _flagged(period: Sequence[str], without: Sequence[str]) -> Select[Any]:
    flags = [col(Interview.flags).contains(flag, autoescape=True) for flag in without]
    return select(col(Interview.id)).where(col(Interview.week).in_(period), FLAGGED, or_(false(), *flags))
