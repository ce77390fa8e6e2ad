"""SPSS: one .sav file for each table, codes as numbers with labels in one language; the codebook has the others, as CSV."""

import struct
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import BinaryIO, Final

from bot.report.export import sav
from bot.report.export.cells import words
from bot.report.export.column import Cell, Column, Row, Table
from bot.report.export.files import Add, Job
from bot.report.export.to_csv import write_codebook
from bot.texts import say

WIDTHS: Final = {"words": sav.WIDEST}
"""Bytes of a text; others are ids, codes, weeks and pseudonyms."""

_WIDTH = 32


@contextmanager
def writing(job: Job) -> Iterator[Add]:
    """One file for each table, and the codebook as CSV; rows are written as they come. Typed words end after 255 bytes."""
    with ExitStack() as stack:
        files = {}
        for table in job.tables:
            opened = stack.enter_context(job.path(f"{table.name}.sav").open("wb"))
            files[table.name] = _File(opened, table, job)
        write_codebook(job)
        yield lambda name, rows: files[name].add(rows)
        for file in files.values():
            file.finish()


class _File:
    def __init__(self, file: BinaryIO, table: Table, job: Job) -> None:
        self._file, self._columns, self._cases = file, table.columns, 0
        self._numbers = [{value.code: value.number for value in column.values} for column in table.columns]
        variables = [_variable(column, job.language) for column in table.columns]
        self._widths = [variable.width for variable in variables]
        file.write(sav.dictionary(variables, words(job.title), datetime.fromtimestamp(job.made_at, UTC)))

    def add(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._file.write(b"".join(self._cell(place, cell) for place, cell in enumerate(row)))
        self._cases += len(rows)

    def finish(self) -> None:
        self._file.seek(sav.CASES_AT)
        self._file.write(struct.pack("<i", self._cases))

    def _cell(self, place: int, cell: Cell) -> bytes:
        width = self._widths[place]
        if width:
            return sav.text(words(str(cell or "")), width)
        return sav.number(self._numbers[place].get(cell) if isinstance(cell, str) else cell)


def _variable(column: Column, language: str) -> sav.Variable:
    width = WIDTHS.get(column.name, _WIDTH) if column.kind == "text" else 0
    label = words(column.label.get(language, ""))
    return sav.Variable(column.name, label, width, _labels(column, language), scale=column.kind == "number")


def _labels(column: Column, language: str) -> dict[int, str]:
    if column.kind == "mark":
        return {0: say(language, "chat.no"), 1: say(language, "chat.yes")}
    return {value.number: words(value.label.get(language) or value.code) for value in column.values}
