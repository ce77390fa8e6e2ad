"""Published scripts. A revision never changes; interviews are pinned to one; the open one is for new interviews."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlmodel import col

from bot.script.model import Script
from bot.store.engine import exclusively
from bot.store.tables import Revision


@dataclass(frozen=True, slots=True)
class Published:
    """One revision. `hash` covers the whole script with all its lists; `at` is in seconds since 1970."""

    id: int
    survey: str
    number: int
    hash: str
    at: int
    open: bool


def publish(tx: Connection, script: Script, now: int, *, open_: bool) -> tuple[Published, bool]:
    """Keep a script as a new revision, unless the same is there already; returns the revision and whether it is new.

    With `open_` it becomes the one open revision of the one open survey.
    """
    exclusively(tx, "revisions")
    document = msgspec.json.encode(script, order="deterministic")
    digest = sha256(document).hexdigest()
    known = _find(tx, col(Revision.hash) == digest)
    if known is None:
        last = tx.execute(select(func.max(col(Revision.number))).where(col(Revision.survey) == script.survey)).scalar() or 0
        row = {"survey": script.survey, "number": last + 1, "hash": digest, "document": document.decode(), "published_at": now}
        tx.execute(insert(Revision).values(**row, open=False))
    if open_:
        tx.execute(update(Revision).values(open=col(Revision.hash) == digest))
    found = _find(tx, col(Revision.hash) == digest)
    assert found is not None  # noqa: S101 - it was inserted above
    return found, known is None


def listed(tx: Connection) -> tuple[Published, ...]:
    """Every revision, by survey and number."""
    rows = tx.execute(select(*_COLUMNS).order_by(col(Revision.survey), col(Revision.number)))
    return tuple(Published(*row) for row in rows)


def opened(tx: Connection) -> Published | None:
    """The revision that new interviews use."""
    row = tx.execute(_opened).first()
    return Published(*row) if row else None


def by_id(tx: Connection, ids: set[int]) -> Mapping[int, Script]:
    """The scripts of these revisions. Decoded once per process: revisions never change."""
    rows = tx.execute(_hashes, {"ids": list(ids)}) if ids else ()
    return {number or 0: _remembered(tx, digest) for number, digest in rows}


def scripts(tx: Connection) -> tuple[Script, ...]:
    """Every revision's script, newest first: where labels of codes are looked up."""
    hashes = tx.execute(select(col(Revision.hash)).order_by(col(Revision.id).desc())).scalars().all()
    return tuple(_remembered(tx, digest) for digest in hashes)


_COLUMNS = tuple(col(getattr(Revision, name)) for name in ("id", "survey", "number", "hash", "published_at", "open"))
_hashes = select(col(Revision.id), col(Revision.hash)).where(col(Revision.id).in_(bindparam("ids", expanding=True)))
_opened = select(*_COLUMNS).where(col(Revision.open).is_(True))
_decoded: dict[str, Script] = {}


def _remembered(tx: Connection, digest: str) -> Script:
    if digest not in _decoded:
        document = tx.execute(select(col(Revision.document)).where(col(Revision.hash) == digest)).scalar_one()
        _decoded[digest] = msgspec.json.decode(document, type=Script)
    return _decoded[digest]


def _find(tx: Connection, condition: object) -> Published | None:
    row = tx.execute(select(*_COLUMNS).where(condition)).first()  # type: ignore[arg-type]
    return Published(*row) if row else None
