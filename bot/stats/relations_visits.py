"""What connects figures of services and visits with the ways and the reasons: take-up, tried online, what could move online."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.stats.figure import Figure
from bot.stats.relation import Level, Relation, levels, number

REASONS_EACH: Final = 2
"""Reasons that a visit may have, unless a script allowed more."""

TAKE_UP: Final = {
    ("completed", "alone"): (("online",), ("proactive", "unknown")),
    ("known", "digital"): (("online", "assisted", "proactive"), ("unknown",)),
}
"""The ways that make up a share of take-up, and those that its base leaves out."""


def rules(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Everything that this file knows."""
    for level in levels(figures):
        for rule in (_take_up, _bases, _movable, _named, _tried):
            yield from rule(level)


def _take_up(level: Level) -> Iterator[Relation]:
    """A share of take-up is a sum of ways; its base is all ways but those that it leaves out, and so tells these."""
    ways = level.of("way", "all")
    for (base, code), (parts, without) in TAKE_UP.items():
        own = level.of("take_up", base).get(code)
        if own is not None and ways:
            yield Relation(((own, 1), *((ways[way], -1) for way in parts if way in ways)))
            if level.figures[own].published:
                yield Relation(((own, 0), *((ways[way], 1) for way in without if way in ways)))


def _bases(level: Level) -> Iterator[Relation]:
    """Who tells a base of all visits tells how many had no stated reason."""
    stated = level.of("stated", "visits")
    telling = [place for code, place in level.of("movable", "visits").items() if level.figures[place].published]
    if stated and telling:
        yield Relation((*((place, 1) for place in stated.values()), *((place, 0) for place in telling)))


def _movable(level: Level) -> Iterator[Relation]:
    """What could move is a part of the visits whose reason is to be told, mended, helped; the upper bound adds the unstated."""
    fixes, of = level.of("fix", "stated"), level.of("movable", "stated") | level.of("movable", "visits")
    unstated = level.of("stated", "visits").get("unstated")
    soon, late = ([(fixes[fix], 1) for fix in some if fix in fixes] for some in (("inform", "repair"), ("help", "access")))
    if "soon" in of and "at_least" in of:
        same = number(level.figures, of["soon"]) == number(level.figures, of["at_least"])
        yield Relation(((of["soon"], 1), (of["at_least"], -1)), equal=same)
    for code, whole in (("soon", soon), ("at_least", soon), ("with_help", late)):
        if code in of and whole:
            yield level.at_least(whole, [(of[code], 1)])
    if "at_most" in of and unstated is not None:
        yield level.at_least([*soon, (unstated, 1)], [(of["at_most"], 1)])
        yield level.at_least([(of["at_most"], 1)], [(of[code], 1) for code in ("at_least",) if code in of])


def _named(level: Level) -> Iterator[Relation]:
    """A visit with a stated reason has one or two of them."""
    reasons = level.of("reason", "stated")
    if reasons:
        stated = level.figures[next(iter(reasons.values()))].n
        every = [(place, 1) for place in reasons.values()]
        yield level.at_least(every, plus=-stated)
        yield level.at_least([], every, plus=REASONS_EACH * stated)


def _tried(level: Level) -> Iterator[Relation]:
    """Who tried was asked what went wrong, who did not was asked why not: most reasons belong to one of the two."""
    asked, visits = level.of("tried", "asked"), level.of("stated", "visits")
    if "tried" not in asked or len(visits) < 2:
        return
    tried = [(asked["tried"], 1)]
    untried = [*((place, 1) for place in visits.values()), (asked["tried"], -1)]
    yield level.at_least([(place, 1) for place in visits.values()], [(place, 1) for place in asked.values()])
    for whole, other in ((tried, "never"), (untried, "only")):
        yield from _within(level, whole, other)


def _within(level: Level, whole: list[tuple[int, int]], other: str) -> Iterator[Relation]:
    """Visits of one kind: each has one or two reasons that are not only the `other` kind's, unless none was stated."""
    figures, reasons = level.figures, level.of("reason", "stated").values()
    own = [place for place in reasons if figures[place].tried != other]
    # Reasons that only this kind of visit can have.
    alone = [place for place in own if figures[place].tried]
    unstated = level.of("stated", "visits")["unstated"]
    yield level.at_least([*((place, 1) for place in own), (unstated, 1)], whole)
    yield level.at_least([(place, REASONS_EACH * factor) for place, factor in whole], [(place, 1) for place in alone])
    for place in (*alone, *_fixes(level, alone)):
        yield level.at_least(whole, [(place, 1)])


def _fixes(level: Level, alone: Iterable[int]) -> Iterator[int]:
    """Fixes all of whose reasons belong to one kind of visit."""
    for fix, place in level.of("fix", "stated").items():
        own = [each for each in level.of("reason", "stated").values() if level.figures[each].fix == fix]
        if own and set(own) <= set(alone):
            yield place
