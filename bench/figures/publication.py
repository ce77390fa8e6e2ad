"""The publication of a nation's week as the house makes it on Monday, on a database in which the week before is published."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from bench.figures.asked import publish_script
from bench.figures.nation import Nation, fill
from bot.stats.disclosure import Disclosure
from bot.stats.summary import Summary
from bot.stats.weeks import bounds
from bot.store import methods, publications
from bot.store.engine import Store, open_store
from bot.usecases.digest import close_week
from bot.usecases.disclosure import freeze_missing
from bot.usecases.publications import CLOSES_AFTER

MARKED: Final = frozenset({"satisfaction", "useful"})
"""Groups of figures that are read from answers and interviews, not from episodes."""

NOTHING: Final = {"episodes": 0, "people": 0, "wrong": "nothing was frozen"}


def prepare(where: Path | str, nation: Nation) -> None:
    """Fill a database that has the tables with a nation of two weeks, and publish the first of them."""
    before, _ = nation.weeks
    with closing(open_store(where)) as store:
        publish_script(store, bounds(before)[0])
    fill(where, nation)
    with closing(open_store(where)) as store:
        close_week(store, _closes(before))


def publish(store: Store, week: str) -> Mapping[str, Any]:
    """Publish this week; returns its `episodes` (rounded to 5, as everybody sees them), `people`, and what is `wrong`."""
    close_week(store, _closes(week))
    with store.read() as tx:
        frozen = publications.newest(tx, week)
    if frozen is None:
        return NOTHING
    return {"episodes": frozen.summary.episodes, "people": frozen.people, "wrong": _wrong(frozen.summary)}


def disclose(store: Store, week: str) -> Mapping[str, Any]:
    """Freeze how the figures of this week, published already, were made; returns the same, both numbers rounded to 5."""
    freeze_missing(store, _closes(week))
    with store.read() as tx:
        found = methods.latest(tx)
    if found is None or found.period != week:
        return NOTHING
    return {"episodes": found.episodes, "people": found.people, "wrong": _lacks(found)}


def _closes(week: str) -> int:
    """The moment in which its figures freeze, in seconds since 1970."""
    return bounds(week)[1] + CLOSES_AFTER


def _wrong(summary: Summary) -> str:
    shown = {figure.group for figure in summary.figures if figure.published}
    if not shown:
        return "no figure is published"
    if lacking := MARKED - shown:
        return f"nothing is published of {' and '.join(sorted(lacking))}"
    return "" if summary.changes and summary.changes.tested else "no change was tested"


def _lacks(found: Disclosure) -> str:
    if not found.funnel.questions:
        return "no question was counted"
    return "" if any(check.interviews for check in found.checks) else "no interview was flagged"
