"""Interviews and the people they belong to. A person is found by the keyed hash of the Telegram id, never by the id."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Update, and_, bindparam, delete, func, insert, select, update
from sqlmodel import col

from bot.interview.state import FINAL, Status
from bot.store.engine import among
from bot.store.tables import Contact, Erasure, Interview, Respondent, table


@dataclass(frozen=True, slots=True)
class Stored:
    """An interview as the database has it. `state` is empty when it is final, and `final_at` is set then."""

    id: int
    respondent: int
    revision: int
    wave: int
    language: str
    place: str
    state: str
    status: Status
    turn: int
    shown_message: int
    final_at: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A person who has been here: the respondent, and the newest interview. `reachable`: there is an address to write to."""

    respondent: int
    reachable: bool
    interview: Stored | None


@dataclass(frozen=True, slots=True)
class Unshown:
    """A final or open interview whose present turn does not stand in the chat yet."""

    interview: Stored
    address: bytes
    failures: int


class Held(NamedTuple):
    """That a person (the hash) has this interview; `opened_at` in seconds since 1970."""

    person: bytes
    respondent: int
    interview: int
    wave: int
    opened_at: int


_NAMES = (
    "id", "respondent_id", "revision_id", "wave", "language", "recruited_at", "state", "status", "turn", "shown_message_id",
    "final_at",
)  # fmt: skip
_COLUMNS = tuple(col(getattr(Interview, name)) for name in _NAMES)


def find(tx: Connection, hashes: Iterable[bytes]) -> dict[bytes, Known]:
    """The known among these people, each with the newest interview."""
    rows = tx.execute(_find(tx.dialect.name), {"hashes": list(hashes)})
    return {
        person: Known(respondent, bool(reachable), Stored(*row) if row[0] is not None else None)
        for person, respondent, reachable, *row in rows
    }


def rekey(tx: Connection, older: bytes, newest: bytes) -> None:
    """A person was found under an older key: from now on they are found under the newest."""
    tx.execute(update(Contact).where(col(Contact.person_hash) == older).values(person_hash=newest))


def erased(tx: Connection, hashes: Sequence[bytes], wave: int) -> bool:
    """Did this person (the hash under the newest key, then under older ones) have everything erased in this wave?

    A mark that was made under an older key is moved to the newest.
    """
    found = set(tx.execute(_erased, {"hashes": hashes, "wave": wave}).scalars())
    if found and hashes[0] not in found:
        older = next(each for each in hashes if each in found)
        of_wave = col(Erasure.person_hash) == older, col(Erasure.wave) == wave
        tx.execute(update(Erasure).where(*of_wave).values(person_hash=hashes[0]))
    return bool(found)


def people(tx: Connection, ids: Collection[int]) -> tuple[bytes, ...]:
    """The hashes of the people whom these interviews belong to: what has to be locked before the interviews change."""
    return tuple(tx.execute(_people(tx.dialect.name), {"ids": list(ids)}).scalars()) if ids else ()


def add_person(tx: Connection, person_hash: bytes, address: bytes) -> int:
    """A new respondent and contact; returns the respondent."""
    respondent = tx.execute(_add_respondent).scalar_one()
    row = {"person_hash": person_hash, "respondent_id": respondent, "address": address, "unreachable": False}
    tx.execute(_add_contact, row)
    return int(respondent or 0)


def reach(tx: Connection, respondent: int, address: bytes) -> None:
    """The person can be written to again: something is owed."""
    tx.execute(update(Contact).where(col(Contact.respondent_id) == respondent).values(address=address, unreachable=False))


def add(tx: Connection, stored: Stored, now: int, source: str = "") -> int:
    """A new interview, which came from this source; returns its id (`stored.id` is not looked at)."""
    values = dict(zip(_NAMES[1:], _values(stored)[1:], strict=True))
    begun = {"shown_turn": 0, "show_again_at": 0, "show_failures": 0, "flags": "", "opened_at": now, "changed_at": now}
    return int(tx.execute(_add, values | begun | {"source": source}).scalar_one() or 0)


def save(tx: Connection, changed: Sequence[tuple[Stored, str | None]], now: int) -> None:
    """Write changed interviews; the second value is the week in which one became final, else None."""
    rows = [
        {
            "the_id": stored.id,
            "state": stored.state,
            "status": stored.status,
            "language": stored.language,
            "turn": stored.turn,
            "shown_message_id": stored.shown_message,
            "week": week,
            "final_at": stored.final_at,
            "changed_at": now,
        }
        for stored, week in changed
    ]
    if rows:
        tx.execute(_save, rows)


def mark_shown(tx: Connection, marks: Sequence[tuple[int, int, int]]) -> None:
    """(interview, turn, message): this turn stands in the chat.

    Who belongs to a final interview is then owed nothing: the address goes, unless an invitation is wanted.
    """
    if not marks:
        return
    tx.execute(_mark, [{"the_id": mark[0], "the_turn": mark[1], "message": mark[2]} for mark in marks])
    tx.execute(_done(tx.dialect.name), {"ids": [mark[0] for mark in marks]})


def unshown(
    tx: Connection, now: int, settled_before: int, limit: int, *, among: Collection[int] | None = None
) -> tuple[Unshown, ...]:
    """Interviews (among these, if some are named) whose turn should be shown (again) now, oldest first."""
    found = (
        select(*_COLUMNS, col(Contact.address), col(Interview.show_failures))
        .join(Contact, col(Contact.respondent_id) == col(Interview.respondent_id))
        .where(
            col(Interview.shown_turn) < col(Interview.turn),
            col(Interview.changed_at) <= settled_before,
            col(Interview.show_again_at) <= now,
            col(Contact.address).is_not(None),
            col(Contact.unreachable).is_(False),
        )
        .order_by(col(Interview.changed_at))
        .limit(limit)
    )
    rows = tx.execute(found if among is None else found.where(col(Interview.id).in_(among)))
    return tuple(Unshown(Stored(*row[:-2]), row[-2], row[-1]) for row in rows)


def show_again(tx: Connection, pauses: Mapping[int, int], now: int) -> None:
    """Try these interviews again after so many seconds, if they are not marked as shown by then."""
    rows = [{"the_id": interview, "again": now + pause} for interview, pause in pauses.items()]
    if rows:
        tx.execute(_again, rows)


def stored(tx: Connection, ids: Collection[int]) -> tuple[Stored, ...]:
    """These interviews, in order of their ids."""
    rows = tx.execute(select(*_COLUMNS).where(col(Interview.id).in_(ids)).order_by(col(Interview.id))) if ids else ()
    return tuple(Stored(*row) for row in rows)


def on_its_way(tx: Connection, interview: int, until: int) -> None:
    """Somebody is showing this interview right now: nobody else need do it before this moment."""
    sooner = col(Interview.show_again_at) < until
    tx.execute(update(Interview).where(col(Interview.id) == interview, sooner).values(show_again_at=until))


def unmark(tx: Connection, interview: int, again: int) -> None:
    """The open question is asked anew: until it is marked as shown, the sweep may ask from this moment on."""
    found = update(Interview).where(col(Interview.id) == interview, col(Interview.shown_turn) >= col(Interview.turn))
    tx.execute(found.values(shown_turn=col(Interview.turn) - 1, show_again_at=again))


def unreachable(tx: Connection, interview: int) -> None:
    """The person blocked the bot: nothing is shown again, and the address is given up."""
    of = select(col(Interview.respondent_id)).where(col(Interview.id) == interview).scalar_subquery()
    tx.execute(update(Contact).where(col(Contact.respondent_id) == of).values(address=None, unreachable=True))


def never_consented(tx: Connection, before: int, *, among: Collection[int] | None = None) -> tuple[tuple[int, int], ...]:
    """Interviews (among these, if some are named), each with its respondent, opened before this moment and never agreed to."""
    found = select(*_COLUMNS[:2]).where(col(Interview.status) == "opened", col(Interview.opened_at) < before)
    rows = tx.execute(found if among is None else found.where(col(Interview.id).in_(among)))
    return tuple((interview, respondent) for interview, respondent in rows)


def interviews_of(tx: Connection, respondent: int) -> tuple[int, ...]:
    return tuple(tx.execute(select(col(Interview.id)).where(col(Interview.respondent_id) == respondent)).scalars())  # type: ignore[arg-type]


def delete_interview(tx: Connection, interview: int) -> None:
    tx.execute(delete(Interview).where(col(Interview.id) == interview))


def rest(tx: Connection, respondent: int) -> None:
    """Nothing is owed to this person: the address is given up."""
    tx.execute(update(Contact).where(col(Contact.respondent_id) == respondent).values(address=None))


def delete_person(tx: Connection, respondent: int) -> None:
    """The contact and the respondent; interviews must be gone before."""
    tx.execute(delete(Contact).where(col(Contact.respondent_id) == respondent))
    tx.execute(delete(Respondent).where(col(Respondent.id) == respondent))


def bar(tx: Connection, person_hash: bytes, wave: int, now: int) -> None:
    """No second interview of an erased person in this wave."""
    known = select(col(Erasure.wave)).where(col(Erasure.person_hash) == person_hash, col(Erasure.wave) == wave)
    if tx.execute(known).first() is None:
        tx.execute(insert(Erasure).values(person_hash=person_hash, wave=wave, at=now))


def unbar(tx: Connection, before: int) -> None:
    """Waves before this one bar nobody any more: their marks go."""
    tx.execute(delete(Erasure).where(col(Erasure.wave) < before))


def of_people(tx: Connection, hashes: Iterable[bytes]) -> tuple[Held, ...]:
    """Every interview of the people with these hashes."""
    return tuple(Held(*row) for row in tx.execute(_of_people(tx.dialect.name), {"hashes": list(hashes)}))


def _values(stored: Stored) -> tuple[object, ...]:
    return tuple(getattr(stored, name) for name in Stored.__dataclass_fields__)


# Statements are made once: building one takes longer than running it.


@cache
def _find(dialect: str) -> Select[*tuple[Any, ...]]:
    newest = select(func.max(col(Interview.id))).where(col(Interview.respondent_id) == col(Contact.respondent_id))
    joined = and_(
        col(Interview.respondent_id) == col(Contact.respondent_id),
        col(Interview.id) == newest.correlate(Contact).scalar_subquery(),
    )
    reachable = and_(col(Contact.address).is_not(None), col(Contact.unreachable).is_(False))
    columns: tuple[Any, ...] = (col(Contact.person_hash), col(Contact.respondent_id), reachable, *_COLUMNS)
    chosen = among(dialect, col(Contact.person_hash), "hashes")
    return select(*columns).select_from(Contact).outerjoin(Interview, joined).where(chosen)


@cache
def _people(dialect: str) -> Select[bytes]:
    joined = select(col(Contact.person_hash)).join(Interview, col(Interview.respondent_id) == col(Contact.respondent_id))
    return joined.where(among(dialect, col(Interview.id), "ids"))


@cache
def _of_people(dialect: str) -> Select[*tuple[Any, ...]]:
    columns: tuple[Any, ...] = (Contact.person_hash, Contact.respondent_id, Interview.id, Interview.wave, Interview.opened_at)
    joined = select(*columns).join(Interview, col(Interview.respondent_id) == col(Contact.respondent_id))
    return joined.where(among(dialect, col(Contact.person_hash), "hashes")).order_by(col(Interview.id))


@cache
def _done(dialect: str) -> Update:
    shown = select(col(Interview.respondent_id)).where(
        among(dialect, col(Interview.id), "ids"),
        col(Interview.status).in_(FINAL),
        col(Interview.shown_turn) >= col(Interview.turn),
    )
    done = update(Contact).where(col(Contact.respondent_id).in_(shown), col(Contact.opted_in_at).is_(None))
    return done.values(address=None)


_erased = select(col(Erasure.person_hash)).where(
    col(Erasure.person_hash).in_(bindparam("hashes", expanding=True)), col(Erasure.wave) == bindparam("wave")
)
# Of the tables themselves: an insert of a mapped class is made anew, slowly, each time it is executed.
_add_respondent = insert(table(Respondent)).returning(col(Respondent.id))
_add_contact = insert(table(Contact))
_add = insert(table(Interview)).returning(col(Interview.id))
_save = (
    update(Interview)
    .where(col(Interview.id) == bindparam("the_id"))
    .values(
        **{name: bindparam(name) for name in ("state", "status", "language", "turn", "shown_message_id", "changed_at")},
        week=func.coalesce(bindparam("week"), col(Interview.week)),
        final_at=func.coalesce(bindparam("final_at"), col(Interview.final_at)),
        show_again_at=0,
    )
)
_mark = (
    update(Interview)
    .where(col(Interview.id) == bindparam("the_id"), col(Interview.shown_turn) <= bindparam("the_turn"))
    .values(shown_turn=bindparam("the_turn"), shown_message_id=bindparam("message"), show_failures=0)
)
_again = (
    update(Interview)
    .where(col(Interview.id) == bindparam("the_id"))
    .values(show_again_at=bindparam("again"), show_failures=col(Interview.show_failures) + 1)
)
