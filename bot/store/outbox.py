"""Owed messages: what the bot sends on its own account. A row stands until it is sent; `once` makes a repeat impossible."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, and_, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.interview.state import FINAL
from bot.message import Message
from bot.store.tables import Contact, Interview, Outbox, Role

KEPT_SECONDS: Final = 7 * 24 * 3600
"""So long what was sent is kept."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A message, or a part of one, that is due: `address` is the sealed chat id of the role, or of the person of an interview.

    Exactly one of `role_id` and `interview_id` is not 0: the two kinds of address are sealed with different keys.
    """

    id: int
    role_id: int
    address: bytes
    message: Message
    failures: int = 0
    once: str = ""
    interview_id: int = 0


def add(tx: Connection, role_id: int, once: str, message: Message, due_at: int, *, replaces: str = "") -> bool:
    """Owe a message from this moment on (seconds since 1970); False if the same (`once`) is or was owed already.

    It takes the place of what the same person is still owed under a `once` that begins with `replaces`.
    """
    return add_parts(tx, role_id, once, (message,), due_at, replaces=replaces)


def add_parts(tx: Connection, role_id: int, once: str, parts: Sequence[Message], due_at: int, *, replaces: str = "") -> bool:
    """Owe one message in several parts, one row each: a part is due only when the one before it was sent. As `add`."""
    if tx.execute(select(exists().where(col(Outbox.once) == once))).scalar_one():
        return False
    if replaces:
        unsent = and_(col(Outbox.role_id) == role_id, col(Outbox.sent_at).is_(None))
        tx.execute(delete(Outbox).where(unsent, col(Outbox.once).startswith(replaces, autoescape=True)))
    before = None
    for number, part in enumerate(parts):
        name = f"{once}/{number + 1}" if number else once
        row = {"role_id": role_id, "once": name, "message": msgspec.json.encode(part).decode(), "due_at": due_at}
        made = insert(Outbox).values(**row, failures=0, error="", after_id=before).returning(col(Outbox.id))
        before = tx.execute(made).scalar_one()
    return True


def add_to_person(tx: Connection, interview_id: int, once: str, message: Message, due_at: int) -> bool:
    """Owe a message to the person of an interview; False if the same (`once`) is or was owed already."""
    if tx.execute(select(exists().where(col(Outbox.once) == once))).scalar_one():
        return False
    row = {"interview_id": interview_id, "once": once, "message": msgspec.json.encode(message).decode(), "due_at": due_at}
    tx.execute(insert(Outbox).values(**row, failures=0, error=""))
    return True


def due(tx: Connection, now: int, limit: int) -> tuple[Owed, ...]:
    """At most so many messages that should be sent now, the longest due first.

    None to people who cannot be written to, and no part before the one that it follows.
    """
    before = aliased(Outbox)
    rows = tx.execute(
        select(*_COLUMNS)
        .outerjoin(Role, col(Role.id) == col(Outbox.role_id))
        .outerjoin(Interview, col(Interview.id) == col(Outbox.interview_id))
        .outerjoin(Contact, col(Contact.respondent_id) == col(Interview.respondent_id))
        .outerjoin(before, col(before.id) == col(Outbox.after_id))
        .where(col(Outbox.sent_at).is_(None), col(Outbox.due_at) <= now, _ADDRESS.is_not(None))
        .where(or_(col(Role.unreachable).is_(False), col(Contact.unreachable).is_(False)))
        .where(or_(col(before.id).is_(None), col(before.sent_at).is_not(None)))
        .order_by(col(Outbox.due_at), col(Outbox.id))
        .limit(limit)
    )
    return tuple(
        Owed(row.id, row.role_id or 0, row.address, _message(row.message), row.failures, row.once, row.interview_id or 0)
        for row in rows
    )


def sent(tx: Connection, owed_id: int, now: int) -> None:
    tx.execute(update(Outbox).where(col(Outbox.id) == owed_id).values(sent_at=now, error=""))


def failed(tx: Connection, owed_id: int, due_at: int, error: str) -> None:
    """Try again at `due_at`; `error` says what happened, without addresses."""
    values = {"due_at": due_at, "failures": Outbox.failures + 1, "error": error}
    tx.execute(update(Outbox).where(col(Outbox.id) == owed_id).values(**values))


def put_off(tx: Connection, owed_id: int, due_at: int) -> None:
    """Try again at `due_at`, because somebody asked for patience: that is no failure of this message."""
    tx.execute(update(Outbox).where(col(Outbox.id) == owed_id).values(due_at=due_at))


def unreachable(tx: Connection, role_id: int) -> None:
    """Write to this person no more, until they use an invitation again."""
    tx.execute(update(Role).where(col(Role.id) == role_id).values(unreachable=True))


def purge(tx: Connection, now: int) -> None:
    """Delete what was sent a week ago, unless it still keeps something from being sent twice.

    A reminder counts as long as its interview is open. Other rows stand as long as a row that was not sent is named in them
    (the word about trouble with it), or is a later part of theirs.
    """
    unsent = aliased(Outbox)
    named = col(Outbox.once).like(literal("%") + col(unsent.once) + "%")
    part = col(unsent.once).like(col(Outbox.once) + "/%")
    needed = exists().where(col(unsent.sent_at).is_(None), or_(named, part))
    counting = exists().where(col(Interview.id) == col(Outbox.interview_id), col(Interview.status).not_in(FINAL))
    old = col(Outbox.sent_at) < now - KEPT_SECONDS
    tx.execute(delete(Outbox).where(old, ~needed.correlate(Outbox), ~counting.correlate(Outbox)))


def erase(tx: Connection, interview: int) -> None:
    """Owe the person of this interview nothing any more, and forget what was sent."""
    tx.execute(delete(Outbox).where(col(Outbox.interview_id) == interview))


def _message(document: str) -> Message:
    return msgspec.json.decode(document, type=Message)


_ADDRESS = func.coalesce(col(Role.address), col(Contact.address))
_COLUMNS: tuple[Any, ...] = (
    Outbox.id, Outbox.role_id, Outbox.interview_id, _ADDRESS.label("address"), Outbox.message, Outbox.failures, Outbox.once,
)  # fmt: skip
