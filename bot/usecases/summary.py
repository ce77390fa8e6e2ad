"""One period's figures out of the database: records by SQL, labels from the revisions, figures by the pure floor."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.stats.counting import count
from bot.stats.labels import labels
from bot.stats.publish import decide
from bot.stats.summary import Summary, gather
from bot.stats.weeks import span, week_of
from bot.store import records, revisions
from bot.usecases.margins import margins


def summary(tx: Connection, weeks: Sequence[str], breakdowns: Iterable[str] = (), *, without: Sequence[str] = ()) -> Summary:
    """Everything that is known about these weeks, with what may not be published marked; `breakdowns` as in `count`.

    Tests never count; interviews with one of the flags `without` are left out, too.
    """
    found = gathered(tx, weeks, breakdowns, without=without)
    country = decide(figure for figure in found.figures if not figure.dimension)
    # Breakdowns are published in blocks of their own: no row of the country hides for their sake.
    return replace(found, figures=(*country, *decide(figure for figure in found.figures if figure.dimension)))


def gathered(tx: Connection, weeks: Sequence[str], breakdowns: Iterable[str] = (), *, without: Sequence[str] = ()) -> Summary:
    """The same before anybody decides."""
    counts = count(records.read(tx, weeks, without=without), margins(tx), breakdowns)
    found = gather(weeks, counts, labels(revisions.scripts(tx)))
    asked = records.revisions(tx, weeks)
    return replace(found, figures=tuple(replace(figure, revisions=asked) for figure in found.figures))


def all_weeks(tx: Connection, now: int) -> tuple[str, ...]:
    """From the first week in which an interview became final to the running one."""
    running = week_of(now)
    return span(f"{min((running, *records.weeks(tx)))}..{running}")
