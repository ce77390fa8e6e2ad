"""Which tables of a publication stand where, as a table: whatever a publication holds is shown, in this order."""

from dataclasses import dataclass
from typing import Final

from bot.report.table import MARKED
from bot.stats.figure import Base, Group


@dataclass(frozen=True, slots=True)
class Case:
    """A table of the country; `folded` ones are details, opened by whoever wants them."""

    group: Group
    base: Base
    folded: bool = False


WHY: Final = (
    Case("reason", "stated"),
    Case("fix", "stated"),
    Case("movable", "stated"),
    Case("movable", "visits"),
    Case("tried", "asked"),
    Case("person_reason", "answered"),
    Case("visitor_reason", "visitors", folded=True),
    Case("stated", "visits", folded=True),
)
HOW: Final = (
    Case("way", "both"),
    Case("people", "people"),
    Case("take_up", "completed"),
    Case("take_up", "known"),
    Case("visits", "answered"),
    *(Case(group, base) for group in MARKED for base in ("answered", "rated_csc", "rated_online")),
    Case("useful", "answered", folded=True),
    Case("channel", "both", folded=True),
    Case("way", "all", folded=True),
    Case("channel", "all", folded=True),
)
SECTIONS: Final[dict[str, tuple[Case, ...]]] = {"why": WHY, "ways": HOW}

FIRST: Final = ("csc_operator", "online", "movable", "at_least")
"""Of a breakdown, these parts are compared first; the others are details."""

OVER_TIME: Final = ("csc_operator", "online")
"""Ways (of services that exist in both channels) that are drawn over the weeks."""
