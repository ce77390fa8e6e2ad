"""Many rows for the figures, as the driver gives them: SQLAlchemy's own rows would take as long again."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Select

CHUNK: Final = 2_000
"""Rows that are taken at once: few enough for the processor's own memory."""


def plainly(tx: Connection, statement: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    """The rows in chunks, as plain tuples. SQLite has no truth values: they come as 0 and 1."""
    compiled: Any = statement.compile(dialect=tx.dialect, compile_kwargs={"render_postcompile": True})
    connection: Any = tx.connection.driver_connection
    by_place = compiled.positiontup is not None
    values = [compiled.params[name] for name in compiled.positiontup] if by_place else compiled.params
    with _no_looking_for_cycles(), closing(connection.cursor(*(() if by_place else ("figures",)))) as cursor:
        cursor.execute(compiled.string, values)
        while rows := cursor.fetchmany(CHUNK):
            yield rows


@contextmanager
def _no_looking_for_cycles() -> Iterator[None]:
    """Rows are numbers and texts, which hold no others: to look through millions of them takes a tenth of the reading."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
