"""One thing that everybody knows about numerators without being told, and how figures are put together to say it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bot.stats.figure import Figure


class Relation(NamedTuple):
    """Σ factor × numerator of the figure at that place.

    Known to be what it is (`equal`), or only that it is, with `plus`, not negative. A factor 0 stands at a figure whose base
    tells: hide it, and nobody knows.
    """

    terms: tuple[tuple[int, int], ...]
    equal: bool = True
    plus: int = 0


def value(relation: Relation, figures: Sequence[Figure]) -> int:
    """What it comes to in truth."""
    return relation.plus + sum(factor * number(figures, place) for place, factor in relation.terms)


def number(figures: Sequence[Figure], place: int) -> int:
    """The numerator at a place."""
    return figures[place].numerator or 0


def at_least(
    figures: Sequence[Figure], more: Iterable[tuple[int, int]], less: Iterable[tuple[int, int]] = (), plus: int = 0
) -> Relation:
    """That one sum of places is not below another. Where it is, it is given just as much as it lacks.

    An attacker knows how much that can be at the most (people recruited at a CSC, people without any service), which is never
    less: he knows no more than is assumed here.
    """
    terms = (*more, *((place, -factor) for place, factor in less))
    found = Relation(terms, equal=False, plus=plus)
    return found._replace(plus=plus - min(value(found, figures), 0))


def by(
    figures: Sequence[Figure],
    key: Callable[[Figure], tuple[str, ...]],
    among: Iterable[tuple[int, Figure]] | None = None,
) -> dict[tuple[str, ...], list[int]]:
    """The places of figures by a key."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, figure in enumerate(figures) if among is None else among:
        found[key(figure)].append(place)
    return found


class Level(NamedTuple):
    """All figures of one period and level: the place of each by its group and base, and by its code."""

    figures: Sequence[Figure]
    tables: dict[tuple[str, str], dict[str, int]]

    def of(self, group: str, base: str) -> dict[str, int]:
        """The places of one table by code."""
        return self.tables.get((group, base), {})

    def told(self, *tables: tuple[str, str]) -> Figure | None:
        """A published figure of one of these tables: it tells their base, and how many people stand behind it."""
        rows = (self.figures[place] for table in tables for place in self.of(*table).values())
        return next((figure for figure in rows if figure.published), None)

    def at_least(self, more: Iterable[tuple[int, int]], less: Iterable[tuple[int, int]] = (), plus: int = 0) -> Relation:
        return at_least(self.figures, more, less, plus)


def levels(figures: Sequence[Figure]) -> list[Level]:
    """Each period and level of a breakdown."""
    found: dict[tuple[str, ...], Level] = {}
    for place, figure in enumerate(figures):
        level = found.setdefault(figure.table[:3], Level(figures, {}))
        level.tables.setdefault((figure.group, figure.base), {})[figure.code] = place
    return list(found.values())
