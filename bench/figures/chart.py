"""The growth of time and memory with the number of episodes, drawn: two pictures side by side, both axes by powers of ten."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor, log10
from typing import Final, NamedTuple

WIDE, HIGH, LEFT, TOP, APART = 250, 200, 60, 50, 340


class Point(NamedTuple):
    """One measurement: episodes, seconds of the processor, MiB."""

    episodes: int
    cpu: float
    mib: float


class Panel(NamedTuple):
    title: str
    value: Callable[[Point], float]
    colour: str


PANELS: Final = (
    Panel("seconds of the processor", lambda point: point.cpu, "#1f5fa8"),
    Panel("MiB at most", lambda point: point.mib, "#a84b1f"),
)


def drawn(points: Sequence[Point]) -> str:
    """The picture as SVG; needs at least one point."""
    size = f'width="{APART * len(PANELS) + 20}" height="{TOP + HIGH + 60}"'
    style = "text{font:12px sans-serif;fill:#222}.title{font-weight:bold}.end{text-anchor:end}.middle{text-anchor:middle}"
    panels = (line for at, panel in enumerate(PANELS) for line in _panel(panel, points, LEFT + at * APART))
    body = (f"<style>{style}</style>", '<rect width="100%" height="100%" fill="#fff"/>', *panels)
    return "\n".join((f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', *body, "</svg>\n"))


def _panel(panel: Panel, points: Sequence[Point], left: int) -> Iterator[str]:
    along, up = _axis([point.episodes for point in points]), _axis([panel.value(point) for point in points])
    yield f'<text class="title" x="{left}" y="{TOP - 20}">{panel.title}</text>'
    for power in range(along[0], along[1] + 1):
        x = _x(power, along, left)
        yield f'<path d="M{x} {TOP}V{TOP + HIGH}" stroke="#ddd"/>'
        yield f'<text class="middle" x="{x}" y="{TOP + HIGH + 18}">{_said(power)}</text>'
    for power in range(up[0], up[1] + 1):
        y = _y(power, up)
        yield f'<path d="M{left} {y}h{WIDE}" stroke="#ddd"/><text class="end" x="{left - 8}" y="{y + 4}">{_said(power)}</text>'
    places = [(_x(log10(each.episodes), along, left), _y(log10(panel.value(each)), up), panel.value(each)) for each in points]
    line = " ".join(f"{x},{y}" for x, y, _ in places)
    yield f'<polyline points="{line}" fill="none" stroke="{panel.colour}" stroke-width="2"/>'
    for x, y, value in places:
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="{panel.colour}"/>'
        yield f'<text class="middle" x="{x}" y="{y - 9}">{value:,.{1 if value < 100 else 0}f}</text>'
    yield f'<text class="middle" x="{left + WIDE // 2}" y="{TOP + HIGH + 40}">episodes</text>'


def _axis(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten between which they lie, at least one apart."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _x(power: float, axis: tuple[int, int], left: int) -> float:
    return round(left + WIDE * (power - axis[0]) / (axis[1] - axis[0]), 1)


def _y(power: float, axis: tuple[int, int]) -> float:
    return round(TOP + HIGH - HIGH * (power - axis[0]) / (axis[1] - axis[0]), 1)


def _said(power: int) -> str:
    return f"{10**power:,}" if power < 4 else f"10<tspan dy='-5' font-size='9'>{power}</tspan>"
