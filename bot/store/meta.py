"""Facts about the database itself.

`demo`: it holds made-up interviews. `link`: what an invitation's token is added to. `facts`: by which version of the code
that derives them the episodes and profiles were made.
"""

from sqlalchemy import Connection, select
from sqlmodel import col

from bot.store.engine import inserting
from bot.store.tables import Meta


def get(tx: Connection, name: str) -> str:
    """The fact, or an empty string."""
    return tx.execute(select(col(Meta.value)).where(col(Meta.name) == name)).scalar() or ""


def put(tx: Connection, name: str, value: str) -> None:
    row = inserting(tx.dialect.name, Meta).values(name=name, value=value)
    tx.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def demo(tx: Connection) -> bool:
    """Does this database hold made-up interviews? Then everything that is made from it must say so."""
    return get(tx, "demo") == "1"


def link(tx: Connection) -> str:
    """What an invitation's token is added to, empty before the bot ran once."""
    return get(tx, "link")
