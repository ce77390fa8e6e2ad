"""Grouped sums by SQL: what every figure is made of. Interviews that are tests are never counted."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    SQLColumnExpression,
    and_,
    case,
    distinct,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlmodel import col

from bot.stats.counts import Cell, Counts, Table, Tally
from bot.store.episodes import COUNTED
from bot.store.tables import Answer, Episode, EpisodeReason, Interview

RECENT = ("m1", "m3")
"""Codes of recency: the last month, and one to three months ago."""

_Rows: TypeAlias = Select[*tuple[Any, ...]]
"""A base: one row for each episode, `person` and `episode`. Or its parts: also `code` (and an episode may be in several)."""


def weeks(tx: Connection) -> tuple[str, ...]:
    """Every week in which an interview became final, in order."""
    found = select(col(Interview.week)).where(col(Interview.week).is_not(None)).distinct().order_by(col(Interview.week))
    return tuple(str(week) for week in tx.execute(found).scalars())


def count(tx: Connection, period: Sequence[str]) -> Counts:
    """The counts of all interviews that became final in these weeks."""
    asked_elsewhere = and_(_episodes_of(period), col(Episode.place) != "csc_site")
    both = and_(asked_elsewhere, _in_both_channels())
    visits = and_(_episodes_of(period), col(Episode.csc))
    stated = and_(visits, _stated())
    people, interviews = _answered(tx, period)
    return Counts(
        people=people,
        interviews=interviews,
        episodes=_tally(tx, _base(_episodes_of(period))).n,
        at_csc_desk=_tally(tx, _base(and_(_episodes_of(period), col(Episode.place) == "csc_site"))).people,
        ways_both=_table(tx, both, _way()),
        ways_all=_table(tx, asked_elsewhere, _way()),
        channels_both=_table(tx, both, col(Episode.channel)),
        channels_all=_table(tx, asked_elsewhere, col(Episode.channel)),
        stated=_table(tx, visits, case((_stated(), "stated"), else_="unstated")),
        reasons=_reasons(tx, stated),
        fixes=_table(tx, stated, func.coalesce(func.nullif(col(Episode.fix), ""), "unsorted")),
    )


def _episodes_of(period: Sequence[str]) -> ColumnElement[bool]:
    tests = select(col(Interview.id)).where(col(Interview.flags).like("%test%"))
    return and_(col(Episode.week).in_(period), col(Episode.interview_id).not_in(tests))


def _in_both_channels() -> ColumnElement[bool]:
    return and_(col(Episode.recency).in_(RECENT), col(Episode.at_csc) == "yes", col(Episode.online).in_(("yes", "partly")))


def _stated() -> ColumnElement[bool]:
    named = select(literal(1)).where(col(EpisodeReason.episode_id) == col(Episode.id))
    return exists(named.correlate(Episode))


def _way() -> ColumnElement[str]:
    """The ways of `bot.stats.summary.WAYS`: help at a CSC is neither online nor an operator's work."""
    kind = col(Episode.channel_kind)
    return case(
        (col(Episode.channel) == "csc_operator", "csc_operator"),
        (or_(col(Episode.csc), kind == "assisted"), "assisted"),
        (kind == "digital", "online"),
        (kind == "in_person", "agency"),
        (kind.in_(("phone", "proactive", "proxy")), kind),
        else_="unknown",
    )


def _answered(tx: Connection, period: Sequence[str]) -> tuple[int, int]:
    """People, and interviews, with at least one answer: to have opened the chat and left is not to have answered."""
    said = or_(col(Answer.value).not_in(("null", "[]")), col(Answer.text) != "")
    given = select(literal(1)).where(col(Answer.interview_id) == col(Interview.id), col(Answer.withdrawn).is_(False), said)
    counted = select(func.count(distinct(col(Interview.respondent_id))), func.count()).where(
        col(Interview.week).in_(period),
        col(Interview.status).in_(COUNTED),
        col(Interview.flags).not_like("%test%"),
        exists(given),
    )
    people, interviews = tx.execute(counted).one()
    return people, interviews


def _base(which: ColumnElement[bool]) -> _Rows:
    columns: tuple[Any, ...] = (col(Episode.respondent_id).label("person"), col(Episode.id).label("episode"))
    return select(*columns).where(which)


def _table(tx: Connection, which: ColumnElement[bool], code: SQLColumnExpression[str]) -> Table:
    base = _base(which)
    tally = _tally(tx, base)
    return Table(tally, _cells(tx, tally, base, base.add_columns(code.label("code"))))


def _reasons(tx: Connection, stated: ColumnElement[bool]) -> Table:
    base = _base(stated)
    tally = _tally(tx, base)
    named = base.join(EpisodeReason, col(EpisodeReason.episode_id) == col(Episode.id))
    cells = _cells(tx, tally, base, named.add_columns(col(EpisodeReason.reason).label("code")))
    owners = _owners(tx, named)
    return Table(tally, tuple(Cell(cell.code, cell.n, cell.people, cell.outside, owners[cell.code]) for cell in cells))


def _owners(tx: Connection, named: _Rows) -> dict[str, str]:
    """Who could change most visits of each reason: `not_online` belongs to two, by the service."""
    reason, fix = col(EpisodeReason.reason), col(EpisodeReason.fix)
    counted = named.with_only_columns(reason, fix, func.count().label("n")).group_by(reason, fix)
    return {row.reason: row.fix for row in sorted(tx.execute(counted).all(), key=lambda row: (row.n, row.fix))}


def _tally(tx: Connection, base: _Rows) -> Tally:
    rows = base.subquery()
    n, people = tx.execute(select(func.count(), func.count(distinct(rows.c.person)))).one()
    return Tally(n, people)


def _cells(tx: Connection, tally: Tally, base: _Rows, parts: _Rows) -> tuple[Cell, ...]:
    """For each code its episodes, its people, and the people who also have something in the base outside of it."""
    whole, part = base.subquery(), parts.subquery()
    everything = select(whole.c.person, func.count().label("n")).group_by(whole.c.person).subquery()
    each = select(part.c.person, part.c.code, func.count().label("n")).group_by(part.c.person, part.c.code).subquery()
    only = case((each.c.n == everything.c.n, 1), else_=0)
    found = (
        select(each.c.code, func.sum(each.c.n), func.count(), func.sum(only))
        .join(everything, everything.c.person == each.c.person)
        .group_by(each.c.code)
        .order_by(each.c.code)
    )
    return tuple(Cell(code, n, people, tally.people - alone) for code, n, people, alone in tx.execute(found))
