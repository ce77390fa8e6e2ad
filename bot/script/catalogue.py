"""The tables of seeds/ as lists of choices, each row with its line in the file and where it is from.

A column `fix` joins the row of the same id in `fixes.csv`: its cells come along as `fix_…` (fix_label_kk, fix_do_ru), and its
remedy stands in for an own remedy that is empty. A column `category` joins `categories.csv` in the same way, and `aliases.csv`
gives rows other names.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

import msgspec

from bot.errors import ScriptError
from bot.message import LABEL_CHARS
from bot.script import aliases, records
from bot.script.aliases import Alias
from bot.script.issue import Complaint, Mark, complain
from bot.script.model import Choice, Text
from bot.texts import LANGUAGES

PROVENANCE: Final = ("date", "source", "status", "checked_on")
JOINED: Final = {"fix": "fixes", "category": "categories"}
"""Columns whose cells are ids of another table: their row's cells come along."""

STALE_DAYS: Final = 365

NUMBERS: Final = {"margins": ("share_of_adults",), "baseline": ("year", "value")}
"""Columns that figures count with."""

VALUES: Final = {"services": {"online": ("yes", "partly", "no", ""), "at_csc": ("yes", "no", "check", "")}}
"""What a cell may say where figures depend on it; anything else would be counted as not known."""

_TEXTS: Final = ("label", "name", "remedy")
_FLAGS: Final = ("only", "typed")
_OWN: Final = frozenset(
    {"id", "note", *PROVENANCE, *_FLAGS, *(f"{text}_{language}" for text in _TEXTS for language in LANGUAGES)},
)
"""Columns with a place of their own; a note is for those who keep the table. All others are cells of the choice."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its choice, its first line in the file (from 1) and that line's text, and where it is from."""

    choice: Choice
    line: int
    text: str
    provenance: Mapping[str, str]
    whole: bool = True
    """It has as many cells as the header."""

    def mark(self, file: str) -> Mark:
        return Mark(self.line, 1, file, self.text)

    def number(self, column: str) -> float:
        """Raises ScriptError if the cell is no number."""
        cell = self.choice.columns.get(column, "")
        try:
            return records.number(cell)
        except ValueError:
            raise ScriptError(f"In the row {self.choice.code!r} of a table, {column} is no number: {cell!r}.") from None


@dataclass(frozen=True, slots=True)
class Seed:
    """One list. `file` names it in complaints; `columns` are those that conditions can read."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    aliases: tuple[Alias, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(row.choice for row in self.rows)


Catalogue: TypeAlias = Mapping[str, Seed]
"""Every list by its name: services, channels, reasons …"""


def read(files: Mapping[str, str]) -> Catalogue:
    """The catalogue of these files: name ("services.csv") to CSV text. Files without labels are no lists and are left out.

    What is wrong in a table is said by `complaints`, and by the rules of the scripts that use it.
    """
    found = (_seed(name, text) for name, text in sorted(files.items()))
    seeds = {seed.name: seed for seed in found if seed is not None}
    for column, other in JOINED.items():
        others = {row.choice.code: row.choice for row in seeds[other].rows} if other in seeds else {}
        seeds = {name: _joined(seed, column, others) for name, seed in seeds.items()}
    return _named(seeds, aliases.read(files.get(aliases.FILE, "")))


def complaints(seed: Seed, today: date) -> Iterator[Complaint]:
    """What is wrong with a table by itself: rows that nobody has looked at for a year, or that lack cells, and the like."""
    broken = next((row for row in seed.rows if records.BROKEN in row.text), None)
    if broken:
        # One for all: in another encoding every row is wrong, and nothing else that it says can be trusted.
        yield complain("not_utf8", broken.mark(seed.file))
        return
    seen: set[str] = set()
    for row in seed.rows:
        for code, values in (*_faults(row, seen), *_age(row, today), *_cells(seed.name, row)):
            yield complain(code, row.mark(seed.file), row=row.choice.code, **values)
        seen.add(row.choice.code)
    yield from aliases.complaints(seed.aliases, seen)


_Fault: TypeAlias = tuple[str, dict[str, str]]


def _faults(row: Row, seen: Container[str]) -> Iterator[_Fault]:
    if not row.whole:
        yield "seed_cells", {}
    labels = [f"label_{language}" for language in LANGUAGES if language not in row.choice.label]
    missing = labels + [column for column in PROVENANCE if not row.provenance[column]]
    if missing:
        yield "seed_incomplete", {"columns": ", ".join(missing)}
    long = next((label for label in row.choice.label.values() if len(label) > LABEL_CHARS), "")
    if long:
        yield "seed_long_label", {"label": long, "limit": str(LABEL_CHARS)}
    if row.choice.code in seen:
        yield "seed_duplicate", {}


def _cells(name: str, row: Row) -> Iterator[_Fault]:
    cells = row.choice.columns
    for column in NUMBERS.get(name, ()):
        try:
            records.number(cells.get(column, ""))
        except ValueError:
            yield "seed_number", {"column": column, "value": cells.get(column, "")}
    for column, known in VALUES.get(name, {}).items():
        value = cells.get(column, "")
        if value not in known:
            yield "seed_value", {"column": column, "value": value, "known": ", ".join(filter(None, known))}


def _age(row: Row, today: date) -> Iterator[_Fault]:
    checked = row.provenance["checked_on"]
    try:
        days = (today - date.fromisoformat(checked)).days if checked else 0
    except ValueError:
        yield "seed_date", {"value": checked}
        return
    if days > STALE_DAYS:
        yield "seed_old", {"date": checked}


def _seed(file: str, text: str) -> Seed | None:
    header, found = records.read(text)
    if "id" not in header or not {f"label_{language}" for language in LANGUAGES} & set(header):
        return None
    rows = tuple(_row(header, record) for record in found)
    columns = tuple(name for name in header if name and name not in _OWN)
    return Seed(file.removesuffix(".csv"), f"seeds/{file}", columns, rows)


def _row(header: tuple[str, ...], record: records.Record) -> Row:
    cells = records.cells(header, record)
    label, name, remedy = (_text(cells, which) for which in _TEXTS)
    choice = Choice(
        code=cells.get("id", ""),
        label=label,
        name=name,
        only=_flag(cells, "only"),
        typed=_flag(cells, "typed"),
        columns={column: cell for column, cell in cells.items() if column and column not in _OWN},
        remedy=remedy,
    )
    provenance = {column: cells.get(column, "") for column in PROVENANCE}
    return Row(choice, record.line, record.text, provenance, whole=len(record.cells) == len(header))


def _text(cells: Mapping[str, str], which: str) -> Text:
    return {language: cell for language in LANGUAGES if (cell := cells.get(f"{which}_{language}", ""))}


def _flag(cells: Mapping[str, str], column: str) -> bool:
    return cells.get(column, "").casefold() in {"yes", "true", "1"}


def _joined(seed: Seed, column: str, others: Mapping[str, Choice]) -> Seed:
    if column not in seed.columns:
        return seed
    rows = (replace(row, choice=_with(row.choice, column, others.get(row.choice.columns.get(column, "")))) for row in seed.rows)
    return replace(seed, rows=tuple(rows))


def _with(choice: Choice, column: str, other: Choice | None) -> Choice:
    if other is None:
        return choice
    cells = {f"label_{language}": label for language, label in other.label.items()} | other.columns
    columns = choice.columns | {f"{column}_{name}": cell for name, cell in cells.items()}
    return msgspec.structs.replace(choice, columns=columns, remedy=choice.remedy or other.remedy)


def _named(seeds: Mapping[str, Seed], found: tuple[Alias, ...]) -> Catalogue:
    """Aliases beside their rows. Those of a list that is not there stand alone, so that they can be complained about."""
    of_lists: defaultdict[str, list[Alias]] = defaultdict(list)
    for alias in found:
        of_lists[alias.listed if alias.listed in seeds else ""].append(alias)
    named = {name: _called(seed, tuple(of_lists[name])) for name, seed in seeds.items()}
    strays = tuple(of_lists[""])
    return named | ({"aliases": Seed("aliases", f"seeds/{aliases.FILE}", (), (), strays)} if strays else {})


def _called(seed: Seed, found: tuple[Alias, ...]) -> Seed:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for alias in found:
        words[alias.row] += [alias.words] if alias.words else []
    rows = (replace(row, choice=msgspec.structs.replace(row.choice, also=tuple(words[row.choice.code]))) for row in seed.rows)
    return replace(seed, rows=tuple(rows), aliases=found)


def cells(choices: Iterable[Choice], column: str) -> frozenset[str]:
    """Every value that a column has in these choices; an empty cell is a value too."""
    return frozenset(choice.columns.get(column, "") for choice in choices)
