"""Owed messages: what the bot sends on its own account. A row stands until it is sent; `once` makes a repeat impossible."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, and_, delete, exists, insert, select, update
from sqlmodel import col

from bot.message import Message
from bot.store.tables import Outbox, Role


@dataclass(frozen=True, slots=True)
class Owed:
    """A message that is due: `address` is the sealed chat id of the role."""

    id: int
    role_id: int
    address: bytes
    message: Message
    failures: int = 0


def add(tx: Connection, role_id: int, once: str, message: Message, due_at: int, *, replaces: str = "") -> bool:
    """Owe a message from this moment on (seconds since 1970); False if the same (`once`) is or was owed already.

    It takes the place of what the same person is still owed under a `once` that begins with `replaces`.
    """
    if tx.execute(select(exists().where(col(Outbox.once) == once))).scalar_one():
        return False
    if replaces:
        unsent = and_(col(Outbox.role_id) == role_id, col(Outbox.sent_at).is_(None))
        tx.execute(delete(Outbox).where(unsent, col(Outbox.once).startswith(replaces, autoescape=True)))
    document = msgspec.json.encode(message).decode()
    tx.execute(insert(Outbox).values(role_id=role_id, once=once, message=document, due_at=due_at, failures=0, error=""))
    return True


def due(tx: Connection, now: int, limit: int) -> tuple[Owed, ...]:
    """At most so many messages that should be sent now, the longest due first; none to people who cannot be written to."""
    rows = tx.execute(
        select(col(Outbox.id), col(Outbox.role_id), col(Role.address), col(Outbox.message), col(Outbox.failures))
        .join(Role, col(Role.id) == col(Outbox.role_id))
        .where(col(Outbox.sent_at).is_(None), col(Outbox.due_at) <= now, col(Role.unreachable).is_(False))
        .order_by(col(Outbox.due_at), col(Outbox.id))
        .limit(limit)
    )
    return tuple(Owed(row.id, row.role_id, row.address, _message(row.message), row.failures) for row in rows)


def sent(tx: Connection, owed_id: int, now: int) -> None:
    tx.execute(update(Outbox).where(col(Outbox.id) == owed_id).values(sent_at=now, error=""))


def failed(tx: Connection, owed_id: int, due_at: int, error: str) -> None:
    """Try again at `due_at`; `error` says what happened, without addresses."""
    values = {"due_at": due_at, "failures": Outbox.failures + 1, "error": error}
    tx.execute(update(Outbox).where(col(Outbox.id) == owed_id).values(**values))


def unreachable(tx: Connection, role_id: int) -> None:
    """Write to this person no more, until they use an invitation again."""
    tx.execute(update(Role).where(col(Role.id) == role_id).values(unreachable=True))


def _message(document: str) -> Message:
    return msgspec.json.decode(document, type=Message)
