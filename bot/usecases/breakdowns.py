"""Which breakdowns are published, and in blocks of how many weeks. A new one is a line in this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import Connection

from bot.stats.figure import Block, Figure
from bot.usecases.summary import gathered

Maker: TypeAlias = Callable[[Connection, tuple[str, ...]], tuple[Figure, ...]]
"""The figures of a breakdown in these weeks, with numerator, `inside` and `outside` and with `dimension` and `level`: every
level, the one of people who did not say included, so that what adds up is known. Nobody has decided about them yet."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`name` is the dimension: sex, age, region, service and so on."""

    name: str
    block: Block
    make: Maker


def _made(name: str) -> Maker:
    def make(tx: Connection, weeks: tuple[str, ...]) -> tuple[Figure, ...]:
        return tuple(figure for figure in gathered(tx, weeks, (name,)).figures if figure.dimension == name)

    return make


_LENGTH: Final[dict[str, Block]] = {
    "sex": "who", "age": "who", "settlement": "who", "skills": "who", "region": "where", "service": "where",
}  # fmt: skip

BREAKDOWNS: Final = tuple(Breakdown(name, block, _made(name)) for name, block in _LENGTH.items())
"""The country itself and the reasons are made every week, without an entry here."""
