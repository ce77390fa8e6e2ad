"""The demo's past: its weeks close one after another, as they do on Mondays, so that something is published."""

from bot.stats.weeks import bounds, week_of
from bot.store import records
from bot.store.engine import Store
from bot.usecases.disclosure import close_week
from bot.usecases.publications import CLOSES_AFTER


def close_weeks(store: Store, now: int) -> None:
    """Publish every week before the running one, and the blocks that ended, each at its own Monday."""
    with store.read() as tx:
        weeks = records.weeks(tx)
    for week in weeks:
        if week < week_of(now):
            close_week(store, min(bounds(week)[1] + CLOSES_AFTER, now))
