"""Owed messages: what the bot sends on its own account. A row stands until it is sent; `once` makes a repeat impossible."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, delete, exists, insert, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.message import Message
from bot.store.tables import Outbox, Role


@dataclass(frozen=True, slots=True)
class Owed:
    """A message, or a part of one, that is due: `address` is the sealed chat id of the role."""

    id: int
    role_id: int
    address: bytes
    message: Message
    failures: int = 0
    once: str = ""


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


def due(tx: Connection, now: int, limit: int) -> tuple[Owed, ...]:
    """At most so many messages that should be sent now, the longest due first.

    None to people who cannot be written to, and no part before the one that it follows.
    """
    before = aliased(Outbox)
    rows = tx.execute(
        select(
            col(Outbox.id), col(Outbox.role_id), col(Role.address), col(Outbox.message), col(Outbox.failures), col(Outbox.once)
        )
        .join(Role, col(Role.id) == col(Outbox.role_id))
        .outerjoin(before, col(before.id) == col(Outbox.after_id))
        .where(col(Outbox.sent_at).is_(None), col(Outbox.due_at) <= now, col(Role.unreachable).is_(False))
        .where(or_(col(before.id).is_(None), col(before.sent_at).is_not(None)))
        .order_by(col(Outbox.due_at), col(Outbox.id))
        .limit(limit)
    )
    return tuple(Owed(row.id, row.role_id, row.address, _message(row.message), row.failures, row.once) for row in rows)


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


def _message(document: str) -> Message:
    return msgspec.json.decode(document, type=Message)


_COLUMNS: tuple[Any, ...] = (Outbox.id, Outbox.role_id, Role.address, Outbox.message, Outbox.failures, Outbox.once)
