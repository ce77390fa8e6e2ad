"""Counts to figures: unweighted shares with their bases, in the order in which they are read."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.stats.counts import Cell, Counts, Table
from bot.stats.figure import Base, Figure, Group, hidden
from bot.stats.labels import Labels
from bot.stats.publish import refuse

WAYS = ("online", "csc_operator", "assisted", "agency", "phone", "proactive", "proxy", "unknown")
"""Ways to a service, in the order in which they are read: assisted = at a CSC with one's own phone or on its computer."""

STATED = ("stated", "unstated")

FIX_ORDER = ("inform", "repair", "help", "access", "rule", "keep", "unsorted")
"""From what can be changed soonest to what is not to be changed; unsorted: only typed reasons, which must be read first."""


class Summary(Struct, frozen=True):
    """Everything that is known about one period. Unweighted: it describes those who answered.

    `weeks` are written 2026-W47, in order. `at_csc_desk`: were people recruited at a CSC left out of ways and channels?
    """

    weeks: tuple[str, ...]
    people: int
    interviews: int
    episodes: int
    at_csc_desk: bool
    figures: tuple[Figure, ...]

    @property
    def period(self) -> str:
        """2026-W47, or 2026-W40..2026-W47."""
        return "..".join(dict.fromkeys((self.weeks[0], self.weeks[-1]))) if self.weeks else ""

    def of(self, group: Group, base: Base) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.group == group and figure.base == base)


def summarize(weeks: Iterable[str], counts: Counts, labels: Labels) -> Summary:
    """The summary of a period; parts of which there are none are 0 where the list of parts is ours, and missing otherwise."""
    plan: tuple[tuple[Group, Base, Table, tuple[str, ...]], ...] = (
        ("way", "both", counts.ways_both, WAYS),
        ("way", "all", counts.ways_all, WAYS),
        ("channel", "both", counts.channels_both, ()),
        ("channel", "all", counts.channels_all, ()),
        ("stated", "visits", counts.stated, STATED),
        ("reason", "stated", counts.reasons, ()),
        ("fix", "stated", counts.fixes, FIX_ORDER),
    )
    figures = tuple(
        _figure(group, base, table, cell, labels) for group, base, table, known in plan for cell in _ordered(table, known)
    )
    return Summary(tuple(weeks), counts.people, counts.interviews, counts.episodes, counts.at_csc_desk > 0, figures)


def for_outsiders(summary: Summary) -> Summary:
    """The summary with every figure that may not be published emptied of its numbers."""
    return replace(summary, figures=tuple(hidden(figure) for figure in summary.figures))


def _ordered(table: Table, known: tuple[str, ...]) -> list[Cell]:
    """Known parts in their own order, the others from the most to the least named."""
    found = {cell.code: cell for cell in table.cells}
    first = [found.pop(code, Cell(code, 0, 0, table.base.people)) for code in known]
    return first + sorted(found.values(), key=lambda cell: (-cell.n, cell.code))


def _figure(group: Group, base: Base, table: Table, cell: Cell, labels: Labels) -> Figure:
    fix = cell.code if group == "fix" else cell.fix
    why_not = refuse(table.base.people, cell.people, cell.outside)
    return Figure(
        id=f"{group}.{base}.{cell.code}",
        group=group,
        code=cell.code,
        label=labels.label(group, cell.code),
        base=base,
        people=table.base.people,
        n=table.base.n,
        numerator=cell.n,
        estimate=cell.n / table.base.n if table.base.n else None,
        published=not why_not,
        why_not=why_not,
        fix=fix,
        owner=labels.owner(group, fix) if fix else {},
    )
