"""Single-use invitations. Only the SHA-256 of a token is kept: who reads the database cannot use it."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update
from sqlmodel import col

from bot.store.roles import Kind
from bot.store.tables import Invitation


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation offers; `expires_at` in seconds since 1970."""

    kind: Kind
    language: str
    expires_at: int
    used: bool


def add(tx: Connection, token: str, kind: Kind, language: str, now: int, expires_at: int) -> None:
    values = {"kind": kind, "language": language, "made_at": now, "expires_at": expires_at}
    tx.execute(insert(Invitation).values(token_hash=_hash(token), **values))


def find(tx: Connection, token: str) -> Invited | None:
    columns = (col(Invitation.kind), col(Invitation.language), col(Invitation.expires_at), col(Invitation.used_at))
    row = tx.execute(select(*columns).where(col(Invitation.token_hash) == _hash(token))).first()
    if row is None:
        return None
    kind: Kind = "official" if row.kind == "official" else "administrator"
    return Invited(kind, row.language, row.expires_at, row.used_at is not None)


def use(tx: Connection, token: str, now: int) -> bool:
    """Mark it as used; False if somebody was faster."""
    unused = update(Invitation).where(col(Invitation.token_hash) == _hash(token), col(Invitation.used_at).is_(None))
    return tx.execute(unused.values(used_at=now)).rowcount == 1


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
