"""A table as a spreadsheet saves it: commas or semicolons, quotes, a mark at the start, and each record with its line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.script.source import LINE_END


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its first line in the file (from 1), that line's text, and its trimmed cells."""

    line: int
    text: str
    cells: tuple[str, ...]


def read(text: str) -> tuple[tuple[str, ...], list[Record]]:
    """The header and the records below it; empty lines are left out."""
    first, *rest = list(_records(text.removeprefix("\ufeff"))) or [Record(1, "", ())]
    return first.cells, rest


def cells(header: tuple[str, ...], record: Record) -> Mapping[str, str]:
    return dict(zip(header, record.cells, strict=False))


def _records(text: str) -> Iterator[Record]:
    lines = LINE_END.split(text)
    # Excel writes semicolons where a comma is the decimal sign, as in Kazakhstan.
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.reader([f"{line}\n" for line in lines], delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        found = next(reader, None)
        if found is None:
            return
        if any(cell.strip() for cell in found):
            yield Record(line, lines[line - 1] if line <= len(lines) else "", tuple(cell.strip() for cell in found))
