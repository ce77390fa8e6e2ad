"""Which shown figures give a hidden one away: what an attacker would work out is worked out before anything leaves the house.

The attacker is made stronger than any that exists: every shown share counts as its exact numerator, every base as exact, and
all relations between figures are known (`bot.stats.relations`). A hidden number is safe if another whole number could stand in
its place as well. (The audit of cell suppression; Willenborg & de Waal, Elements of Statistical Disclosure Control, 2001.)
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from bot.stats.figure import Figure
from bot.stats.other_numbers import Search
from bot.stats.relation import Relation
from bot.stats.relations import relations

SUMS: Final = frozenset({"take_up"})
"""Groups that are sums of ways and nothing else: the ways are looked at, such a number is no secret of its own."""


class Exposed(NamedTuple):
    """`hide`: ids of published figures that must be hidden, too. `safe`: places of hidden ones that do not follow.

    What is safe stays safe when more is hidden, and need not be looked at again.
    """

    hide: frozenset[str]
    safe: frozenset[int]


def exposed(figures: Sequence[Figure], earlier: Sequence[Figure] = (), safe: frozenset[int] = frozenset()) -> Exposed:
    """For each hidden number that follows from what is shown, the smallest row to hide beside it.

    `figures` are those of today's publication, `earlier` of the same time and published before: they cannot be hidden any more.
    `safe` is what was found of the same figures before some more of them were hidden.
    """
    everything = (*figures, *earlier)
    known = relations(everything)
    shown = _shown(everything)
    unsafe = _unsafe(everything, shown, known, safe)
    hidden = frozenset(place for place, sight in enumerate(shown) if not sight)
    spares = (_smallest(place, figures, known, shown) for place in unsafe)
    return Exposed(frozenset(figures[spare].id for spare in spares if spare is not None), hidden - frozenset(unsafe))


def _shown(figures: Sequence[Figure]) -> list[bool]:
    """Is the numerator known? How many visits have a stated reason is told as the base of the reasons."""
    told = {figure.table[:3] for figure in figures if figure.base == "stated" and figure.published}
    return [f.published or (f.group == "stated" and f.code == "stated" and f.table[:3] in told) for f in figures]


def _unsafe(figures: Sequence[Figure], shown: Sequence[bool], known: Sequence[Relation], safe: frozenset[int]) -> list[int]:
    """Places of hidden figures with somebody in them whose number follows from what is shown."""
    open_ = [relation for relation in known if any(not shown[place] for place, _ in relation.terms)]
    found: list[int] = []
    for part in _components(open_, shown):
        found += Search(figures, shown, part).certain(safe)
    return [place for place in found if figures[place].group not in SUMS]


def _components(known: Iterable[Relation], shown: Sequence[bool]) -> list[list[Relation]]:
    """Relations that have hidden figures in common, together: each such set is a small search of its own."""
    of: dict[int, tuple[set[int], list[Relation]]] = {}
    for relation in known:
        places, members = {place for place, _ in relation.terms if not shown[place]}, [relation]
        for other, others in {id(of[place]): of[place] for place in places if place in of}.values():
            # The smaller joins the larger, so that each is moved a few times only.
            small, large = sorted(((places, members), (other, others)), key=lambda each: len(each[0]) + len(each[1]))
            places, members = large
            places |= small[0]
            members += small[1]
        whole = places, members
        of |= dict.fromkeys(places, whole)
    return list({id(members): members for _, members in of.values()}.values())


def _smallest(place: int, figures: Sequence[Figure], known: Sequence[Relation], shown: Sequence[bool]) -> int | None:
    """The smallest published row of today's that is connected with a figure; the headline and empty rows last.

    First of what tells the number by itself: as long as it stands, no other row that is hidden helps.
    """
    own = [relation for relation in known if any(at == place for at, _ in relation.terms)]
    telling = [each for each in own if each.equal and all(shown[at] or at == place or not factor for at, factor in each.terms)]
    # Of those the shortest leaves the least to choose from.
    first = {at for at, _ in min(telling, key=lambda each: len(each.terms)).terms} if telling else set()
    near = {at for relation in own for at, _ in relation.terms}
    wider = {at for relation in known if any(at in near for at, _ in relation.terms) for at, _ in relation.terms}
    for reach, sparing in ((first, True), (near, True), (wider, True), (first, False), (near, False), (wider, False)):
        spare = [other for other in reach if other < len(figures) and figures[other].published]
        spare = [other for other in spare if not (sparing and _headline(figures[other]))]
        if spare:
            return min(spare, key=lambda other: _size(figures[other]))
    return None


def _headline(figure: Figure) -> bool:
    """What the weekly message is about: it is hidden last."""
    return figure.group == "way" and figure.base == "both" and not figure.dimension


def _size(figure: Figure) -> tuple[bool, int, int, str]:
    return (not figure.numerator, figure.inside, figure.numerator or 0, figure.id)
