"""Everything that is stored of one person, for that person: /mydata."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, func, select
from sqlmodel import col

from bot.interview.state import decode
from bot.report.mydata import Kept, Registered, Walk
from bot.script.model import Script
from bot.store import answers, revisions
from bot.store.tables import Contact, Episode, Interview, Outbox, Role, Source

_AS_STORED = ("status", "language", "useful", "comment", "quiet", "flags", "opened_at", "changed_at", "final_at")


def of_respondent(tx: Connection, respondent: int, roles: tuple[Registered, ...]) -> Kept:
    """Every interview of a respondent, and what the contact holds."""
    row = tx.execute(_contact.where(col(Contact.respondent_id) == respondent)).one()
    return Kept(_walks(tx, respondent), row.address, row.unreachable, row.opted_in_at, roles=roles)


def roles(tx: Connection, ids: list[int]) -> tuple[Registered, ...]:
    """These roles, and since when they are held."""
    rows = tx.execute(select(col(Role.kind), col(Role.since_at)).where(col(Role.id).in_(ids)).order_by(col(Role.id)))
    return tuple(Registered(kind, since) for kind, since in rows)


def _walks(tx: Connection, respondent: int) -> tuple[Walk, ...]:
    rows = tx.execute(_interviews.where(col(Interview.respondent_id) == respondent)).mappings().all()
    scripts = revisions.by_id(tx, {row["revision_id"] for row in rows})
    return tuple(_walk(tx, row, scripts[row["revision_id"]]) for row in rows)


def _walk(tx: Connection, row: Mapping[Any, Any], script: Script) -> Walk:
    return Walk(
        script=script,
        answers=answers.read(tx, row["id"]),
        place=row["recruited_at"],
        source=row["title"] or row["source"],
        week=row["week"] or "",
        waiting=row["waiting"],
        derived=bool(row["derived"]),
        state=decode(row["state"]) if row["state"] else None,
        **{name: row[name] for name in _AS_STORED},
    )


_contact = select(col(Contact.address).is_not(None).label("address"), col(Contact.unreachable), col(Contact.opted_in_at))
_waiting = select(func.count()).where(col(Outbox.interview_id) == col(Interview.id), col(Outbox.sent_at).is_(None))
_derived = select(func.count()).where(col(Episode.interview_id) == col(Interview.id))
_columns: tuple[Any, ...] = (
    *(col(getattr(Interview, name)) for name in ("id", "revision_id", "recruited_at", "source", "week", "state", *_AS_STORED)),
    col(Source.title),
    _waiting.correlate(Interview).scalar_subquery().label("waiting"),
    _derived.correlate(Interview).scalar_subquery().label("derived"),
)
_interviews = select(*_columns).outerjoin(Source, and_(col(Source.code) == col(Interview.source))).order_by(col(Interview.id))
