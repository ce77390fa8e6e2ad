"""A table as a spreadsheet saves it: commas, semicolons or tabs, quotes, a mark at the start, and each record with its line."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.script.source import LINE_END

BROKEN: Final = "\ufffd"
"""Stands for every byte that is no UTF-8: such a table can still be read, and complained about."""

_NO_UTF8: Final = re.compile("[\ud800-\udfff]")
_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its first line in the file (from 1), that line's text, and its trimmed cells."""

    line: int
    text: str
    cells: tuple[str, ...]


def read(text: str) -> tuple[tuple[str, ...], list[Record]]:
    """The header and the records below it; empty lines are left out."""
    text = _NO_UTF8.sub(BROKEN, text.removeprefix("\ufeff"))
    first, *rest = list(_records(text)) or [Record(1, "", ())]
    return tuple(cell.casefold() for cell in first.cells), rest


def cells(header: tuple[str, ...], record: Record) -> Mapping[str, str]:
    return dict(zip(header, record.cells, strict=False))


def _records(text: str) -> Iterator[Record]:
    lines = LINE_END.split(text)
    # Excel writes semicolons where a comma is the decimal sign, as in Kazakhstan.
    delimiter = max(",;\t", key=lines[0].count)
    reader = csv.reader([f"{line}\n" for line in lines], delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        found = next(reader, None)
        if found is None:
            return
        if any(cell.strip() for cell in found):
            yield Record(line, lines[line - 1] if line <= len(lines) else "", tuple(map(_cell, found)))


def number(cell: str) -> float:
    """The number of a cell, with a decimal comma, too, and with spaces between thousands. Raises ValueError if it is none."""
    return float("".join(cell.split()).replace(",", "."))


def _cell(written: str) -> str:
    """Trimmed. A day that a spreadsheet in Kazakhstan saved as 24.11.2026 is 2026-11-24 as before."""
    cell = written.strip()
    day = _DAY.fullmatch(cell)
    return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}" if day else cell
