"""Sealed addresses of people and of roles, for whoever seals them again under another key."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select, update
from sqlmodel import col

from bot.store.engine import lock
from bot.store.tables import Contact, Role

Where = Literal["people", "roles"]

_PLACES: dict[str, tuple[Any, Any, Any]] = {
    "people": (Contact, col(Contact.respondent_id), col(Contact.person_hash)),
    "roles": (Role, col(Role.id), col(Role.role_hash)),
}


@dataclass(frozen=True, slots=True)
class Sealed:
    """An address as it is kept; `id` is the respondent's or the role's."""

    id: int
    address: bytes


def after(tx: Connection, where: Where, last: int, limit: int) -> tuple[Sealed, ...]:
    """The next addresses in order of ids; nobody else changes these people until the end of the transaction."""
    table, number, hashed = _PLACES[where]
    found = select(number, col(table.address), hashed).where(col(table.address).is_not(None), number > last)
    rows = tx.execute(found.order_by(number).limit(limit)).all()
    lock(tx, [row[2] for row in rows])
    return tuple(Sealed(row[0], row[1]) for row in rows)


def replace(tx: Connection, where: Where, sealed: Sealed, address: bytes) -> bool:
    """Keep the address sealed in another way; False if it was given up or renewed since it was read."""
    table, number, _ = _PLACES[where]
    same = (number == sealed.id, col(table.address) == sealed.address)
    return tx.execute(update(table).where(*same).values(address=address)).rowcount == 1
