"""A document as values: headings, paragraphs, lists and tables, which become plain text here and a web page elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final, TypeAlias, assert_never

WIDTH: Final = 100
"""Columns of a terminal. A table that is wider becomes a record for each row."""

GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class Heading:
    """`anchor` is its name in an address, the same in every language."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list without an order."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first cell of each row names the row, the others stand under `head`."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """`language` is that of every sentence in it."""

    title: str
    language: str
    blocks: tuple[Block, ...]


def plain(document: Document, width: int = WIDTH) -> str:
    """The document as text for a terminal; tables up to this width stay tables."""
    lines = [document.title, "=" * len(document.title)]
    for block in document.blocks:
        lines += ["", *_lines(block, width)]
    return "\n".join(lines)


def _lines(block: Block, width: int) -> list[str]:
    match block:
        case Heading(text, _):
            return [text, "-" * len(text)]
        case Paragraph(text):
            return [line for part in text.splitlines() for line in wrap(part, WIDTH) or [""]]
        case Items(texts):
            return [line for text in texts for line in wrap(text, WIDTH, initial_indent="* ", subsequent_indent="  ")]
        case Grid():
            return [*wrap(block.caption, WIDTH), *_table(block, width)]
        case _:
            assert_never(block)


def _table(grid: Grid, width: int) -> Iterator[str]:
    rows = (grid.head, *grid.rows)
    widths = [max(len(row[column]) for row in rows) for column in range(len(grid.head))]
    if sum(widths) + len(GAP) * len(widths) > width:
        for row in grid.rows:
            yield from _record(grid.head, row)
        return
    for row in rows:
        yield (GAP + GAP.join(_cell(place, cell, widths[place]) for place, cell in enumerate(row))).rstrip()


def _cell(place: int, cell: str, width: int) -> str:
    return cell.rjust(width) if place else cell.ljust(width)


def _record(head: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    if len(row) == 2:
        yield from wrap(f"{row[0]}: {row[1]}", WIDTH, initial_indent=GAP, subsequent_indent=GAP * 2)
        return
    yield from wrap(row[0], WIDTH, initial_indent=GAP, subsequent_indent=GAP * 2)
    for name, cell in zip(head[1:], row[1:], strict=True):
        if cell:
            yield from wrap(f"{name}: {cell}", WIDTH, initial_indent=GAP * 2, subsequent_indent=GAP * 3)
