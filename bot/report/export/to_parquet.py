"""Parquet: one file for each table, with types, written in groups of rows. Needs pyarrow."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final

from bot.errors import ExportError
from bot.report.export.cells import words
from bot.report.export.column import Row, Table
from bot.report.export.files import Add, Job
from bot.report.export.to_csv import write_codebook

if TYPE_CHECKING:
    import pyarrow as pa

GROUP: Final = 50_000
"""Rows of a group: what is in memory at a time."""

MISSING: Final = 'Parquet needs pyarrow: pip install "nege[export]" (in the checkout: pip install -e ".[export]").'


@contextmanager
def writing(job: Job) -> Iterator[Add]:
    """One file for each table, and the codebook as CSV.

    Raises:
        ExportError: pyarrow is not installed.
    """
    try:
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise ExportError(MISSING) from None
    with ExitStack() as stack:
        groups = {}
        for table in job.tables:
            schema = _schema(table, job)
            file = ParquetWriter(job.path(f"{table.name}.parquet"), schema, compression="zstd")
            groups[table.name] = _Groups(stack.enter_context(file), schema)
        write_codebook(job)
        yield lambda name, rows: groups[name].add(rows)
        for group in groups.values():
            group.flush()


class _Groups:
    """Rows on their way into groups."""

    def __init__(self, file: Any, schema: "pa.Schema") -> None:
        self._file, self._schema, self._rows = file, schema, list[Row]()

    def add(self, rows: Sequence[Row]) -> None:
        self._rows += rows
        if len(self._rows) >= GROUP:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        cells = zip(*self._rows, strict=True) if self._rows else ((),) * len(self._schema)
        arrays = [pa.array(map(_clean, column), field.type) for column, field in zip(cells, self._schema, strict=True)]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()


def _schema(table: Table, job: Job) -> "pa.Schema":
    import pyarrow as pa

    types = {"text": pa.string(), "code": pa.string(), "mark": pa.int8(), "number": pa.float64()}
    fields = [
        pa.field(column.name, types[column.kind], metadata={"label": words(column.label.get(job.language, ""))})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"title": words(job.title)})


def _clean(cell: object) -> object:
    return words(cell) if isinstance(cell, str) else cell
