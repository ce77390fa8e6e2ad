"""What is published of satisfaction, intention and usefulness: one share, that of the best answers, of the country.

It stands alone: no other share of its base shows, so nothing follows from it about another part. What could be told is its
base: if everybody answered, the number of rated CSC visits is that of all visits. So it shows only where the rows that make up
that number show, too.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.stats.figure import Figure

BEST: Final = "top"

OWN: Final[frozenset[str]] = frozenset({"satisfaction", "intention", "useful"})
"""Groups of marks."""

MADE_UP_OF: Final = {
    ("satisfaction", "answered"): "people.people.",
    ("intention", "answered"): "people.people.",
    ("satisfaction", "rated_csc"): "stated.visits.",
    ("intention", "rated_csc"): "stated.visits.",
    ("satisfaction", "rated_online"): "way.all.online",
    ("intention", "rated_online"): "way.all.online",
}
"""How the ids begin of figures that may add up to the base of a mark. How many said whether it was useful is in no table."""


def for_operators(figure: Figure) -> bool:
    """Is this a mark that only the operator sees: other answers, and all levels?"""
    return figure.group in OWN and (figure.code != BEST or bool(figure.dimension))


def uncovered(figures: Sequence[Figure]) -> frozenset[str]:
    """Ids of marks that show although a row that their base is made up of is hidden with somebody in it."""
    hidden = [figure.id for figure in figures if _hidden(figure)]
    return frozenset(figure.id for figure in figures if figure.published and _told_by(figure, hidden))


def _hidden(figure: Figure) -> bool:
    return not figure.published and figure.why_not != "inside" and bool(figure.numerator) and not figure.dimension


def _told_by(figure: Figure, hidden: Iterable[str]) -> bool:
    rows = MADE_UP_OF.get((figure.group, figure.base), "")
    return bool(rows) and any(each.startswith(rows) for each in hidden)
