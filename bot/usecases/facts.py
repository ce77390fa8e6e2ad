"""Episodes again from what was answered, when the code that makes them changed."""

from bot.interview.facts import episodes as facts
from bot.store import answers, audit, episodes, revisions
from bot.store.engine import Store


def rebuild(store: Store, now: int) -> int:
    """Write every episode anew from the answers and their revisions, in one transaction; returns how many there are."""
    with store.write() as tx:
        episodes.erase_all(tx)
        sources = episodes.sources(tx)
        scripts = revisions.by_id(tx, {source.revision_id for source in sources})
        written = 0
        for source in sources:
            found = facts(scripts[source.revision_id], answers.read(tx, source.interview_id))
            written += episodes.write(tx, source.interview_id, source.respondent_id, source.week, source.place, found)
        audit.note(tx, now, "facts rebuild", f"{written}")
        return written
