"""Answers: one row for each question of an interview, and inside a group for each item."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Select, delete, select
from sqlmodel import col

from bot.interview.state import Answer as Given
from bot.interview.state import Slot
from bot.store.engine import Insert, among, inserting
from bot.store.tables import Answer, table

_KEY = ("interview_id", "question", "item")


def keep(tx: Connection, given: Iterable[tuple[int, Given]]) -> None:
    """Store answers of interviews; one in the same place is replaced. The last of several for one place wins."""
    rows = {(row["interview_id"], row["question"], row["item"]): row for row in (_row(*pair) for pair in given)}
    if rows:
        tx.execute(_upsert(tx.dialect.name), [rows[key] for key in sorted(rows)])


def read(tx: Connection, interview: int) -> tuple[Given, ...]:
    """All answers of one interview, withdrawn ones too, in the order in which they were given."""
    rows = tx.execute(
        select(Answer.__table__)  # type: ignore[attr-defined]
        .where(col(Answer.interview_id) == interview)
        .order_by(col(Answer.answered_at), col(Answer.question), col(Answer.item))
    )
    return tuple(given(row) for row in rows.mappings())


def of(tx: Connection, interviews: Sequence[int]) -> dict[int, tuple[Given, ...]]:
    """The answers of these interviews, as `read` gives them; who gave none is not there."""
    found: dict[int, list[Given]] = {}
    for row in tx.execute(_of(tx.dialect.name), {"ids": list(interviews)}).mappings():
        found.setdefault(row["interview_id"], []).append(given(row))
    return {interview: tuple(told) for interview, told in found.items()}


def erase(tx: Connection, interview: int) -> None:
    tx.execute(delete(Answer).where(col(Answer.interview_id) == interview))


def _row(interview: int, given: Given) -> dict[str, object]:
    value = list(given.codes) if given.codes else given.number
    return {
        "interview_id": interview,
        "question": given.slot.question,
        "item": given.slot.item,
        "value": msgspec.json.encode(value).decode(),
        "text": given.text,
        "language": given.language,
        "answered_at": given.at,
        "changes": given.changes,
        "withdrawn": given.withdrawn,
    }


def given(row: RowMapping) -> Given:
    """The answer of one row."""
    value = msgspec.json.decode(row["value"])
    codes = tuple(value) if isinstance(value, list) else ()
    number = float(value) if isinstance(value, int | float) else None
    slot = Slot(row["question"], row["item"])
    return Given(
        slot, codes, number, row["text"], row["language"], row["answered_at"], row["changes"], withdrawn=row["withdrawn"]
    )


@cache
def _of(dialect: str) -> Select[*tuple[Any, ...]]:
    chosen = select(table(Answer)).where(among(dialect, col(Answer.interview_id), "ids"))
    return chosen.order_by(col(Answer.answered_at), col(Answer.question), col(Answer.item))


@cache
def _upsert(dialect: str) -> Insert:
    insert = inserting(dialect, table(Answer))
    replaced = {name: insert.excluded[name] for name in ("value", "text", "language", "answered_at", "changes", "withdrawn")}
    return insert.on_conflict_do_update(index_elements=list(_KEY), set_=replaced)
