"""What was told in some weeks, as columns for the figures. Interviews that are tests are never counted."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, case, cast, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col

from bot.stats.records import PARTED, Collector, Episode, Person, Records
from bot.store.tables import Episode as EpisodeRow
from bot.store.tables import EpisodeReason, Interview, Profile, Revision

CHUNK: Final = 20_000
_PERSON: list[Any] = [col(getattr(Profile, name)) for name in Person._fields]
_EPISODE: list[Any] = [col(getattr(EpisodeRow, name)) for name in Episode._fields if name != "reasons"]


def read(tx: Connection, period: Sequence[str], *, without: Sequence[str] = ()) -> Records:
    """Everybody whose interview became final in these weeks, and their episodes; not tests, nor those with a flag of `without`.

    Of a person with several interviews the profile of the last stands, with the episodes of all.
    """
    collector = Collector()
    left_out = ("test", *without)
    for told in _people(tx, period, left_out):
        collector.people(told)
    for rows in _episodes(tx, period, left_out):
        collector.episodes(rows)
    return collector.records()


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


def _people(tx: Connection, period: Sequence[str], without: Sequence[str]) -> Iterator[Sequence[tuple[int, str]]]:
    mine = and_(col(Profile.week).in_(period), col(Profile.interview_id).not_in(_flagged(period, without)))
    found = select(col(Profile.respondent_id), _word(tx, _PERSON)).where(mine).order_by(col(Profile.interview_id))
    return _plainly(tx, found)


def _episodes(tx: Connection, period: Sequence[str], without: Sequence[str]) -> Iterator[Sequence[tuple[int, str]]]:
    mine = and_(col(EpisodeRow.week).in_(period), col(EpisodeRow.interview_id).not_in(_flagged(period, without)))
    return _plainly(tx, select(col(EpisodeRow.respondent_id), _word(tx, [*_EPISODE, _reasons(tx)])).where(mine))


def _word(tx: Connection, columns: Sequence[Any]) -> ColumnElement[str]:
    """Columns as one word: of half a million rows the database then hands over one text each instead of eleven."""
    if tx.dialect.name == "sqlite":
        return func.printf(PARTED.join(["%s"] * len(columns)), *columns)
    return func.concat_ws(PARTED, *(func.coalesce(cast(column, Text), "") for column in columns))


def _reasons(tx: Connection) -> ColumnElement[str]:
    """The reasons of a CSC visit, in the order of their codes (on SQLite that of the key by which they are found)."""
    named = col(EpisodeReason.reason) + ":" + col(EpisodeReason.fix)
    in_order = aggregate_order_by(literal(" "), col(EpisodeReason.reason).collate("C"))
    joined = func.group_concat(named, " ") if tx.dialect.name == "sqlite" else func.string_agg(named, in_order)
    of = select(joined).where(col(EpisodeReason.episode_id) == col(EpisodeRow.id)).correlate(EpisodeRow).scalar_subquery()
    return case((col(EpisodeRow.csc), func.coalesce(of, "")), else_="")


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
    return select(col(Interview.id)).where(col(Interview.week).in_(period), or_(false(), *flags))
