"""What people call the rows of a list in everyday words: `seeds/aliases.csv`, one alias a row."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.script import records
from bot.script.issue import Complaint, Mark, complain
from bot.texts import LANGUAGES

FILE: Final = "aliases.csv"
CODES: Final = ("alias_unknown", "alias_incomplete", "alias_twice")


@dataclass(frozen=True, slots=True)
class Alias:
    """`words` mean the row `row` of the list `listed`; `mark` is the place in the file."""

    listed: str
    row: str
    language: str
    words: str
    mark: Mark


def read(text: str) -> tuple[Alias, ...]:
    """The aliases of the file; columns list, row, language, alias. Those behind them say where each is from."""
    header, found = records.read(text)
    return tuple(_alias(dict(records.cells(header, record)), record) for record in found)


def complaints(aliases: Iterable[Alias], rows: Container[str]) -> Iterator[Complaint]:
    """Aliases of rows that are not there, without words or language, or said before in the same list."""
    seen: dict[str, Alias] = {}
    for alias in aliases:
        if alias.row not in rows:
            yield complain("alias_unknown", alias.mark, list=alias.listed, row=alias.row, alias=alias.words)
        if not alias.words or alias.language not in LANGUAGES:
            yield complain("alias_incomplete", alias.mark, row=alias.row, languages=", ".join(LANGUAGES))
        first = seen.setdefault(alias.words.casefold(), alias)
        if first is not alias:
            yield complain("alias_twice", alias.mark, alias=alias.words, row=first.row, line=first.mark.line)


def _alias(cells: dict[str, str], record: records.Record) -> Alias:
    mark = Mark(record.line, 1, f"seeds/{FILE}", record.text)
    listed, row, language, words = (cells.get(column, "") for column in ("list", "row", "language", "alias"))
    return Alias(listed, row, language, words, mark)
