"""What people said beside their episodes: marks in answers, and whether the last message was useful. Without tests."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, select
from sqlmodel import col

from bot.interview.facts import EpisodeFact, ReasonFact
from bot.stats.heard import Row
from bot.store.episodes import COUNTED
from bot.store.plainly import plainly
from bot.store.tables import Answer, Episode, EpisodeReason, Interview

CHUNK: Final = 20_000


def revisions(tx: Connection, period: Sequence[str]) -> set[int]:
    """The ids of the scripts that asked in these weeks."""
    return set(tx.execute(select(col(Interview.revision_id)).where(*_counted(period, ())).distinct()).scalars())


def marks(
    tx: Connection, period: Sequence[str], questions: Collection[str], without: Sequence[str] = ()
) -> Iterator[Sequence[Row]]:
    """Every answer that holds to questions with these ids, in chunks.

    Columns: respondent, revision, question, whether it is about a service, value (JSON), csc and channel_kind of that episode.
    """
    about = and_(col(Episode.interview_id) == col(Interview.id), col(Episode.service) == col(Answer.item))
    asked = col(Interview.revision_id), col(Answer.question), col(Answer.item) != "", col(Answer.value)
    found: Any = select(col(Interview.respondent_id), *asked, col(Episode.csc), col(Episode.channel_kind))
    answered = found.join(Answer, col(Answer.interview_id) == col(Interview.id)).outerjoin(Episode, about)
    holding = col(Answer.question).in_(questions), col(Answer.withdrawn).is_(False)
    yield from plainly(tx, answered.where(*_counted(period, without), *holding))


def useful(tx: Connection, period: Sequence[str], without: Sequence[str] = ()) -> Iterator[Sequence[Row]]:
    """What was said in each interview in which something was, in chunks: respondent, interview, language, yes or no."""
    found = select(*(col(getattr(Interview, name)) for name in ("respondent_id", "id", "language", "useful")))
    yield from plainly(tx, found.where(*_counted(period, without), col(Interview.useful) != ""))


def told(tx: Connection, period: Sequence[str], without: Sequence[str] = ()) -> dict[int, tuple[EpisodeFact, ...]]:
    """The episodes of the interviews in which that was said, as far as the hints read them."""
    names = ("id", "interview_id", "service", "channel", "channel_kind", "csc", "online")
    episodes = select(*(col(getattr(Episode, name)) for name in names), col(EpisodeReason.reason), col(EpisodeReason.fix))
    joined = (
        episodes.select_from(Interview)
        .join(Episode, col(Episode.interview_id) == col(Interview.id))
        .outerjoin(EpisodeReason, col(EpisodeReason.episode_id) == col(Episode.id))
        .where(*_counted(period, without), col(Interview.useful) != "")
        .order_by(col(Episode.id), col(EpisodeReason.reason))
    )
    found: dict[int, tuple[EpisodeFact, ...]] = {}
    for _, rows in groupby(tx.execute(joined.execution_options(yield_per=CHUNK)), lambda row: row.id):
        first, *more = rows
        reasons = tuple(ReasonFact(row.reason, row.fix) for row in (first, *more) if row.reason is not None)
        fact = EpisodeFact(
            first.service, first.channel, channel_kind=first.channel_kind, csc=first.csc, online=first.online, reasons=reasons
        )
        found[first.interview_id] = (*found.get(first.interview_id, ()), fact)
    return found


def _counted(period: Sequence[str], without: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    flags = (~col(Interview.flags).contains(flag, autoescape=True) for flag in ("test", *without))
    return col(Interview.week).in_(period), col(Interview.status).in_(COUNTED), *flags
