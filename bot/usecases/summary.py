"""One period's figures out of the database: counts by SQL, labels from the revisions, figures by the pure floor."""

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.stats.labels import labels
from bot.stats.summary import Summary, summarize
from bot.stats.weeks import span, week_of
from bot.store import figures, revisions


def summary(tx: Connection, weeks: Sequence[str]) -> Summary:
    """Everything that is known about these weeks, with what may not be published marked."""
    return summarize(weeks, figures.count(tx, weeks), labels(revisions.scripts(tx)))


def all_weeks(tx: Connection, now: int) -> tuple[str, ...]:
    """From the first week in which an interview became final to the running one."""
    running = week_of(now)
    return span(f"{min((running, *figures.weeks(tx)))}..{running}")
