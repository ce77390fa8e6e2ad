"""Episodes of final interviews: written in the transaction that makes an interview final, and again by a rebuild."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import col

from bot.interview.facts import EPISODE_COLUMNS, EpisodeFact, ReasonFact
from bot.store.tables import Episode, EpisodeReason, Interview

COUNTED: Final = ("completed", "partial", "stopped", "expired")
"""Statuses whose episodes are kept: an episode with a channel is whole, wherever the interview ended. Of the interviews that
were declined or turned out ineligible nothing is kept."""


def write(tx: Connection, of: "Source", facts: Iterable[EpisodeFact]) -> int:
    """Keep the episodes of one interview whose status is in COUNTED; returns how many there are."""
    same = {"interview_id": of.interview_id, "respondent_id": of.respondent_id, "week": of.week, "place": of.place}
    facts = tuple(facts)
    if not facts:
        return 0
    rows = [same | {name: getattr(fact, name) for name in EPISODE_COLUMNS} for fact in facts]
    made = tx.execute(insert(Episode).returning(col(Episode.id), sort_by_parameter_order=True), rows)
    reasons = [
        {"episode_id": episode_id} | asdict(reason)
        for episode_id, fact in zip(made.scalars().all(), facts, strict=True)
        for reason in fact.reasons
    ]
    if reasons:
        tx.execute(insert(EpisodeReason), reasons)
    return len(facts)


def read(tx: Connection, interview_id: int) -> tuple[EpisodeFact, ...]:
    """The episodes of one interview, in the order in which they were written."""
    columns = [col(getattr(Episode, name)) for name in ("id", *EPISODE_COLUMNS)]
    rows = tx.execute(select(*columns).where(col(Episode.interview_id) == interview_id).order_by(col(Episode.id)))
    return tuple(_fact(tx, row._asdict()) for row in rows.all())


def erase(tx: Connection, interview_id: int) -> None:
    """Forget the episodes of one interview."""
    own = select(col(Episode.id)).where(col(Episode.interview_id) == interview_id)
    tx.execute(delete(EpisodeReason).where(col(EpisodeReason.episode_id).in_(own)))
    tx.execute(delete(Episode).where(col(Episode.interview_id) == interview_id))


@dataclass(frozen=True, slots=True)
class Source:
    """A final interview from whose answers episodes and a profile are made."""

    interview_id: int
    respondent_id: int
    revision_id: int
    week: str
    place: str
    language: str


Span: TypeAlias = tuple[int, int]
"""The numbers of the first and the last interview of a stretch."""

EVERY: Final[Span] = (0, 2**31 - 1)


def stretch(tx: Connection, after: int, size: int) -> tuple[int, ...]:
    """The next so many interviews behind the one with this number, whatever became of them."""
    some = select(col(Interview.id)).where(col(Interview.id) > after).order_by(col(Interview.id)).limit(size)
    return tuple(number or 0 for number in tx.execute(some).scalars())


def sources(tx: Connection, of: Span = EVERY) -> tuple[Source, ...]:
    """Every interview (of a stretch) that has, or should have, a profile and episodes; the oldest first."""
    names = ("id", "respondent_id", "revision_id", "week", "recruited_at", "language")
    found = select(*(col(getattr(Interview, name)) for name in names)).order_by(col(Interview.id))
    final = col(Interview.status).in_(COUNTED), col(Interview.week).is_not(None)
    return tuple(Source(*row) for row in tx.execute(found.where(*final, col(Interview.id).between(*of))))


def any_source(tx: Connection) -> bool:
    """Is there an interview that has, or should have, a profile and episodes?"""
    final = col(Interview.status).in_(COUNTED), col(Interview.week).is_not(None)
    return tx.execute(select(col(Interview.id)).where(*final).limit(1)).first() is not None


def erase_stretch(tx: Connection, of: Span) -> None:
    """Forget the episodes of a stretch of interviews, before they are derived anew."""
    own = select(col(Episode.id)).where(col(Episode.interview_id).between(*of))
    tx.execute(delete(EpisodeReason).where(col(EpisodeReason.episode_id).in_(own)))
    tx.execute(delete(Episode).where(col(Episode.interview_id).between(*of)))


def _fact(tx: Connection, row: dict[str, Any]) -> EpisodeFact:
    reason = select(col(EpisodeReason.reason), col(EpisodeReason.fix)).where(col(EpisodeReason.episode_id) == row.pop("id"))
    return EpisodeFact(**row, reasons=tuple(ReasonFact(*found) for found in sorted(tuple(each) for each in tx.execute(reason))))
