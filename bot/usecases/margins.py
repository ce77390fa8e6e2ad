"""The shares of adults that figures are weighted to: from the tables of seeds/ into the database, which every process reads."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.script.catalogue import Catalogue, Row
from bot.stats.disclosure import Benchmark
from bot.stats.margins import Level, Margin
from bot.store import meta

NAME: Final = "margins"
SOURCES: Final = "margin_sources"
TABLE: Final = "margins"
REGIONS: Final = "regions"


def margins(tx: Connection) -> tuple[Margin, ...]:
    """The margins that were kept; none before the bot ran once."""
    kept = meta.get(tx, NAME)
    return msgspec.json.decode(kept, type=tuple[Margin, ...]) if kept else ()


def benchmarks(tx: Connection) -> tuple[Benchmark, ...]:
    """Where the margins that were kept are from."""
    kept = meta.get(tx, SOURCES)
    return msgspec.json.decode(kept, type=tuple[Benchmark, ...]) if kept else ()


def keep(tx: Connection, lists: Catalogue) -> None:
    """Weight to the table of this catalogue from now on; frozen figures stay as they are."""
    for name, found in ((NAME, of(lists)), (SOURCES, sources(lists))):
        kept = msgspec.json.encode(found).decode()
        if meta.get(tx, name) != kept:
            meta.put(tx, name, kept)


def of(lists: Catalogue) -> tuple[Margin, ...]:
    """The margins of a catalogue, each with its levels in the order of the table."""
    if TABLE not in lists:
        return ()
    macros = {row.choice.code: row.choice.columns.get("macro", "") for row in lists[REGIONS].rows} if REGIONS in lists else {}
    rows = lists[TABLE].rows
    return tuple(Margin(name, _levels(some, macros)) for name, some in groupby(rows, lambda row: row.choice.columns["margin"]))


def sources(lists: Catalogue) -> tuple[Benchmark, ...]:
    """Where the margins of a catalogue are from."""
    table = lists[TABLE].rows if TABLE in lists else ()
    return tuple(_sources(name, tuple(some)) for name, some in groupby(table, lambda row: row.choice.columns["margin"]))


def _sources(name: str, some: tuple[Row, ...]) -> Benchmark:
    found = {column: tuple(sorted({row.provenance[column] for row in some})) for column in ("date", "source")}
    labels = {row.choice.columns["level"]: row.choice.label for row in some}
    estimated = sum(row.provenance["status"] == "estimate" for row in some)
    return Benchmark(name, labels, estimated, found["date"], found["source"])


def _levels(rows: Iterable[Row], macros: dict[str, str]) -> tuple[Level, ...]:
    return tuple(_level(row, macros) for row in rows)


def _level(row: Row, macros: dict[str, str]) -> Level:
    cells = row.choice.columns
    return Level(cells["level"], row.number("share_of_adults"), tuple(cells["codes"].split()), macros.get(cells["level"], ""))
