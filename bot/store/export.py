"""Final interviews with their answers, for taking home: those that figures count, week by week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.interview.state import Answer
from bot.store import answers
from bot.store.engine import among
from bot.store.episodes import COUNTED
from bot.store.tables import Interview


@dataclass(frozen=True, slots=True)
class Record:
    """One final interview, without its respondent: a pseudonym takes that place. `answers`: withdrawn ones, too."""

    id: int
    revision: int
    wave: int
    week: str
    status: str
    language: str
    place: str
    flags: str
    answers: tuple[Answer, ...]


_NAMES = {"revision_id": "revision", "recruited_at": "place"} | {
    name: name for name in ("id", "wave", "week", "status", "language", "flags")
}


@dataclass(frozen=True, slots=True)
class Whose:
    """An interview, its respondent, and the respondent's first interview that counts."""

    interview: int
    respondent: int
    first: int


def of_week(tx: Connection, week: str, revisions: Collection[int]) -> Sequence[Whose]:
    """Every interview that became final in this week, in these revisions, in no order; tests are left out."""
    other = aliased(Interview)
    theirs = col(other.respondent_id) == col(Interview.respondent_id), col(other.status).in_(COUNTED)
    first = select(func.min(col(other.id))).where(*theirs).scalar_subquery()
    found = select(col(Interview.id), col(Interview.respondent_id), first).where(
        col(Interview.week) == week,
        col(Interview.status).in_(COUNTED),
        col(Interview.flags).not_like("%test%"),
        col(Interview.revision_id).in_(revisions),
    )
    return [Whose(*row) for row in tx.execute(found)]


def records(tx: Connection, interviews: Sequence[int]) -> tuple[Record, ...]:
    """These interviews, in this order; one that was erased meanwhile is not there."""
    found = tx.execute(_records(tx.dialect.name), {"ids": list(interviews)})
    rows: dict[int, dict[str, Any]] = {row["id"]: dict(row) for row in found.mappings()}
    given: Mapping[int, tuple[Answer, ...]] = answers.of(tx, interviews)
    return tuple(Record(**rows[each], answers=given.get(each, ())) for each in interviews if each in rows)


@cache
def _records(dialect: str) -> Select[*tuple[Any, ...]]:
    columns: tuple[Any, ...] = tuple(col(getattr(Interview, name)).label(said) for name, said in _NAMES.items())
    return select(*columns).where(among(dialect, col(Interview.id), "ids"))
