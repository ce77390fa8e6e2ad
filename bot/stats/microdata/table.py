"""A CSV table whose every mistake is said with its file, its line and what to do."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import NegeError


class TableError(NegeError):
    """A table cannot be used: correct the line that is named."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}, line {line}: {what}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its cells by column, without blanks around them."""

    file: str
    line: int
    cells: dict[str, str]

    def wrong(self, what: str) -> TableError:
        """The error to raise about this line."""
        return TableError(self.file, self.line, what)

    def number(self, column: str, *, most: int | None = None) -> int | None:
        """The whole number from 0 (to `most`) in a cell, None if it is empty; raises TableError."""
        cell = self.cells[column]
        if not cell:
            return None
        if not cell.isascii() or not cell.isdigit() or (most is not None and int(cell) > most):
            wanted = f"a whole number from 0 to {most}" if most is not None else "a whole number from 0"
            raise self.wrong(f"{column} is {cell!r}: write {wanted}, or leave it empty if it is not known.")
        return int(cell)

    def share(self, column: str) -> float:
        """The number above 0 in a cell; raises TableError."""
        cell = self.cells[column]
        try:
            found = float(cell)
        except ValueError:
            found = 0.0
        if not 0 < found < float("inf"):
            raise self.wrong(f"{column} is {cell!r}: write a number above 0.")
        return found


def table(text: str, file: str, wanted: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a CSV text (commas, a head line); raises TableError if a wanted column is missing or a line is broken."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        _check_head(file, head, wanted)
        return tuple(_row(file, reader.line_num, head, cells) for cells in reader if any(cells))
    except csv.Error as error:
        raise TableError(file, reader.line_num, f"this is no line of CSV ({error}): look for quotes without an end.") from None


def _check_head(file: str, head: Sequence[str], wanted: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in head]
    if missing:
        found = ", ".join(head) or "nothing"
        remedy = "Name it in the first line; columns are parted by commas."
        raise TableError(file, 1, f"no column {', '.join(missing)}; found {found}. {remedy}")
    twice = sorted({name for name in head if head.count(name) > 1})
    if twice:
        raise TableError(file, 1, f"the column {', '.join(twice)} stands twice: remove one.")


def _row(file: str, line: int, head: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(head):
        raise TableError(file, line, f"{len(cells)} cells under {len(head)} columns: add or remove a comma.")
    return Row(file, line, {name: cell.strip() for name, cell in zip(head, cells, strict=True)})
