"""What figures count, out of what was answered: when an interview becomes final, and again when this code changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.interview.facts import EpisodeFact
from bot.interview.facts import episodes as facts
from bot.interview.profile import Profile, profile
from bot.interview.state import Answer
from bot.script.model import Script
from bot.store import answers, audit, episodes, profiles, revisions
from bot.store.engine import Store
from bot.store.episodes import Source


@dataclass(frozen=True, slots=True)
class Derived:
    """What figures count of one interview."""

    profile: Profile
    episodes: tuple[EpisodeFact, ...]


def derived(script: Script, given: Iterable[Answer]) -> Derived | None:
    """Who answered, and what was told; None if nothing was answered."""
    given = tuple(given)
    if all(answer.withdrawn or answer.skipped for answer in given):
        return None
    return Derived(profile(script, given), facts(script, given))


def keep(tx: Connection, of: Source, found: Derived | None) -> int:
    """Keep what was derived from one final interview; returns how many episodes there are."""
    if found is None:
        return 0
    profiles.write(tx, of, found.profile)
    return episodes.write(tx, of, found.episodes)


def rebuild(store: Store, now: int) -> int:
    """Derive everything anew from the answers and their revisions, in one transaction; returns how many episodes there are."""
    with store.write() as tx:
        episodes.erase_all(tx)
        profiles.erase_all(tx)
        sources = episodes.sources(tx)
        scripts = revisions.by_id(tx, {source.revision_id for source in sources})
        written = sum(keep(tx, of, derived(scripts[of.revision_id], answers.read(tx, of.interview_id))) for of in sources)
        audit.note(tx, now, "facts rebuild", f"{written}")
        return written
