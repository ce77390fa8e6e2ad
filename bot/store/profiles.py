"""Who answered: written in the transaction that makes an interview final, and again by a rebuild."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import col

from bot.interview.facts import EpisodeFact
from bot.interview.profile import PROFILE_COLUMNS, Profile
from bot.stats.told import Episode, Person, written
from bot.store.episodes import Source, Span
from bot.store.tables import Profile as Row
from bot.store.tables import table

_write = insert(table(Row))


def write(tx: Connection, of: Source, found: Profile, facts: Iterable[EpisodeFact]) -> None:
    """Keep the profile of one interview whose episodes are kept, and these as the figures read them."""
    told = written(Person(place=of.place, **asdict(found)), (_as_told(fact) for fact in facts))
    same = {"interview_id": of.interview_id, "respondent_id": of.respondent_id, "week": of.week, "place": of.place}
    tx.execute(_write, same | {"language": of.language, "told": told} | asdict(found))


def read(tx: Connection, interview_id: int) -> Profile | None:
    """The profile of one interview."""
    columns = [col(getattr(Row, name)) for name in PROFILE_COLUMNS]
    found = tx.execute(select(*columns).where(col(Row.interview_id) == interview_id)).one_or_none()
    return None if found is None else Profile(*found)


def erase(tx: Connection, interview_id: int) -> None:
    """Forget the profile of one interview."""
    tx.execute(delete(Row).where(col(Row.interview_id) == interview_id))


def erase_stretch(tx: Connection, of: Span) -> None:
    """Forget the profiles of a stretch of interviews, before they are derived anew."""
    tx.execute(delete(Row).where(col(Row.interview_id).between(*of)))


def _as_told(fact: EpisodeFact) -> Episode:
    same = {name: getattr(fact, name) for name in Episode._fields if name != "reasons"}
    return Episode(**same, reasons=" ".join(f"{each.reason}:{each.fix}" for each in fact.reasons))
