"""Officials and administrators: a hash and a sealed address under keys of their own, never beside an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, insert, select, update
from sqlmodel import col

from bot.store.tables import Role

Kind = Literal["official", "administrator"]


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds: `address` is the sealed chat id, `language` the one of the invitation."""

    id: int
    kind: str
    language: str
    address: bytes
    unreachable: bool


def add(tx: Connection, kind: Kind, role_hash: bytes, address: bytes, language: str, now: int) -> int:
    """A new holder of a role; returns its id. Raises sqlalchemy.exc.IntegrityError if the person holds it already."""
    values = {"kind": kind, "role_hash": role_hash, "address": address, "language": language, "since_at": now}
    made: Any = tx.execute(insert(Role).values(**values, unreachable=False).returning(col(Role.id))).scalar_one()
    return int(made)


def renew(tx: Connection, role_id: int, address: bytes, language: str) -> None:
    """The holder is here again: reachable, in the language of the newest invitation."""
    values = {"address": address, "language": language, "unreachable": False}
    tx.execute(update(Role).where(col(Role.id) == role_id).values(**values))


def held(tx: Connection, role_hash: bytes) -> tuple[Held, ...]:
    """The roles of one person."""
    return _read(tx, _roles().where(col(Role.role_hash) == role_hash))


def found(tx: Connection, hashes: Sequence[bytes]) -> tuple[Held, ...]:
    """The roles of one person, by the hash under the newest key, then under older ones; moved to the newest on a hit."""
    for each in hashes:
        if roles := held(tx, each):
            if each != hashes[0]:
                tx.execute(update(Role).where(col(Role.role_hash) == each).values(role_hash=hashes[0]))
            return roles
    return ()


def get(tx: Connection, role_id: int) -> Held | None:
    return next(iter(_read(tx, _roles().where(col(Role.id) == role_id))), None)


def officials(tx: Connection) -> tuple[Held, ...]:
    """Everybody who is owed the weekly message and can be written to."""
    return _read(tx, _roles().where(col(Role.kind) == "official", col(Role.unreachable).is_(False)))


def administrators(tx: Connection) -> tuple[Held, ...]:
    """Everybody who is told of trouble and can be written to."""
    return _read(tx, _roles().where(col(Role.kind) == "administrator", col(Role.unreachable).is_(False)))


def _roles() -> Select[*tuple[Any, ...]]:
    columns: tuple[Any, ...] = (Role.id, Role.kind, Role.language, Role.address, Role.unreachable)
    return select(*columns)


def _read(tx: Connection, query: Select[*tuple[Any, ...]]) -> tuple[Held, ...]:
    return tuple(Held(*row) for row in tx.execute(query.order_by(col(Role.id))))
