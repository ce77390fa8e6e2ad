"""The codebook: what each column and each code means, in Kazakh, Russian and English, for people who have nothing but Excel."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.report.export.asked import sentence
from bot.report.export.column import Cell, Column, Row, Table, Value
from bot.script.model import Text
from bot.texts import LANGUAGES

HEADER: Final = (
    "table", "column", "kind", "code", "number",
    *(f"label_{language}" for language in LANGUAGES),
    "retired", "reworded", "revisions", "catalogue", "question",
    *(f"asked_{language}" for language in LANGUAGES),
    *(f"who_was_asked_{language}" for language in LANGUAGES),
)  # fmt: skip
"""The columns of the codebook; one row for each column of a table, and below it one for each of its codes."""

_NOTES: Final = ("who", "names", "person", "services", "tests", "empty", "order", "marks", "reasons", "retired", "sample")
_FULL: Final = ("who", "names", "full", "tests", "empty", "order", "marks", "reasons", "retired", "sample")


@dataclass(frozen=True, slots=True)
class About:
    """One export as a whole: what, whose, when. `series` is empty where pseudonyms are good for this export only."""

    survey: str
    weeks: str
    series: str
    full: bool
    demo: bool


def codebook(tables: Sequence[Table], about: About) -> list[Row]:
    """The rows below HEADER: first some sentences about the export, then every column and code."""
    return [*_about(about), *(row for table in tables for column in table.columns for row in _column(table.name, column))]


def _about(about: About) -> Iterator[Row]:
    for text in _sentences(about):
        yield _row({"table": "about", **_in_languages("label", text)})


def _sentences(about: About) -> Iterator[Text]:
    if about.demo:
        yield sentence("stats.demo")
    yield sentence("export.about.what", survey=about.survey, weeks=about.weeks)
    yield sentence("export.about.series" if about.series else "export.about.once", series=about.series)
    for note in _FULL if about.full else _NOTES:
        yield sentence(f"export.about.{note}")


def _column(table: str, column: Column) -> Iterator[Row]:
    value = column.value
    yield _row(
        {
            "table": table,
            "column": column.name,
            "kind": column.kind,
            "code": value.code if value else None,
            **_in_languages("label", column.label),
            "retired": _yes(is_so=column.retired),
            "reworded": _yes(is_so=value.reworded if value else False),
            "revisions": _spans(column.revisions),
            "catalogue": value.group if value else None,
            "question": ", ".join(column.questions),
            **_in_languages("asked", column.ask or {}),
            **_in_languages("who_was_asked", column.base or {}),
        }
    )
    for code in column.values:
        yield _code(table, column, code)


def _code(table: str, column: Column, value: Value) -> Row:
    return _row(
        {
            "table": table,
            "column": column.name,
            "kind": "value",
            "code": value.code,
            "number": value.number,
            **_in_languages("label", value.label),
            "retired": _yes(is_so=value.retired),
            "reworded": _yes(is_so=value.reworded),
            "revisions": _spans(value.revisions),
            "catalogue": value.group,
        }
    )


def _row(cells: dict[str, Cell]) -> Row:
    return tuple(cells.get(name) or None for name in HEADER)


def _in_languages(column: str, text: Text) -> dict[str, Cell]:
    return {f"{column}_{language}": text.get(language) for language in LANGUAGES}


def _yes(*, is_so: bool) -> Cell:
    return "yes" if is_so else None


def _spans(numbers: Iterable[int]) -> str:
    """`1–3, 5` for 1, 2, 3, 5."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)
