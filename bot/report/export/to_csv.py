"""CSV as Excel opens it in Kazakhstan: UTF-8 with a mark at the beginning, semicolons, a decimal comma, CRLF."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from bot.report.export.cells import plain
from bot.report.export.column import Row
from bot.report.export.files import Add, Job


@contextmanager
def writing(job: Job) -> Iterator[Add]:
    """One file for each table, and the codebook; rows are written as they come."""
    with ExitStack() as stack:
        writers = {}
        for table in job.tables:
            writers[table.name] = _writer(stack.enter_context(_opened(job.path(f"{table.name}.csv"))))
            _write(writers[table.name], [tuple(column.name for column in table.columns)])
        write_codebook(job)
        yield lambda name, rows: _write(writers[name], rows)


def write_codebook(job: Job) -> None:
    """`codebook.csv`, which also stands beside formats that have no room for three languages."""
    with _opened(job.path("codebook.csv")) as file:
        _write(_writer(file), job.explained)


def _opened(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8-sig", newline="")


def _writer(file: IO[str]) -> Any:
    return csv.writer(file, delimiter=";", lineterminator="\r\n")


def _write(writer: Any, rows: Iterable[Row] | Sequence[Row]) -> None:
    writer.writerows([plain(cell) for cell in row] for row in rows)
