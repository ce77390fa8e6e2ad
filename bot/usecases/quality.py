"""The interviews of a week get their flags when it closes: only then is it known what is fast, or many, in this week."""

from sqlalchemy import Connection

from bot.stats.quality import flagged
from bot.store import flags


def flag_week(tx: Connection, week: str) -> int:
    """Flag speeders, bursts and tests of a week; returns of how many the flags changed (none, when it is done again)."""
    walks = flags.walks(tx, week)
    found = flagged(walks)
    changed = {walk.interview: found[walk.interview] for walk in walks if found[walk.interview] != walk.flags}
    flags.put(tx, changed)
    return len(changed)
