"""Which updates were handled already: Telegram sends one again when it did not hear that it arrived."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert
from sqlmodel import col

from bot.store.engine import insert_new
from bot.store.tables import FailedUpdate, SeenUpdate, table

KEPT_SECONDS = 48 * 3600


def add(tx: Connection, bot: int, updates: Sequence[int], now: int) -> set[int]:
    """Note these updates; returns those not seen before. In order of ids, so that two writers cannot deadlock."""
    if not updates:
        return set()
    return insert_new(tx, table(SeenUpdate), "update_id", sorted(set(updates)), {"bot": bot, "at": now})


def purge(tx: Connection, now: int) -> None:
    """Forget updates that Telegram cannot send again."""
    tx.execute(delete(SeenUpdate).where(col(SeenUpdate.at) < now - KEPT_SECONDS))


def add_failed(tx: Connection, update: int, skeleton: str, traceback: str, now: int) -> None:
    """Keep what is known of an update that could not be handled: no words, no ids of people."""
    tx.execute(insert(FailedUpdate).values(update_id=update, skeleton=skeleton, traceback=traceback, at=now))
