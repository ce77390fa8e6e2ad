"""What everybody knows about numerators without being told: parts add up, no part is larger than its whole."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.stats import relations_people, relations_visits
from bot.stats.figure import Figure
from bot.stats.relation import Relation, at_least, by, value
from bot.stats.weeks import span

ADDING_UP: Final = ("way", "channel", "fix", "people", "tried")
"""Groups whose parts make up their base; reasons do not, as a visit may have several, and `stated` is in `_visits`."""

FIRST_FIX: Final = ("rule", "keep", "access", "help", "repair", "inform")
"""A visit with several reasons belongs to the first of these, so a reason is at most its fix and those before it."""


def relations(figures: Sequence[Figure]) -> list[Relation]:
    """Everything that connects these figures; of several periods, those of blocks are connected with those of their weeks."""
    found = [relation for rule in _RULES for relation in rule(figures)]
    return [relation for relation in found if relation.equal or value(relation, figures) >= 0]


def _tables(figures: Sequence[Figure]) -> Iterator[Relation]:
    """The parts of a table make up its base."""
    for table, places in by(figures, lambda figure: figure.table).items():
        if table[-1] in ADDING_UP:
            yield Relation(tuple((place, 1) for place in places))


def _parts(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Channels make up the way that they belong to."""
    whole = {(figure.period, figure.id): place for place, figure in enumerate(figures)}
    parts = by(figures, lambda figure: (figure.period, figure.part_of))
    for (period, name), places in parts.items():
        if name and (period, name) in whole:
            yield Relation((*((place, 1) for place in places), (whole[period, name], -1)))


def _levels(figures: Sequence[Figure]) -> Iterator[Relation]:
    """All levels of a breakdown together are the country in the weeks of the block (and those whose level is not known)."""
    weeks: dict[tuple[str, ...], int] = {
        (figure.period, figure.group, figure.base, figure.code): place
        for place, figure in enumerate(figures)
        if not figure.dimension
    }
    levels = by(figures, lambda figure: (figure.period, figure.dimension, figure.group, figure.base, figure.code))
    for (period, dimension, *what), places in levels.items():
        if dimension:
            within = [weeks[week, *what] for week in _weeks(period) if (week, *what) in weeks]
            yield Relation((*((place, 1) for place in places), *((place, -1) for place in within)))


def _both_in_all(figures: Sequence[Figure]) -> Iterator[Relation]:
    """What happened with services of both channels in the last 3 months is a part of what happened with all."""
    for places in by(figures, lambda figure: (*figure.table[:3], figure.group, figure.code)).values():
        of = {figures[place].base: place for place in places}
        if "both" in of and "all" in of:
            yield Relation(((of["all"], 1), (of["both"], -1)), equal=False)


def _reasons(figures: Sequence[Figure]) -> Iterator[Relation]:
    """A fix has at most the visits of its reasons; a reason has at most the visits of its fix and of those before it."""
    asked = [(place, figure) for place, figure in enumerate(figures) if figure.base == "stated" and figure.fix]
    for places in by(figures, lambda figure: figure.table[:3], asked).values():
        fixes = {figures[place].code: place for place in places if figures[place].group == "fix"}
        reasons = [place for place in places if figures[place].group == "reason"]
        for fix, whole in fixes.items():
            own = [place for place in reasons if figures[place].fix == fix]
            yield Relation((*((place, 1) for place in own), (whole, -1)), equal=False)
        for place in reasons:
            yield Relation((*((whole, 1) for whole in _up_to(figures[place].fix, fixes)), (place, -1)), equal=False)


def _up_to(fix: str, fixes: dict[str, int]) -> list[int]:
    first = FIRST_FIX[: FIRST_FIX.index(fix) + 1] if fix in FIRST_FIX else ()
    return [fixes[each] for each in first if each in fixes]


def _visits(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Visits with and without a stated reason are all visits: their number may stand beside them, or follow from the ways."""
    for places in by(figures, lambda figure: figure.table[:3]).values():
        stated = [place for place in places if figures[place].group == "stated"]
        if any(figures[place].published for place in stated):
            yield Relation(tuple((place, 1) for place in stated))
        csc = [place for place in places if figures[place].id.startswith(("way.all.csc_operator", "way.all.assisted"))]
        both_ways = Relation((*((place, 1) for place in stated), *((place, -1) for place in csc)))
        if stated and csc:
            # People recruited at a CSC count for reasons, not for ways.
            yield both_ways if value(both_ways, figures) == 0 else both_ways._replace(equal=False)


def _bounded(figures: Sequence[Figure]) -> Iterator[Relation]:
    """No part is larger than its base."""
    for table, places in by(figures, lambda figure: figure.table).items():
        if table[-1] not in ADDING_UP and any(figures[place].published for place in places):
            for place in places:
                yield at_least(figures, [], [(place, 1)], figures[place].n)


_RULES: Final = (
    *(_tables, _parts, _levels, _both_in_all, _reasons, _visits, _bounded),
    *(relations_visits.rules, relations_people.rules),
)


def _weeks(period: str) -> tuple[str, ...]:
    return span(period) if ".." in period else ()
