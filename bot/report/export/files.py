"""What a writer gets: where, which tables, the codebook, and what the whole is called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot.report.export.codebook import HEADER
from bot.report.export.column import Row, Table

Add: TypeAlias = Callable[[str, Sequence[Row]], None]
"""`add(table, rows)`: write these rows below those that were added before."""


@dataclass(frozen=True, slots=True)
class Job:
    """One export on its way into files.

    `folder` is empty and the writer's own. `prefix` begins every file's name, `title` says what it is where a format has
    room for it, `language` is that of labels where there is room for one, `made_at` is in seconds since 1970.
    """

    folder: Path
    tables: tuple[Table, ...]
    codebook: Sequence[Row]
    title: str
    language: str
    made_at: int
    prefix: str = ""

    def path(self, name: str) -> Path:
        return self.folder / f"{self.prefix}{name}"

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)

    @property
    def explained(self) -> list[Row]:
        """The codebook with its header."""
        return [HEADER, *self.codebook]
