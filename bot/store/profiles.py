"""Who answered: written in the transaction that makes an interview final, and again by a rebuild."""

from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import col

from bot.interview.profile import PROFILE_COLUMNS, Profile
from bot.store.episodes import Source
from bot.store.tables import Profile as Row
from bot.store.tables import table

_write = insert(table(Row))


def write(tx: Connection, of: Source, found: Profile) -> None:
    """Keep the profile of one interview whose episodes are kept."""
    same = {"interview_id": of.interview_id, "respondent_id": of.respondent_id, "week": of.week, "place": of.place}
    tx.execute(_write, same | {"language": of.language} | asdict(found))


def read(tx: Connection, interview_id: int) -> Profile | None:
    """The profile of one interview."""
    columns = [col(getattr(Row, name)) for name in PROFILE_COLUMNS]
    found = tx.execute(select(*columns).where(col(Row.interview_id) == interview_id)).one_or_none()
    return None if found is None else Profile(*found)


def erase(tx: Connection, interview_id: int) -> None:
    """Forget the profile of one interview."""
    tx.execute(delete(Row).where(col(Row.interview_id) == interview_id))


def erase_all(tx: Connection) -> None:
    """Forget every profile, before a rebuild."""
    tx.execute(delete(Row))
