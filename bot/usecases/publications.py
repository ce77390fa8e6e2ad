"""Frozen sets of figures, made when a week or a block is over, and corrected by new versions: what outsiders see."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.errors import NegeError
from bot.stats.changes import Told
from bot.stats.correction import FEWEST_GONE, corrected
from bot.stats.counting import SERVICE
from bot.stats.figure import LENGTHS, Block, Figure
from bot.stats.most_named import still_hidden
from bot.stats.publish import decide, for_others
from bot.stats.summary import Summary, for_outsiders
from bot.stats.weeks import block_of, bounds, period_of, shift, span, week_of
from bot.store import audit, publications, records
from bot.store.engine import Store, exclusively
from bot.store.publications import COUNTRY
from bot.usecases.breakdowns import BREAKDOWNS, Breakdown
from bot.usecases.changes import against
from bot.usecases.quality import flag_week
from bot.usecases.summary import Also, gathered

CLOSES_AFTER: Final = 3 * 3600
"""Seconds from the end of a week to the moment in which its figures freeze: Monday 03:00 in Almaty."""

WORK: Final = "digest"
"""Two processes that freeze the same week at once would both find that nobody did."""


class PeriodError(NegeError):
    """A period is a week (2026-W47) or a whole block of 4 or 12 weeks."""


State = Literal["made", "corrected", "there", "missing", "not_over", "nothing", "same", "gone"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; `summary` is what outsiders see now, None where there is nothing."""

    state: State
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class _Period:
    """A week or a whole block."""

    block: Block
    weeks: tuple[str, ...]

    @property
    def name(self) -> str:
        return period_of(self.weeks)

    def over(self, now: int) -> bool:
        return now >= bounds(self.weeks[-1])[1] + CLOSES_AFTER

    @property
    def before(self) -> "_Period":
        """The period of the same length that ended when this one began."""
        return _Period(self.block, block_of(shift(self.weeks[0], -1), len(self.weeks)))


def blocks_of(week: str) -> dict[Block, str]:
    """The names of the periods in which a week lies: itself, its block of 4 weeks and its block of 12."""
    return {block: period_of(block_of(week, length)) for block, length in LENGTHS.items()}


def read_period(name: str) -> tuple[str, ...]:
    """The weeks of a period that is published; raises PeriodError."""
    return _period(name).weeks


def make(store: Store, name: str, now: int, *, scope: str = COUNTRY, breakdowns: Sequence[Breakdown] = BREAKDOWNS) -> Outcome:
    """Freeze the first version of a period that is over; raises PeriodError."""
    period = _period(name)
    with store.write() as tx:
        exclusively(tx, WORK)
        there = publications.latest(tx, period.name, scope=scope)
        if there:
            return Outcome("there", there)
        if not period.over(now):
            return Outcome("not_over")
        found = _freeze(tx, period, now, scope, breakdowns)
        if found:
            audit.note(tx, now, "publication make", f"{period.name} {scope}")
    return Outcome("made" if found else "nothing", found)


def correct(
    tx: Connection, name: str, now: int, *, scope: str = COUNTRY, breakdowns: Sequence[Breakdown] = BREAKDOWNS
) -> Outcome:
    """Freeze a new version of a period from today's rows. Whoever tells officials about it does so in the same transaction.

    What was hidden stays hidden. While one to four people of the period are gone, nothing is corrected: the difference would
    tell what they had said. Raises PeriodError.
    """
    period = _period(name)
    exclusively(tx, WORK)
    old = publications.newest(tx, period.name, scope=scope)
    if old is None:
        return Outcome("missing")
    hidden = _hidden(old.summary)
    draft = _draft(tx, period, breakdowns, hidden)
    gone = old.people - draft.people
    if 0 < gone < FEWEST_GONE:
        return Outcome("gone", old.summary)
    new = corrected(old.summary, draft, gone)
    same = new.figures == old.summary.figures
    new = replace(new, changes=old.summary.changes) if same else _changed(tx, period, draft, new, scope, breakdowns)
    if replace(new, version=old.summary.version) == old.summary:
        return Outcome("same", old.summary)
    publications.freeze(tx, period.name, new, now, scope=scope, people=draft.people)
    audit.note(tx, now, "publication correct", f"{period.name} {scope} {new.version}")
    return Outcome("corrected", new)


def _hidden(summary: Summary) -> frozenset[str]:
    """Ids of what does not show."""
    figures = {figure.id for figure in summary.figures if not figure.published}
    return frozenset(figures | {row.id for row in summary.most_named if not row.published})


def week(tx: Connection, name: str, now: int) -> Summary:
    """The frozen figures of a closed week; frozen now if nobody did."""
    frozen = publications.latest(tx, name)
    return frozen or _frozen(tx, _Period("week", (name,)), now, COUNTRY, ())


def close(tx: Connection, now: int, *, breakdowns: Sequence[Breakdown] = BREAKDOWNS) -> tuple[str, ...]:
    """Freeze the last week that is over and the last block of each length, from Monday 03:00; returns what was made now."""
    last = shift(week_of(now), -1)
    if not _Period("week", (last,)).over(now):
        return ()
    made = []
    for block, length in LENGTHS.items():
        weeks = block_of(last, length)
        ended = weeks if weeks[-1] == last else block_of(shift(weeks[0], -1), length)
        period = _Period(block, ended)
        if publications.latest(tx, period.name) is None and _freeze(tx, period, now, COUNTRY, breakdowns):
            made.append(period.name)
    return tuple(made)


def _period(name: str) -> _Period:
    try:
        weeks = span(name)
    except ValueError as error:
        raise PeriodError(name) from error
    for block, length in LENGTHS.items():
        if weeks == block_of(weeks[0], length) and period_of(weeks) == name:
            return _Period(block, weeks)
    raise PeriodError(name)


def _freeze(tx: Connection, period: _Period, now: int, scope: str, breakdowns: Sequence[Breakdown]) -> Summary | None:
    if period.block != "week" and not (any(each.block == period.block for each in breakdowns) and _anybody(tx, period)):
        return None
    return _frozen(tx, period, now, scope, breakdowns)


def _anybody(tx: Connection, period: _Period) -> bool:
    return not set(records.weeks(tx)).isdisjoint(period.weeks)


def _frozen(tx: Connection, period: _Period, now: int, scope: str, breakdowns: Sequence[Breakdown]) -> Summary:
    draft = _draft(tx, period, breakdowns)
    found = _changed(tx, period, draft, for_outsiders(draft), scope, breakdowns)
    publications.freeze(tx, period.name, found, now, scope=scope, people=draft.people)
    return found


def _changed(
    tx: Connection, period: _Period, draft: Summary, seen: Summary, scope: str, breakdowns: Sequence[Breakdown]
) -> Summary:
    """The same with its changes against the period before, if that was published."""
    old = publications.latest(tx, period.before.name, scope=scope)
    if old is None:
        return seen
    found = against(tx, old, Told(seen, draft.figures), lambda: _figures(tx, period.before, breakdowns))
    return replace(seen, changes=found)


def _draft(tx: Connection, period: _Period, breakdowns: Sequence[Breakdown], before: Collection[str] = ()) -> Summary:
    """Today's figures of a period with their decisions, in view of everything that was published of the same time."""
    # A week that was published has its flags: to look at the moments of all its answers again takes as long as to count it.
    known = publications.published(tx, period.weeks)
    for week in period.weeks:
        if week not in known:
            flag_week(tx, week)
    # Reasons by service are published by statements only, with the breakdown by service.
    named = any(each.name == SERVICE and each.block == period.block for each in breakdowns)
    also: tuple[Also, ...] = ("said",) if period.block == "week" else ("most_named",) if named else ()
    country = gathered(tx, period.weeks, also=also)
    figures = _country(country) if period.block == "week" else _figures(tx, period, breakdowns)
    decided = decide(figures, tuple(_beside(tx, period, breakdowns)), before)
    most_named = still_hidden(country.most_named, before)
    return replace(country, figures=decided, block=period.block, most_named=most_named)


def _figures(tx: Connection, period: _Period, breakdowns: Sequence[Breakdown]) -> tuple[Figure, ...]:
    """The figures of a period before anybody decides."""
    return _country(gathered(tx, period.weeks)) if period.block == "week" else tuple(_broken_down(tx, period, breakdowns))


def _country(summary: Summary) -> tuple[Figure, ...]:
    """The figures of a week that may be looked at by others at all."""
    return tuple(figure for figure in summary.figures if for_others(figure))


def _broken_down(tx: Connection, period: _Period, breakdowns: Sequence[Breakdown]) -> Iterator[Figure]:
    for breakdown in breakdowns:
        if breakdown.block == period.block:
            for figure in breakdown.make(tx, period.weeks):
                yield replace(figure, block=period.block, period=period.name)


def _beside(tx: Connection, period: _Period, breakdowns: Sequence[Breakdown]) -> Iterator[Figure]:
    """What was published of the same time before: today's numbers with the decisions of then."""
    frozen = {each: publications.latest(tx, each.name) for each in _around(period)}
    blocks = [each for each, found in frozen.items() if found and each.block != "week"]
    # A block connects all its weeks with each other, also with one that is corrected.
    time = {week for each in (period, *blocks) if set(each.weeks) & set(period.weeks) for week in each.weeks}
    for each, found in frozen.items():
        if found and time & set(each.weeks):
            shown = {figure.id: figure for figure in found.figures}
            yield from (_as_then(figure, shown) for figure in _figures(tx, each, breakdowns))


def _around(period: _Period) -> list[_Period]:
    """Every other week and block of the same 12 weeks."""
    wave = block_of(period.weeks[0], LENGTHS["where"])
    every = [_Period(block, block_of(week, length)) for block, length in LENGTHS.items() for week in wave[::length]]
    return [each for each in every if each != period]


def _as_then(figure: Figure, then: dict[str, Figure]) -> Figure:
    before = then.get(figure.id)
    # A row that is new since then was not shown.
    return replace(figure, published=bool(before and before.published), why_not=before.why_not if before else "hidden")
