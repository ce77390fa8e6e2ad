"""The card on a desk: the question of the survey, a QR code, the link in letters, and that nobody has to take part. A6."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import segno

from bot.report.pictures import FONT, TEMPLATES, png
from bot.script.model import Text
from bot.texts import say

WIDTH, HEIGHT = 1050, 1480
"""A6 in tenths of a millimetre: the unit of everything here."""

PNG_WIDTH: Final = 2 * WIDTH
"""508 dots per inch: every module of the QR code is a whole number of pixels."""

MARGIN: Final = 75
TOP, BOTTOM = 70, 60
TITLE_SIZES: Final = (52, 46, 40, 34, 28, 24)
MOST_TITLE_LINES: Final = 6
NOTE_SIZE: Final = 33
LINE, GAP = 1.22, 26

BOLD_WIDTH, PLAIN_WIDTH = 0.72, 0.63
"""A letter's width in units of the size: more than DejaVu's average in Kazakh, the widest of the three."""

QUIET_MODULES: Final = 4
"""So many light modules a reader needs around a QR code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its baseline and size."""

    text: str
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: the corner, the width of one module, and the dark modules as a path of unit squares."""

    x: int
    y: int
    module: int
    path: str


def card(link: str, title: Text) -> str:
    """The card as SVG: `link` is what the code opens, `title` the question in each of its languages."""
    titles = tuple(_titles(list(title.values())))
    notes = tuple(_notes(link, tuple(title)))
    code = _code(link, titles[-1].y + GAP, notes[0].y - notes[0].size)
    drawn = TEMPLATES.get_template("card.svg")
    return drawn.render(width=WIDTH, height=HEIGHT, font=FONT, titles=titles, qr=code, notes=notes)


def card_png(svg: str) -> bytes:
    """The card as PNG."""
    return png(svg, PNG_WIDTH)


def matrix(link: str) -> tuple[bytearray, ...]:
    """The QR code of a link without its quiet zone: 1 is dark. Level M or better: 15 % of it may be damaged."""
    return segno.make(link, error="m", micro=False).matrix


def _titles(titles: Sequence[str]) -> Iterator[Line]:
    wrapped = ((size, [_wrap(title, size) for title in titles]) for size in TITLE_SIZES)
    fitting = [(size, lines) for size, lines in wrapped if sum(map(len, lines)) <= MOST_TITLE_LINES]
    size, blocks = fitting[0] if fitting else (TITLE_SIZES[-1], [_wrap(title, TITLE_SIZES[-1]) for title in titles])
    y = float(TOP)
    for block in blocks:
        for text in block:
            y += size * LINE
            yield Line(text, round(y, 1), size)
        y += GAP


def _wrap(text: str, size: float) -> list[str]:
    return textwrap.wrap(text, int((WIDTH - 2 * MARGIN) / (size * BOLD_WIDTH)))


def _notes(link: str, languages: Sequence[str]) -> Iterator[Line]:
    texts = [link.removeprefix("https://"), *(say(language, "card.note") for language in languages)]
    first = HEIGHT - BOTTOM - (len(texts) - 1) * NOTE_SIZE * LINE - GAP
    for number, text in enumerate(texts):
        size = min(NOTE_SIZE, (WIDTH - 2 * MARGIN) / (len(text) * PLAIN_WIDTH))
        yield Line(text, round(first + number * NOTE_SIZE * LINE + (GAP if number else 0), 1), round(size, 1))


def _code(link: str, top: float, bottom: float) -> Code:
    dark = matrix(link)
    modules = len(dark)
    module = int((bottom - top) / (modules + 2 * QUIET_MODULES))
    size = module * modules
    return Code((WIDTH - size) // 2, int(top + (bottom - top - size) / 2), module, "".join(_runs(dark)))


def _runs(dark: Sequence[bytearray]) -> Iterator[str]:
    """Every run of dark modules in a row as a rectangle."""
    for y, row in enumerate(dark):
        x = 0
        while x < len(row):
            end = next((place for place in range(x, len(row)) if not row[place]), len(row))
            if end > x:
                yield f"M{x} {y}h{end - x}v1h-{end - x}z"
            x = max(end, x + 1)
