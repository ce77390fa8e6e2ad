"""Shares over the published weeks as a chart: places of lines, bands and marks; worked out here, the page has no script."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.report.board.parts import Chart, Series
from bot.stats.figure import Figure
from bot.stats.weeks import monday

WIDTH: Final = 360.0
HEIGHT: Final = 210.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 10.0, 12.0, 26.0
STEP: Final = 0.25
MOST_MARKS: Final = 4
STYLES: Final = ("first", "second", "third", "fourth")


class Line(NamedTuple):
    """A figure in each week, None where it does not show."""

    label: str
    figures: Sequence[Figure | None]


class _Scale(NamedTuple):
    places: tuple[float, ...]
    top: float

    def height(self, share: float) -> float:
        return round(HEIGHT - BOTTOM - share / self.top * (HEIGHT - TOP - BOTTOM), 1)


def chart(caption: str, weeks: Sequence[str], lines: Sequence[Line], percent: str) -> Chart:
    """`weeks` in order, as 2026-W47; a week that was not published leaves a gap. `percent` is the sign of the language."""
    scale = _Scale(_places(weeks), _top(lines))
    series = tuple(_series(line, style, scale) for line, style in zip(lines, STYLES, strict=False))
    up = tuple((scale.height(share), f"{100 * share:.0f}{percent}") for share in _shares(scale.top))
    return Chart(caption, WIDTH, HEIGHT, LEFT, HEIGHT - BOTTOM, tuple(_marks(weeks, scale.places)), up, series)


def _places(weeks: Sequence[str]) -> tuple[float, ...]:
    first = monday(weeks[0])
    days = [(monday(week) - first).days for week in weeks]
    return tuple(round(LEFT + 8 + day / max(days[-1], 1) * (WIDTH - LEFT - RIGHT - 16), 1) for day in days)


def _top(lines: Iterable[Line]) -> float:
    highest = max((figure.high or figure.estimate or 0 for line in lines for figure in line.figures if figure), default=1)
    return min(max(-(-highest // STEP) * STEP, STEP), 1.0)


def _shares(top: float) -> Iterator[float]:
    return (number * STEP for number in range(round(top / STEP) + 1))


def _marks(weeks: Sequence[str], places: Sequence[float]) -> Iterator[tuple[float, str]]:
    """The first day of some weeks, evenly from the last one back."""
    apart = -(-len(weeks) // MOST_MARKS)
    for at in range(len(weeks) - 1, -1, -apart):
        yield places[at], f"{monday(weeks[at]):%d.%m}"


def _series(line: Line, style: str, scale: _Scale) -> Series:
    runs = list(_runs(line, scale))
    return Series(
        line.label,
        style,
        tuple(" ".join(f"{x},{scale.height(figure.estimate or 0)}" for x, figure in run) for run in runs if len(run) > 1),
        tuple(_band(run, scale) for run in runs if len(run) > 1 and all(figure.low is not None for _, figure in run)),
        tuple((x, scale.height(figure.estimate or 0)) for run in runs for x, figure in run),
    )


def _runs(line: Line, scale: _Scale) -> Iterator[list[tuple[float, Figure]]]:
    run: list[tuple[float, Figure]] = []
    for x, figure in zip(scale.places, line.figures, strict=True):
        if figure is None:
            yield run
            run = []
        else:
            run.append((x, figure))
    yield run


def _band(run: Sequence[tuple[float, Figure]], scale: _Scale) -> str:
    above = [f"{x},{scale.height(figure.high or 0)}" for x, figure in run]
    below = [f"{x},{scale.height(figure.low or 0)}" for x, figure in reversed(run)]
    return " ".join((*above, *below))
