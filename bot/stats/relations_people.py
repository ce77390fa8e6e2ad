"""What connects figures of people with those of their services: each has one to three, and each of a kind has one of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import Final, NamedTuple

from bot.stats.codes import WAYS
from bot.stats.figure import Figure
from bot.stats.relation import Level, Relation, at_least, levels, value

SERVICES_EACH: Final = 3
"""Services that a person tells of at the most, unless a script allowed more."""

HEAPS: Final = {
    "csc": ("csc_operator", "assisted"),
    "online": ("online",),
    "other": tuple(way for way in WAYS if way not in {"csc_operator", "assisted", "online"}),
}
"""Ways, as far as the kinds of people tell them apart."""


class Kind(NamedTuple):
    """A kind of people: how many (places with a factor, and a number), what each has one of, what the rest is of."""

    terms: tuple[tuple[int, int], ...]
    needs: tuple[str, ...]
    may: tuple[str, ...]
    plus: int = 0


def rules(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Everything that this file knows."""
    for level in levels(figures):
        for rule in (_ways, _at_csc, _left_out, _visitors, _nothing_online):
            yield from rule(level)


def _ways(level: Level) -> Iterator[Relation]:
    """Who was only at CSCs has only visits there, who did both has one of each, everybody else has something else."""
    people, ways = level.of("people", "people"), level.of("way", "all")
    if not people or not ways:
        return
    heaps = {heap: tuple((ways[way], 1) for way in of if way in ways) for heap, of in HEAPS.items()}
    every = tuple(HEAPS)
    kinds = {
        "only_csc": (("csc",), ("csc",)),
        "only_online": (("online",), ("online",)),
        "csc_and_online": (("csc", "online"), every),
        "otherwise": (("other",), every),
    }
    found = [Kind(((people[code], 1),), *kind) for code, kind in kinds.items() if code in people]
    yield from shared_out(level.figures, heaps, found)


def shared_out(
    figures: Sequence[Figure],
    heaps: Mapping[str, Sequence[tuple[int, int]]],
    kinds: Sequence[Kind],
    plus: Mapping[str, int] | None = None,
) -> Iterator[Relation]:
    """Services (in `heaps`, each a sum of places and a number of `plus`) are those of people of some kinds.

    Of any heaps together there are at least as many as people need of them, and at most as many as people can have. These are
    all bounds that follow: the sum over people of what one may have is a sum of simplices, whose facets lie across the heaps.
    """
    for some in chain.from_iterable(combinations(heaps, size) for size in range(1, len(heaps) + 1)):
        within = tuple(term for heap in some for term in heaps[heap])
        more = sum((plus or {}).get(heap, 0) for heap in some)
        needed = [(kind, len(set(some) & set(kind.needs))) for kind in kinds]
        least = sum(factor * kind.plus for kind, factor in needed)
        yield at_least(figures, within, _times(needed), more - least)
        free = [(kind, int(bool(set(some) & set(kind.may)))) for kind in kinds]
        yield _most(figures, within, more, needed, free)


def _most(
    figures: Sequence[Figure],
    within: tuple[tuple[int, int], ...],
    more: int,
    needed: Sequence[tuple[Kind, int]],
    free: Sequence[tuple[Kind, int]],
) -> Relation:
    """The upper bound, for as many services each as there must have been (a script may allow more than ours)."""
    found = Relation(())
    for each in range(SERVICES_EACH, 100):
        factors = [
            (kind, need + may * max(each - len(kind.needs), 0)) for (kind, need), (_, may) in zip(needed, free, strict=True)
        ]
        most = sum(factor * kind.plus for kind, factor in factors)
        terms = (*_times(factors), *((place, -factor) for place, factor in within))
        found = Relation(terms, equal=False, plus=most - more)
        if value(found, figures) >= 0:
            break
    return found


def _times(kinds: Sequence[tuple[Kind, int]]) -> list[tuple[int, int]]:
    return [(place, factor * own) for kind, factor in kinds for place, own in kind.terms]


def _at_csc(level: Level) -> Iterator[Relation]:
    """How many people were at a CSC stands beside shares of visits, whose base they are."""
    people = level.of("people", "people")
    told = level.told(("stated", "visits"), ("movable", "visits"))
    if people and told:
        only, otherwise = ([(people[code], 1) for code in some if code in people] for some in _CSC)
        yield level.at_least([], only, told.people)
        yield level.at_least([*only, *otherwise], [], -told.people)


_CSC: Final = (("only_csc", "csc_and_online"), ("otherwise",))


def _left_out(level: Level) -> Iterator[Relation]:
    """Who has nothing in the base of take-up has neither been at a CSC nor online."""
    otherwise = level.of("people", "people").get("otherwise")
    for table in (("take_up", "completed"), ("take_up", "known")):
        told = level.told(table)
        if otherwise is not None and told:
            without = level.figures[otherwise].people - told.people
            yield level.at_least([(otherwise, 1)], [], -without)


def _visitors(level: Level) -> Iterator[Relation]:
    """Who named a reason has a visit with it; all other visits of visitors are without."""
    reasons, visitors = level.of("reason", "stated"), level.of("visitor_reason", "visitors")
    for code in reasons.keys() & visitors.keys():
        visits, people = level.figures[reasons[code]].n, level.figures[visitors[code]].n
        named, who = ((reasons[code], 1),), ((visitors[code], 1),)
        heaps = {"with": named, "without": ((reasons[code], -1),)}
        others = Kind(((visitors[code], -1),), ("without",), ("without",), people)
        yield from shared_out(level.figures, heaps, [Kind(who, ("with",), ("with", "without")), others], {"without": visits})
    if visitors:
        yield level.at_least([(place, 1) for place in visitors.values()], [], -level.figures[next(iter(visitors.values()))].n)


def _nothing_online(level: Level) -> Iterator[Relation]:
    """Why nothing was done online was asked of people who did nothing online; each gave one reason at the least."""
    people, reasons = level.of("people", "people"), level.of("person_reason", "answered")
    if not reasons:
        return
    answered = level.figures[next(iter(reasons.values()))].n
    yield level.at_least([(place, 1) for place in reasons.values()], [], -answered)
    offline = [(people[code], 1) for code in ("only_csc", "otherwise") if code in people]
    if offline:
        yield level.at_least(offline, [], -answered)
