"""An Excel workbook: a sheet for each table, and the codebook first. Words are written as words, never as formulas or links."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from bot.errors import ExportError
from bot.report.export.cells import words
from bot.report.export.codebook import HEADER
from bot.report.export.column import Row
from bot.report.export.files import Add, Job
from bot.texts import LANGUAGES

ROWS: Final = 1_048_576
"""As many rows as a sheet has, with its header."""

TOO_MANY: Final = f"A sheet of Excel has {ROWS:,} rows, and these are more: name fewer weeks, or take csv or parquet."

LETTERS: Final = 32_767
"""As many letters as a cell has."""

WIDE, NARROW = 45, 15
"""Widths of columns, in digits."""

_LANGUAGES: Final = tuple(f"_{language}" for language in LANGUAGES)
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}


@contextmanager
def writing(job: Job) -> Iterator[Add]:
    """One file; rows are written as they come.

    Raises:
        ExportError: a table has more rows than a sheet.
    """
    with xlsxwriter.Workbook(str(job.path("nege.xlsx")), _OPTIONS) as book:
        book.set_properties({"title": words(job.title), "created": datetime.fromtimestamp(job.made_at, UTC)})
        # With a quote before it, which nobody sees, a cell stays words even when somebody opens and closes it.
        style = book.add_format({"quote_prefix": True, "num_format": "@"})
        wrapped = book.add_format({"quote_prefix": True, "num_format": "@", "text_wrap": True, "valign": "top"})
        _Sheet(book.add_worksheet("codebook"), wrapped, HEADER).add(job.codebook)
        sheets = {
            table.name: _Sheet(book.add_worksheet(table.name), style, [column.name for column in table.columns])
            for table in job.tables
        }
        yield lambda name, rows: sheets[name].add(rows)


class _Sheet:
    """Rows below a header that stays in sight; columns with sentences in a language are wide."""

    def __init__(self, sheet: Any, style: Any, header: Sequence[str]) -> None:
        self._sheet, self._style, self._next = sheet, style, 0
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(header):
            sheet.set_column(place, place, WIDE if name.endswith(_LANGUAGES) else NARROW)
        self.add([tuple(header)])

    def add(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if self._next >= ROWS:
                raise ExportError(TOO_MANY)
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    self._sheet.write_string(self._next, place, words(cell)[:LETTERS], self._style)
                elif cell is not None:
                    self._sheet.write_number(self._next, place, cell)
            self._next += 1
