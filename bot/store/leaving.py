"""Who was asked whether everything should be erased, after the interview ended: its state is gone, so a column remembers."""

from sqlalchemy import Connection, true, update
from sqlmodel import col

from bot.store.tables import Interview


def asked(tx: Connection, interview: int) -> None:
    """What the person says next decides."""
    tx.execute(update(Interview).where(col(Interview.id) == interview).values(leaving=True))


def deciding(tx: Connection, interview: int) -> bool:
    """Was the person asked just before? Answered once: whatever they do now, they are not asked any more."""
    waiting = update(Interview).where(col(Interview.id) == interview, col(Interview.leaving) == true())
    return tx.execute(waiting.values(leaving=False)).rowcount == 1
