"""Which updates were handled already: Telegram sends one again when it did not hear that it arrived."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete
from sqlmodel import col

from bot.store.engine import inserting
from bot.store.tables import FailedUpdate, SeenUpdate

KEPT_SECONDS = 48 * 3600


def add(tx: Connection, bot: int, updates: Sequence[int], now: int) -> set[int]:
    """Note these updates; returns those not seen before. In order of ids, so that two writers cannot deadlock."""
    if not updates:
        return set()
    rows = [{"bot": bot, "update_id": update, "at": now} for update in sorted(set(updates))]
    return set(tx.execute(_add, rows).scalars())


def purge(tx: Connection, now: int) -> None:
    """Forget updates that Telegram cannot send again."""
    tx.execute(delete(SeenUpdate).where(col(SeenUpdate.at) < now - KEPT_SECONDS))


def add_failed(tx: Connection, update: int, skeleton: str, traceback: str, now: int) -> None:
    """Keep what is known of an update that could not be handled: no words, no ids of people."""
    tx.execute(inserting(FailedUpdate).values(update_id=update, skeleton=skeleton, traceback=traceback, at=now))


_add = inserting(SeenUpdate).on_conflict_do_nothing().returning(col(SeenUpdate.update_id))
