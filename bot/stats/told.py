"""What one interview told, as the figures read it: a line for who answered, and one for each episode.

Of a nation's year twenty-five million episodes are read. A line is told apart once for each kind of people and episodes.
Nothing here loads numpy, because the desk writes the lines.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

PARTED: Final = "|"
"""What parts the columns in one line: no code has this letter."""

ENDED: Final = "\n"
"""What ends a line."""

WHO: Final = "@"
"""What begins the line of who answered."""


class Person(NamedTuple):
    """What is known of a person besides episodes: a level for each of DIMENSIONS, then codes; `reasons` parted by spaces."""

    region: str
    sex: str
    age: str
    settlement: str
    skills: str
    place: str
    visits: str
    reasons: str
    satisfaction: float | None = None
    intention: float | None = None

    @property
    def of(self) -> tuple[str, ...]:
        return self.region, self.sex, self.age, self.settlement, self.skills


class Episode(NamedTuple):
    """What one kind of episode is: the columns of its table, without whose it is.

    `reasons`: those that were stated, as code:fix, in order of their codes, parted by spaces.
    """

    service: str
    recency: str
    channel: str
    channel_kind: str
    tried_online: str
    csc: bool
    fix: str
    online: str
    at_csc: str
    reasons: str = ""


def written(who: Person, episodes: Iterable[Episode]) -> str:
    """The lines of one interview, each with its end."""
    return WHO + _line(who) + lines(episodes)


def lines(episodes: Iterable[Episode]) -> str:
    """Those of the episodes only."""
    return "".join(map(_line, episodes))


def episode(line: str) -> Episode:
    """The episode of this line, without its end."""
    service, recency, channel, kind, tried, csc, fix, online, at_csc, reasons = line.split(PARTED)
    return Episode(service, recency, channel, kind, tried, csc == "1", fix, online, at_csc, reasons)


def person(line: str) -> Person:
    """The person of this line, without its end."""
    *codes, satisfaction, intention = line.removeprefix(WHO).split(PARTED)
    region, sex, age, settlement, skills, place, visits, reasons = codes
    marks = [float(mark) if mark else None for mark in (satisfaction, intention)]
    return Person(region, sex, age, settlement, skills, place, visits, reasons, *marks)


def _line(cells: Iterable[str | bool | float | None]) -> str:
    return PARTED.join(_cell(cell) for cell in cells) + ENDED


def _cell(cell: str | bool | float | None) -> str:  # noqa: FBT001 - any cell of a row
    """Codes as they are; in a cell of an administrator's list, what would part the line becomes a space."""
    if isinstance(cell, str):
        return cell.replace(PARTED, " ").replace(ENDED, " ")
    return "" if cell is None else f"{cell:g}"
