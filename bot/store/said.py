"""What people said beside their episodes: marks in answers, and whether the last message was useful. Without tests."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select
from sqlmodel import col

from bot.interview.facts import EpisodeFact, ReasonFact
from bot.stats.records import DIMENSIONS
from bot.store.episodes import COUNTED
from bot.store.tables import Answer, Episode, EpisodeReason, Interview, Profile

CHUNK: Final = 20_000
_PERSON: list[Any] = [col(Profile.respondent_id), *(col(getattr(Profile, name)) for name in DIMENSIONS), col(Profile.place)]


class Teller(NamedTuple):
    """A person as of the last interview of the period: a level for each of DIMENSIONS, and the place of recruitment."""

    respondent: int
    of: tuple[str, ...]
    place: str


class Mark(NamedTuple):
    """An answer to one of the questions that were looked for. `value`: JSON. `csc`, `kind`: of the episode that it is about."""

    teller: Teller
    revision: int
    question: str
    item: str
    value: str
    csc: bool | None
    kind: str | None


class Useful(NamedTuple):
    """What was said ("yes" or "no") below the last message of one interview."""

    teller: Teller
    interview: int
    language: str
    said: str


def revisions(tx: Connection, period: Sequence[str]) -> set[int]:
    """The ids of the scripts that asked in these weeks."""
    return set(tx.execute(select(col(Interview.revision_id)).where(*_counted(period, ())).distinct()).scalars())


def marks(tx: Connection, period: Sequence[str], questions: Collection[str], without: Sequence[str] = ()) -> Iterator[Mark]:
    """Every answer that holds to questions with these ids."""
    about = and_(col(Episode.interview_id) == col(Interview.id), col(Episode.service) == col(Answer.item))
    told = [col(Interview.revision_id), *(col(getattr(Answer, name)) for name in ("question", "item", "value"))]
    found = _tellers(period, without, *told, col(Episode.csc), col(Episode.channel_kind))
    answered = found.join(Answer, col(Answer.interview_id) == col(Interview.id)).outerjoin(Episode, about)
    holding = col(Answer.question).in_(questions), col(Answer.withdrawn).is_(False)
    for row in tx.execute(answered.where(*holding).execution_options(yield_per=CHUNK)):
        yield Mark(_teller(row), *row[len(_PERSON) :])


def useful(tx: Connection, period: Sequence[str], without: Sequence[str] = ()) -> Iterator[Useful]:
    """What was said in each interview in which something was."""
    found = _tellers(period, without, col(Interview.id), col(Interview.language), col(Interview.useful))
    for row in tx.execute(found.where(col(Interview.useful) != "").execution_options(yield_per=CHUNK)):
        yield Useful(_teller(row), *row[len(_PERSON) :])


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


def _tellers(period: Sequence[str], without: Sequence[str], *columns: Any) -> Select[Any]:
    """Interviews of these weeks with who answered, as of that person's last one: a person has one class."""
    last: Any = select(func.max(col(Profile.interview_id)).label("id"), col(Profile.respondent_id).label("respondent"))
    kept = last.join(Interview, col(Interview.id) == col(Profile.interview_id)).where(*_counted(period, without))
    newest = kept.group_by(col(Profile.respondent_id)).subquery()
    return (
        select(*_PERSON, *columns)
        .select_from(Interview)
        .join(newest, newest.c.respondent == col(Interview.respondent_id))
        .join(Profile, col(Profile.interview_id) == newest.c.id)
        .where(*_counted(period, without))
    )


def _counted(period: Sequence[str], without: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    flags = (~col(Interview.flags).contains(flag, autoescape=True) for flag in ("test", *without))
    return col(Interview.week).in_(period), col(Interview.status).in_(COUNTED), *flags


def _teller(row: Sequence[Any]) -> Teller:
    respondent, *levels, place = row[: len(_PERSON)]
    return Teller(respondent, tuple(levels), place)
