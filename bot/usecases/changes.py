"""Changes of a publication against that of the period before: tested when it is frozen, read by everybody else."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from bot.stats.change import mix_shifted
from bot.stats.changes import Told, barred, changes
from bot.stats.figure import Figure
from bot.stats.lists import lists
from bot.stats.shifts import Barred, Changes
from bot.stats.summary import Summary
from bot.store import methods, revisions


def against(tx: Connection, before: Summary, now: Told, recount: Callable[[], Sequence[Figure]]) -> Changes:
    """What may be named of the changes since `before`, whose figures `recount` gives from today's rows."""
    shifted = _shifted(tx, before.weeks, now.seen.weeks)
    return barred(before, shifted) if shifted else changes(Told(before, recount()), now)


def _shifted(tx: Connection, before: Sequence[str], now: Sequence[str]) -> Barred:
    """Did people come from other places, or were they asked with other lists?"""
    if mix_shifted(_places(tx, before), _places(tx, now)):
        return "recruitment"
    return "lists" if mix_shifted(_lists(tx, before), _lists(tx, now)) else ""


def _places(tx: Connection, weeks: Sequence[str]) -> dict[str, int]:
    return {part.code: part.number for part in methods.places(tx, weeks)}


def _lists(tx: Connection, weeks: Sequence[str]) -> dict[str, int]:
    """Interviews by the lists that they were asked with."""
    asked = methods.revisions(tx, weeks)
    scripts = revisions.by_id(tx, {revision.id for revision in asked})
    found: dict[str, int] = {}
    for revision in asked:
        name = lists(scripts[revision.id])
        found[name] = found.get(name, 0) + revision.interviews
    return found
