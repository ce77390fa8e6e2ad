"""What the page of figures is made of, as values: a web page elsewhere, and perhaps a document one day."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.report.document import Grid, Heading, Items, Paragraph


@dataclass(frozen=True, slots=True)
class Lead:
    """The one sentence that everybody should read."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """A heading below a heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure in words. `low`, `point` and `high` draw its interval, in percent; None: nothing is drawn.

    `note`: its owner, or its own base. `hidden`: in place of all numbers, that it may not be shown.
    """

    label: str
    value: str = ""
    interval: str = ""
    note: str = ""
    hidden: str = ""
    low: float | None = None
    point: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """A table of figures: `base` stands above it where all rows have the same; `head` names its four columns.

    `hidden` says what is not shown. `long`: it may have so many rows that it is folded.
    """

    caption: str
    head: tuple[str, str, str, str]
    rows: tuple[Bar, ...]
    base: str = ""
    hidden: str = ""
    long: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: `runs` are lines through weeks that show one after another, `bands` their intervals (SVG points).

    `dots` are (x, y) of each week; `style` tells the lines apart, also without colour.
    """

    label: str
    style: str
    runs: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Shares over weeks. `across` and `up` are (place, words) of the marks of both axes; all numbers also stand in a table."""

    caption: str
    width: float
    height: float
    left: float
    bottom: float
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """What is opened by whoever wants to know more."""

    title: str
    parts: "tuple[Part, ...]"


Part: TypeAlias = Heading | Title | Lead | Paragraph | Items | Grid | Shares | Chart | Fold


@dataclass(frozen=True, slots=True)
class Board:
    """The page in one language. Parts before the first heading are its head."""

    title: str
    language: str
    parts: tuple[Part, ...]
