"""Whom the bot may write to on its own account: people who fell silent, and people who asked to be invited again.

What is owed to them stands in the outbox. Its `once` says why: `remind:INTERVIEW:NUMBER:HEARD` was made for somebody who was
last here at HEARD, `invite:WAVE:INTERVIEW` for somebody who opted in. A row whose reason is gone is deleted, never sent.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, delete, exists, func, literal, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.interview.state import FINAL
from bot.store.tables import Contact, Interview, Outbox, Revision

OPEN: Final = ("consented", "started")
"""Statuses of interviews that somebody agreed to and that are not final."""

REMINDER, INVITATION = "remind:", "invite:"
"""How `once` begins."""


@dataclass(frozen=True, slots=True)
class Silent:
    """An open interview: when its person was last here, and how many reminders went out."""

    interview: int
    revision: int
    state: str
    heard: int
    reminders: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who asked to be invited: their last interview."""

    interview: int
    language: str


def once_reminder(silent: Silent) -> str:
    return f"{REMINDER}{silent.interview}:{silent.reminders + 1}:{silent.heard}"


def once_invitation(wave: int, interview: int) -> str:
    return f"{INVITATION}{wave}:{interview}"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """After how many seconds of silence each reminder is due, and how far apart two of them are at least."""

    silences: tuple[int, ...]
    between: int


def silent(tx: Connection, now: int, rhythm: Rhythm, limit: int, *, among: Collection[int] | None = None) -> tuple[Silent, ...]:
    """People (of these interviews, if some are named) whom to remind now, the longest silent first; nothing is owed to them."""
    sent, last = func.count(col(Outbox.sent_at)), func.coalesce(func.max(col(Outbox.sent_at)), 0)
    turns = [and_(sent == count, col(Interview.changed_at) <= now - wait) for count, wait in enumerate(rhythm.silences)]
    columns: tuple[Any, ...] = (Interview.id, Interview.revision_id, Interview.state, Interview.changed_at, sent)
    found = (
        select(*columns)
        .join(Contact, col(Contact.respondent_id) == col(Interview.respondent_id))
        .outerjoin(Outbox, and_(col(Outbox.interview_id) == col(Interview.id), col(Outbox.once).startswith(REMINDER)))
        .where(
            col(Interview.status).in_(OPEN),
            col(Interview.quiet).is_(False),
            col(Interview.changed_at) <= now - min(rhythm.silences),
            # What does not stand in the chat is the sweep's business.
            col(Interview.shown_turn) >= col(Interview.turn),
            _reachable(),
        )
        .group_by(col(Interview.id))
        .having(func.count(col(Outbox.id)) == sent, last <= now - rhythm.between, or_(*turns))
        .order_by(col(Interview.changed_at))
        .limit(limit)
    )
    rows = tx.execute(found if among is None else found.where(col(Interview.id).in_(among)))
    return tuple(Silent(*row) for row in rows)


def waiting(tx: Connection, wave: int, limit: int, *, among: Collection[int] | None = None) -> tuple[Waiting, ...]:
    """People (of these interviews, if some are named) who asked to be invited and have no interview in this wave.

    Nothing is owed to them for it yet.
    """
    owed = exists().where(col(Outbox.once) == literal(f"{INVITATION}{wave}:") + cast(col(Interview.id), Text))
    columns: tuple[Any, ...] = (Interview.id, Interview.language)
    found = (
        select(*columns)
        .join(Contact, col(Contact.respondent_id) == col(Interview.respondent_id))
        .where(_opted_in(), _reachable(), col(Interview.wave) < wave, ~owed.correlate(Interview))
        .order_by(col(Interview.id))
        .limit(limit)
    )
    rows = tx.execute(found if among is None else found.where(col(Interview.id).in_(among)))
    return tuple(Waiting(*row) for row in rows)


def forgotten(tx: Connection, before: int, limit: int, *, among: Collection[int] | None = None) -> tuple[int, ...]:
    """Open interviews (among these, if some are named) whose person was last here before this moment, the oldest first."""
    found = select(col(Interview.id)).where(col(Interview.status).in_(OPEN), col(Interview.changed_at) < before)
    ordered = found.order_by(col(Interview.changed_at)).limit(limit)
    return tuple(tx.execute(ordered if among is None else ordered.where(col(Interview.id).in_(among))).scalars())  # type: ignore[arg-type]


def wanted(tx: Connection, owed_id: int) -> bool:
    """Is there still a reason to send this? If not, it is deleted."""
    tx.execute(delete(Outbox).where(col(Outbox.id) == owed_id, _groundless()))
    return bool(tx.execute(select(exists().where(col(Outbox.id) == owed_id, col(Outbox.sent_at).is_(None)))).scalar_one())


def cancel(tx: Connection) -> None:
    """Delete what is owed to people without a reason."""
    tx.execute(delete(Outbox).where(col(Outbox.interview_id).is_not(None), col(Outbox.sent_at).is_(None), _groundless()))


def quieten(tx: Connection, interview: int) -> None:
    """Nothing more on our own account: no reminders of this interview, no invitation to the next wave."""
    tx.execute(update(Interview).where(col(Interview.id) == interview).values(quiet=True))
    respondent = select(col(Interview.respondent_id)).where(col(Interview.id) == interview).scalar_subquery()
    theirs = select(col(Interview.id)).where(col(Interview.respondent_id) == respondent)
    tx.execute(delete(Outbox).where(col(Outbox.interview_id).in_(theirs), col(Outbox.sent_at).is_(None)))
    _give_up(tx, interview)


def invited(tx: Connection, interview: int) -> None:
    """The wish was met: it is forgotten, and so is the address, if nothing else is owed."""
    _give_up(tx, interview)


def _give_up(tx: Connection, interview: int) -> None:
    respondent = select(col(Interview.respondent_id)).where(col(Interview.id) == interview).scalar_subquery()
    unfinished = exists().where(
        col(Interview.respondent_id) == col(Contact.respondent_id),
        or_(col(Interview.status).not_in(FINAL), col(Interview.shown_turn) < col(Interview.turn)),
    )
    theirs = col(Contact.respondent_id) == respondent
    tx.execute(update(Contact).where(theirs).values(opted_in_at=None))
    tx.execute(update(Contact).where(theirs, ~unfinished.correlate(Contact)).values(address=None))


def _reachable() -> ColumnElement[bool]:
    return and_(col(Contact.address).is_not(None), col(Contact.unreachable).is_(False))


def _opted_in() -> ColumnElement[bool]:
    """Asked to be invited, and this is their newest interview; there is a survey to invite to."""
    newer = aliased(Interview)
    later = exists().where(col(newer.respondent_id) == col(Interview.respondent_id), col(newer.id) > col(Interview.id))
    survey = exists().where(col(Revision.open).is_(True))
    wished = and_(col(Contact.opted_in_at).is_not(None), col(Interview.status).in_(FINAL))
    return and_(wished, ~later.correlate(Interview), survey)


def _groundless() -> ColumnElement[bool]:
    """Of a row of the outbox that is owed to the person of an interview."""
    as_before = and_(
        col(Outbox.once).startswith(REMINDER),
        col(Interview.status).in_(OPEN),
        col(Interview.quiet).is_(False),
        col(Outbox.once).endswith(literal(":") + cast(col(Interview.changed_at), Text)),
    )
    asked = and_(col(Outbox.once).startswith(INVITATION), _opted_in())
    person = and_(col(Contact.respondent_id) == col(Interview.respondent_id), col(Interview.id) == col(Outbox.interview_id))
    reason = exists().where(person, _reachable(), or_(as_before, asked))
    return ~reason.correlate(Outbox)
