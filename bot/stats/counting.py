"""From records to everything that is counted for a period: each part of the plan with its weighted share and interval."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

import numpy as np
from msgspec.structs import replace

from bot.stats import plan
from bot.stats.counts import Cell, Counts, Grouped, Table, Tally
from bot.stats.figure import Base, Group
from bot.stats.margins import Margin
from bot.stats.measures import way
from bot.stats.plan import Part
from bot.stats.records import DIMENSIONS, Episode, Records, levels
from bot.stats.shares import Counted, Population, everybody, not_from_a_csc

SERVICE: Final = "service"

_Table: TypeAlias = tuple[Group, Base, str, str]

_FIELDS: Final = {
    ("way", "both"): "ways_both",
    ("way", "all"): "ways_all",
    ("channel", "both"): "channels_both",
    ("channel", "all"): "channels_all",
    ("stated", "visits"): "stated",
    ("reason", "stated"): "reasons",
    ("fix", "stated"): "fixes",
}


def count(records: Records, margins: tuple[Margin, ...], breakdowns: Iterable[str] = ()) -> Counts:
    """Everything that is counted, weighted to the margins. `breakdowns`: "service", or dimensions of people such as "sex"."""
    free, every = not_from_a_csc(records, margins), everybody(records, margins)
    tables = [*_tables(plan.how_many(records), free), *_tables(plan.why(records), every), _visits(records, free)]
    tables += [grouped for name in breakdowns for grouped in _tables(_breakdown(records, name), free)]
    owned, ways = _owners(records), _ways(records)
    named = {
        _FIELDS[each.group, each.base]: _marked(each, owned, ways)
        for each in tables
        if not each.dimension and (each.group, each.base) in _FIELDS
    }
    return Counts(
        people=records.people,
        interviews=records.interviews,
        episodes=records.episodes,
        at_csc_desk=int(np.count_nonzero(~free.members)),
        more=tuple(each for each in tables if each.dimension or (each.group, each.base) not in _FIELDS),
        weights=(free.weighting.about, every.weighting.about),
        **named,
    )


def _breakdown(records: Records, name: str) -> Iterator[Part]:
    if name == SERVICE:
        return plan.of_services(records)
    if name not in DIMENSIONS:
        raise ValueError(f"There is no breakdown {name}; there are {SERVICE} and {', '.join(DIMENSIONS)}")
    return plan.of_levels(records, name, (*sorted(levels(records, name)), ""))


def _tables(parts: Iterable[Part], people: Population) -> Iterator[Grouped]:
    """Parts of one group and base are one table."""
    tables: dict[_Table, list[tuple[str, Counted]]] = {}
    for part in parts:
        of = part.group, part.base, part.dimension, part.level
        tables.setdefault(of, []).append((part.code, people.share(part.inside, part.whole)))
    for (group, base, dimension, level), found in tables.items():
        tally = Tally(found[0][1].share.ratio.base, found[0][1].people)
        cells = tuple(_cell(code, counted) for code, counted in found if counted.inside)
        yield Grouped(group, base, Table(tally, cells), dimension, level)


def _cell(code: str, counted: Counted) -> Cell:
    ratio, interval = counted.share.ratio, counted.share.interval
    return Cell(
        code,
        ratio.part,
        counted.inside,
        counted.outside,
        estimate=ratio.estimate,
        low=interval.low,
        high=interval.high,
        se=ratio.se,
        n_eff=interval.sure,
    )


def _visits(records: Records, people: Population) -> Grouped:
    counted = people.mean(*plan.visits(records))
    tally = Tally(counted.share.ratio.base, counted.people)
    return Grouped("visits", "answered", Table(tally, (_cell("at_least", counted),) if counted.people else ()))


def _marked(of: Grouped, owners: Mapping[str, str], ways: Mapping[str, str]) -> Table:
    """The table with the owner of each reason, or the way of each channel."""
    fixes, own = (owners if of.group == "reason" else {}), (ways if of.group == "channel" else {})
    cells = (replace(cell, fix=fixes.get(cell.code, ""), way=own.get(cell.code, "")) for cell in of.table.cells)
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


def _owners(records: Records) -> dict[str, str]:
    """Who could change most visits of each reason: `not_online` belongs to two, by the service."""
    counted = Counter[tuple[str, str]]()
    for kind, times in _times(records):
        for reason in kind.reasons.split() if kind.csc else ():
            code, _, fix = reason.partition(":")
            counted[code, fix] += times
    return {code: fix for (code, fix), _ in sorted(counted.items(), key=lambda item: (item[1], item[0]))}
