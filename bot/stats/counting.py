"""From records to everything that is counted for a period: each part of the plan with its weighted share and interval."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import numpy as np
from msgspec.structs import replace

from bot.stats import plan, said
from bot.stats.cells import cell
from bot.stats.counts import Counts, Grouped, Table, Tally
from bot.stats.heard import Answers
from bot.stats.interval import mean
from bot.stats.leads import leads
from bot.stats.margins import Margin
from bot.stats.measures import way
from bot.stats.plan import Part
from bot.stats.records import DIMENSIONS, Block, Records, levels
from bot.stats.shares import Population, everybody, not_from_a_csc
from bot.stats.told import Episode

SERVICE: Final = "service"

_FIELDS: Final = {
    ("way", "both"): "ways_both",
    ("way", "all"): "ways_all",
    ("channel", "both"): "channels_both",
    ("channel", "all"): "channels_all",
    ("stated", "visits"): "stated",
    ("reason", "stated"): "reasons",
    ("fix", "stated"): "fixes",
}


def count(
    records: Records,
    margins: tuple[Margin, ...],
    breakdowns: Iterable[str] = (),
    *,
    most_named: bool = False,
    answers: Answers | None = None,
) -> Counts:
    """Everything that is counted, weighted to the margins. `breakdowns`: "service", or dimensions of people such as "sex".

    `most_named`: the leading reason of each service, too. `answers`: what was said beside the episodes.
    """
    free, every = not_from_a_csc(records, margins), everybody(records, margins)
    tables = [*_tables(free, plan.how_many), *_tables(every, plan.why), _visits(free)]
    tables += [grouped for name in breakdowns for grouped in _tables(free, _breakdown(records, name))]
    tables += said.tables(answers, free, every) if answers else ()
    marks = {"reason": {"fix": _owners(records), "tried": _tried(records)}, "channel": {"way": _ways(records)}}
    named = {
        _FIELDS[each.group, each.base]: _marked(each, marks.get(each.group, {}))
        for each in tables
        if not each.dimension and (each.group, each.base) in _FIELDS
    }
    return Counts(
        people=records.people,
        interviews=records.interviews,
        episodes=records.episodes,
        at_csc_desk=records.people - int(free.people.sum()),
        more=tuple(each for each in tables if each.dimension or (each.group, each.base) not in _FIELDS),
        weights=(free.weighting.about, every.weighting.about),
        most_named=leads(records, every) if most_named else (),
        **named,
    )


def _breakdown(records: Records, name: str) -> Callable[[Block], Iterator[Part]]:
    if name == SERVICE:
        return plan.of_services
    if name not in DIMENSIONS:
        raise ValueError(f"There is no breakdown {name}; there are {SERVICE} and {', '.join(DIMENSIONS)}")
    every = (*sorted(levels(records, name)), "")
    return lambda block: plan.of_levels(block, name, every)


def _tables(people: Population, parts: Callable[[Block], Iterable[Part]]) -> Iterator[Grouped]:
    """Parts of one group and base are one table."""
    for (group, base, dimension, level), found in people.tables(parts).items():
        first = next(iter(found.values()))
        cells = tuple(cell(code, counted) for code, counted in found.items() if counted.inside)
        yield Grouped(group, base, Table(Tally(first.share.ratio.base, first.people), cells), dimension, level)


def _visits(people: Population) -> Grouped:
    ((_, found),) = people.tables(plan.visits, mean).items()
    counted = found["at_least"]
    tally = Tally(counted.share.ratio.base, counted.people)
    return Grouped("visits", "answered", Table(tally, (cell("at_least", counted),) if counted.people else ()))


def _marked(of: Grouped, marks: Mapping[str, Mapping[str, str]]) -> Table:
    """The table with what each code is marked with, by the name of the cell's field."""
    cells = (replace(cell, **{name: by.get(cell.code, "") for name, by in marks.items()}) for cell in of.table.cells)
    return Table(of.table.base, tuple(cells))


def _ways(records: Records) -> dict[str, str]:
    """The way that each channel is a part of; if revisions differ, that of most episodes."""
    counted = Counter[tuple[str, str]]()
    for kind, times in _times(records):
        counted[kind.channel, way(kind)] += times
    return {channel: own for (channel, own), _ in sorted(counted.items(), key=lambda item: (item[1], item[0]))}


def _times(records: Records) -> Iterator[tuple[Episode, int]]:
    """Each kind of episode, and how many there are."""
    return zip(records.kinds, np.bincount(records.what, minlength=len(records.kinds)).tolist(), strict=True)


def _tried(records: Records) -> dict[str, str]:
    """The reasons that were given only, or never, after a try online."""
    found: dict[str, set[bool]] = {}
    for kind, _ in _times(records):
        for reason in kind.reasons.split() if kind.csc else ():
            found.setdefault(reason.partition(":")[0], set()).add(kind.tried_online == "tried")
    return {code: "only" if True in tried else "never" for code, tried in found.items() if len(tried) == 1}


def _owners(records: Records) -> dict[str, str]:
    """Who could change most visits of each reason: `not_online` belongs to two, by the service."""
    counted = Counter[tuple[str, str]]()
    for kind, times in _times(records):
        for reason in kind.reasons.split() if kind.csc else ():
            code, _, fix = reason.partition(":")
            counted[code, fix] += times
    return {code: fix for (code, fix), _ in sorted(counted.items(), key=lambda item: (item[1], item[0]))}
