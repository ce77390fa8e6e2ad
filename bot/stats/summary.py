"""Counts to figures: shares with their bases and intervals, in the order in which they are read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from bot.stats.about import Weights
from bot.stats.codes import FIXES, STATED, WAYS
from bot.stats.counts import Cell, Counts, Grouped, Table
from bot.stats.figure import Base, Block, Figure, Group, figure_id
from bot.stats.labels import Labels
from bot.stats.most_named import MostNamed, labelled
from bot.stats.most_named import for_outsiders as named_for_outsiders
from bot.stats.publish import FEWEST_PEOPLE, ROUNDED_TO, decide, rounded, seen, weights_seen
from bot.stats.shifts import Changes
from bot.stats.weeks import period_of


class Summary(Struct, frozen=True):
    """Everything that is known about one period.

    `weeks` are written 2026-W47, in order. `at_csc_desk`: were people recruited at a CSC left out of ways and channels?
    `weights`: of the people behind ways and channels, and of all; None: unweighted, it describes those who answered.
    In a publication `version` is over 1 where it corrects an earlier one, and `first_known` is False where the most named
    reason is hidden (the first that shows is then not the first). `most_named`: of each service, where services are broken
    down. `changes`: against the period before; None where there is nothing to compare with.
    """

    weeks: tuple[str, ...]
    people: int
    interviews: int
    episodes: int
    at_csc_desk: bool
    figures: tuple[Figure, ...]
    weights: tuple[Weights, Weights] | None = None
    block: Block = "week"
    version: int = 1
    first_known: bool = True
    most_named: tuple[MostNamed, ...] = ()
    changes: Changes | None = None

    @property
    def raked(self) -> tuple[str, ...]:
        """The margins that the shares are weighted to; none: unweighted."""
        return tuple(dict.fromkeys(name for about in self.weights or () for name in about.raked))

    @property
    def period(self) -> str:
        """2026-W47, or 2026-W40..2026-W47."""
        return period_of(self.weeks)

    def of(self, group: Group, base: Base, dimension: str = "", level: str = "") -> tuple[Figure, ...]:
        """The figures of one table; of the country, or of one level of a breakdown."""
        wanted = (group, base, dimension, level)
        return tuple(each for each in self.figures if (each.group, each.base, each.dimension, each.level) == wanted)


_KNOWN: Final[Mapping[Group, tuple[str, ...]]] = {"way": WAYS, "stated": STATED, "fix": FIXES}
"""Parts that are shown in our own order, also where there is none of them."""


def summarize(weeks: Iterable[str], counts: Counts, labels: Labels) -> Summary:
    """The summary of a period, with the decision about every figure as if nothing else were published."""
    found = gather(weeks, counts, labels)
    return replace(found, figures=decide(found.figures))


def gather(weeks: Iterable[str], counts: Counts, labels: Labels) -> Summary:
    """The summary of a period before anybody decides what may be published.

    Parts of which there are none are 0 where the list of parts is ours, and missing otherwise.
    """
    weeks = tuple(weeks)
    figures = tuple(
        replace(_figure(grouped, cell, labels), period=period_of(weeks))
        for grouped in _grouped(counts)
        for cell in _ordered(grouped.table, grouped.group)
    )
    head = counts.people, counts.interviews, counts.episodes, counts.at_csc_desk > 0
    most_named = labelled(counts.most_named, labels, period_of(weeks))
    return Summary(weeks, *head, figures, counts.weights, most_named=most_named)


def _grouped(counts: Counts) -> tuple[Grouped, ...]:
    return (
        Grouped("way", "both", counts.ways_both),
        Grouped("way", "all", counts.ways_all),
        Grouped("channel", "both", counts.channels_both),
        Grouped("channel", "all", counts.channels_all),
        Grouped("stated", "visits", counts.stated),
        Grouped("reason", "stated", counts.reasons),
        Grouped("fix", "stated", counts.fixes),
        *counts.more,
    )


def for_outsiders(summary: Summary) -> Summary:
    """The summary as it may leave the house: rounded, and with every figure that may not be published emptied of its numbers.

    Reasons stand by what is shown of them, since the place of a hidden row between two others would tell how large it is.
    """
    numbers = {name: _rounded_down(getattr(summary, name)) for name in ("people", "interviews", "episodes")}
    tables = list(dict.fromkeys(figure.table for figure in summary.figures))
    figures = tuple(sorted((seen(figure) for figure in summary.figures), key=lambda figure: _in_sight(figure, tables)))
    weights = None if summary.weights is None else (weights_seen(summary.weights[0]), weights_seen(summary.weights[1]))
    shown = replace(summary, **numbers, figures=figures, weights=weights, first_known=_first_known(summary))
    return replace(shown, most_named=named_for_outsiders(summary.most_named))


def _first_known(summary: Summary) -> bool:
    """Does the most named reason that has an owner show? They stand from the most to the least named."""
    return next((figure.published for figure in summary.of("reason", "stated") if figure.fix), True)


def _rounded_down(number: int) -> int:
    """A number of people or cases to the nearest 5; below 30 downwards (few never look like enough), but not to nobody."""
    if number >= FEWEST_PEOPLE:
        return rounded(number)
    return max(number // ROUNDED_TO * ROUNDED_TO, ROUNDED_TO) if number else 0


def _in_sight(figure: Figure, tables: Sequence[tuple[str, ...]]) -> tuple[int, int, bool, float, str]:
    known = _KNOWN.get(figure.group, ())
    place = known.index(figure.code) if figure.code in known else len(known)
    return tables.index(figure.table), place, not figure.published, -(figure.estimate or 0), figure.code


def _ordered(table: Table, group: Group) -> list[Cell]:
    """Known parts in their own order, the others from the most to the least named."""
    found = {cell.code: cell for cell in table.cells}
    first = [found.pop(code, Cell(code, 0, 0, table.base.people)) for code in _KNOWN.get(group, ())]
    return first + sorted(found.values(), key=lambda cell: (-cell.n, cell.code))


def _figure(of: Grouped, cell: Cell, labels: Labels) -> Figure:
    base = of.table.base
    fix = cell.code if of.group == "fix" else cell.fix
    plain = cell.n / base.n if base.n else None
    return Figure(
        id=figure_id(of.group, of.base, cell.code, of.dimension, of.level),
        group=of.group,
        code=cell.code,
        label=cell.label or labels.label(of.group, cell.code),
        base=of.base,
        people=base.people,
        n=base.n,
        numerator=cell.n,
        estimate=plain if cell.estimate is None else cell.estimate,
        fix=fix,
        owner=labels.owner(of.group, fix) if fix else {},
        low=cell.low,
        high=cell.high,
        se=cell.se,
        n_eff=cell.n_eff,
        error=cell.error,
        df=cell.df,
        inside=cell.people,
        outside=cell.outside,
        dimension=of.dimension,
        level=of.level,
        part_of=figure_id("way", of.base, cell.way, of.dimension, of.level) if cell.way else "",
        tried=cell.tried,
    )
