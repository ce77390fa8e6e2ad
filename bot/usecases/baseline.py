"""Figures of others: from the table of seeds/ into the database, which every process reads."""

from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.report.baseline import Row
from bot.script.catalogue import Catalogue
from bot.script.catalogue import Row as Cells
from bot.store import meta
from bot.texts import LANGUAGES

NAME: Final = "baseline"
TABLE: Final = "baseline"


def baseline(tx: Connection) -> tuple[Row, ...]:
    """The rows that were kept; none before the bot ran once."""
    kept = meta.get(tx, NAME)
    return msgspec.json.decode(kept, type=tuple[Row, ...]) if kept else ()


def keep(tx: Connection, lists: Catalogue) -> None:
    """Show the rows of this catalogue from now on."""
    kept = msgspec.json.encode(of(lists)).decode()
    if meta.get(tx, NAME) != kept:
        meta.put(tx, NAME, kept)


def of(lists: Catalogue) -> tuple[Row, ...]:
    """The rows of a catalogue, in the order of the table."""
    return tuple(_row(row) for row in lists[TABLE].rows) if TABLE in lists else ()


def _row(row: Cells) -> Row:
    cells = row.choice.columns
    return Row(
        id=row.choice.code,
        year=int(row.number("year")),
        kind=cells["kind"],
        sign=cells.get("sign", ""),
        value=row.number("value"),
        unit=cells["unit"],
        label=row.choice.label,
        caution={language: cells.get(f"caution_{language}", "") for language in LANGUAGES},
        source=row.provenance["source"],
        date=row.provenance["date"],
        status=row.provenance["status"],
    )
