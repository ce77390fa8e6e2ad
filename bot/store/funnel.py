"""How far interviews come, and how each question fares, in sums by language. Interviews that are tests are left out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select
from sqlmodel import col

from bot.interview.state import Answer as Given
from bot.stats.funnel import LEFT, STAGES, Health, Stage, Useful, median_seconds
from bot.stats.weeks import bounds
from bot.store.answers import given
from bot.store.tables import Answer, Interview

LONGEST: Final = 1800
"""Seconds: a longer pause is a pause, not the time that a question takes."""

CHUNK: Final = 5_000


@dataclass(frozen=True, slots=True)
class Leaver:
    """An interview that ended before its last question, with the answers that were given until then."""

    revision: int
    language: str
    answers: dict[str, Given]


def stages(tx: Connection, weeks: Sequence[str]) -> tuple[Stage, ...]:
    """Interviews that began in these weeks, by language and where they stand now."""
    counted = _by(weeks, col(Interview.status), col(Interview.status).in_(STAGES))
    return tuple(Stage(*row) for row in sorted(tuple(each) for each in tx.execute(counted)))


def useful(tx: Connection, weeks: Sequence[str]) -> tuple[Useful, ...]:
    """What those who came to the end said about the hints; "" is nothing."""
    counted = _by(weeks, col(Interview.useful), col(Interview.status) == "completed")
    return tuple(Useful(*row) for row in sorted(tuple(each) for each in tx.execute(counted)))


def questions(tx: Connection, weeks: Sequence[str]) -> tuple[Health, ...]:
    """Each question in each language, without who left there."""
    seconds = _seconds(tx, weeks)
    found = []
    for row in tx.execute(_answers(weeks)).mappings():
        times = seconds[row["question"], row["language"]]
        found.append(Health(**row, seconds=median_seconds(times), timed=sum(times.values())))
    return tuple(found)


def leavers(tx: Connection, weeks: Sequence[str]) -> Iterator[Leaver]:
    """Interviews of these weeks that ended before their last question."""
    columns: tuple[Any, ...] = (col(Interview.id), col(Interview.revision_id), col(Interview.language).label("spoken"))
    mine = and_(_begun(weeks), col(Interview.status).in_(LEFT))
    joined = select(*columns, *Answer.__table__.columns).outerjoin(  # type: ignore[attr-defined]
        Answer, col(Answer.interview_id) == col(Interview.id)
    )
    rows = tx.execute(joined.where(mine).order_by(col(Interview.id)).execution_options(yield_per=CHUNK)).mappings()
    for _, some in groupby(rows, lambda row: row["id"]):
        told = list(some)
        answers = [given(row) for row in told if row["question"] is not None]
        yield Leaver(told[0]["revision_id"], told[0]["spoken"], {each.slot.key: each for each in answers})


def _by(weeks: Sequence[str], column: Any, only: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    of = col(Interview.language), column
    return select(*of, func.count()).where(_begun(weeks), only).group_by(*of)


def _answers(weeks: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """`skipped`: neither a value nor words; `other`: the choice that asks for words, which is called so in every question."""
    nothing = col(Answer.value) == "null"
    parts = {
        "changed": col(Answer.changes) > 0,
        "withdrawn": col(Answer.withdrawn),
        "skipped": and_(nothing, col(Answer.text) == ""),
        "typed": col(Answer.text) != "",
        "other": col(Answer.value).contains('"other"', autoescape=True),
    }
    of = col(Answer.question), col(Interview.language)
    numbers = [func.count(func.distinct(col(Answer.interview_id))).label("interviews"), func.count().label("answers")]
    sums = [func.sum(case((rule, 1), else_=0)).label(name) for name, rule in parts.items()]
    joined = select(*of, *numbers, *sums).join(Interview, col(Interview.id) == col(Answer.interview_id))
    return joined.where(_begun(weeks)).group_by(*of).order_by(*of)


def _seconds(tx: Connection, weeks: Sequence[str]) -> dict[tuple[str, str], dict[int, int]]:
    """For each question and language: how many answers took how many seconds from the one before. Changed ones are left out."""
    before = func.lag(col(Answer.answered_at)).over(
        partition_by=col(Answer.interview_id), order_by=(col(Answer.answered_at), col(Answer.question), col(Answer.item))
    )
    passed = (col(Answer.answered_at) - before).label("passed")
    each = (
        select(col(Answer.question), col(Interview.language), passed)
        .join(Interview, col(Interview.id) == col(Answer.interview_id))
        .where(_begun(weeks), col(Answer.changes) == 0)
        .subquery()
    )
    of = each.c.question, each.c.language, each.c.passed
    counted = select(*of, func.count()).where(each.c.passed.between(0, LONGEST)).group_by(*of)
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for question, language, seconds, often in tx.execute(counted):
        found[question, language][seconds] = often
    return found


def _begun(weeks: Sequence[str]) -> ColumnElement[bool]:
    """Interviews that somebody opened in one of these weeks, which follow each other."""
    first, last = bounds(weeks[0])[0], bounds(weeks[-1])[1]
    real = ~col(Interview.flags).contains("test", autoescape=True)
    return and_(col(Interview.opened_at) >= first, col(Interview.opened_at) < last, real)
