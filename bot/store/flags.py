"""Flags of interviews: read with what decides about them, written when a week closes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, and_, bindparam, func, select, update
from sqlmodel import col

from bot.stats.quality import FLAGS, Walk
from bot.store.episodes import COUNTED
from bot.store.plainly import plainly
from bot.store.tables import Answer, Interview, table


def walks(tx: Connection, week: str) -> tuple[Walk, ...]:
    """Every final interview of a week whose answers are kept; withdrawn answers do not count."""
    joined = and_(col(Answer.interview_id) == col(Interview.id), col(Answer.withdrawn).is_(False))
    answered = col(Answer.answered_at)
    took = func.coalesce(func.max(answered) - func.min(answered), 0)
    begun = (col(getattr(Interview, name)) for name in ("id", "recruited_at", "source", "opened_at"))
    found = (
        select(*begun, func.count(answered), took, col(Interview.flags))
        .select_from(Interview)
        .outerjoin(Answer, joined)
        .where(col(Interview.week) == week, col(Interview.status).in_(COUNTED))
        .group_by(col(Interview.id))
    )
    return tuple(Walk(*row) for rows in plainly(tx, found) for row in rows)


def put(tx: Connection, flags: Mapping[int, str]) -> None:
    """Write the flags of these interviews."""
    changed = [{"the_id": interview, "the_flags": said} for interview, said in sorted(flags.items())]
    if changed:
        of_one = update(table(Interview)).where(col(Interview.id) == bindparam("the_id"))
        tx.execute(of_one.values(flags=bindparam("the_flags")), changed)


def count(tx: Connection, period: Sequence[str]) -> dict[str, int]:
    """How many interviews of these weeks have each flag."""
    of_period = col(Interview.week).in_(period), col(Interview.status).in_(COUNTED)
    counted = (select(func.count()).where(*of_period, col(Interview.flags).like(f"%{flag}%")) for flag in FLAGS)
    return dict(zip(FLAGS, (tx.execute(each).scalar_one() for each in counted), strict=True))
