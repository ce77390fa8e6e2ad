"""One period's figures out of the database: records by SQL, labels from the revisions, figures by the pure floor."""

from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.stats.counting import SERVICE, count
from bot.stats.labels import labels
from bot.stats.most_named import asked_by
from bot.stats.publish import decide
from bot.stats.summary import Summary, gather
from bot.stats.weeks import span, week_of
from bot.store import records, revisions
from bot.usecases.margins import margins
from bot.usecases.said import answers

Also: TypeAlias = Literal["most_named", "said", "said_by_level"]
"""The leading reason of each service (decided already); satisfaction, intention and usefulness; usefulness by its levels."""


def summary(tx: Connection, weeks: Sequence[str], breakdowns: Sequence[str] = (), *, without: Sequence[str] = ()) -> Summary:
    """Everything that is known about these weeks, with what may not be published marked; `breakdowns` as in `count`.

    By service also the most named reasons.

    Tests never count; interviews with one of the flags `without` are left out, too.
    """
    also: tuple[Also, ...] = ("said", "said_by_level", *(("most_named",) if SERVICE in breakdowns else ()))
    found = gathered(tx, weeks, breakdowns, without=without, also=also)
    country = decide(figure for figure in found.figures if not figure.dimension)
    # Breakdowns are published in blocks of their own: no row of the country hides for their sake.
    return replace(found, figures=(*country, *decide(figure for figure in found.figures if figure.dimension)))


def gathered(
    tx: Connection,
    weeks: Sequence[str],
    breakdowns: Sequence[str] = (),
    *,
    without: Sequence[str] = (),
    also: Collection[Also] = (),
) -> Summary:
    """The same before anybody decides about the figures, and only with what is asked for by `also`."""
    told = answers(tx, weeks, without=without, levels="said_by_level" in also) if "said" in also else None
    read = records.read(tx, weeks, without=without, named=told is not None)
    counts = count(read, margins(tx), breakdowns, most_named="most_named" in also, answers=told)
    found = gather(weeks, counts, labels(revisions.scripts(tx)))
    asked = records.revisions(tx, weeks)
    figures = tuple(replace(figure, revisions=asked) for figure in found.figures)
    return replace(found, figures=figures, most_named=asked_by(found.most_named, asked))


def all_weeks(tx: Connection, now: int) -> tuple[str, ...]:
    """From the first week in which an interview became final to the running one."""
    running = week_of(now)
    return span(f"{min((running, *records.weeks(tx)))}..{running}")
