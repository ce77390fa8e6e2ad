"""Administrators hear of a message that does not arrive: once for each, and by a message that is owed like any other."""

from typing import Final

from sqlalchemy import Connection

from bot.message import Message
from bot.store import outbox, roles
from bot.store.outbox import Owed
from bot.texts import say

PREFIX: Final = "undelivered:"


def tell(tx: Connection, part: Owed, error: str, now: int) -> None:
    """Owe every administrator a word about this message; `error` says what happened, without addresses.

    Nobody is told that a word about trouble did not arrive either.
    """
    if part.once.startswith(PREFIX):
        return
    for administrator in roles.administrators(tx):
        words = say(administrator.language, "delivery.undelivered", role=part.role_id, error=error)
        outbox.add(tx, administrator.id, f"{PREFIX}{part.once}:{administrator.id}", Message(words), now)
