"""What figures count, out of what was answered: when an interview becomes final, and again when this code changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import Connection

from bot.interview.facts import EpisodeFact
from bot.interview.facts import episodes as facts
from bot.interview.profile import Profile, profile
from bot.interview.state import Answer
from bot.script.model import Script
from bot.store import answers, audit, episodes, interviews, meta, profiles, revisions
from bot.store.engine import Store, alone, lock
from bot.store.episodes import Source, Span

VERSION: Final = "1"
"""Raise it with every change of what is derived: `nege migrate` then derives everything anew (a test reminds of it)."""

BATCH: Final = 500
_FACTS: Final = "facts"

Tell: TypeAlias = Callable[[int, int], None]
"""Hears after each batch up to which interview everything is derived anew, and how many episodes that made."""


def silently(_: int, __: int) -> None:
    """Tells nobody."""


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
    profiles.write(tx, of, found.profile, found.episodes)
    return episodes.write(tx, of, found.episodes)


def rebuild(store: Store, now: int, tell: Tell = silently) -> int:
    """Derive everything anew from the answers and their revisions, batch by batch; returns how many episodes there are.

    Whoever answers meanwhile is not kept waiting for longer than one batch; if it is cut off, it has to be done again.
    """
    written, last = 0, 0
    while done := _batch(store, last):
        last, episodes_made = done
        written += episodes_made
        tell(last, written)
    with store.write() as tx:
        meta.put(tx, _FACTS, VERSION)
        audit.note(tx, now, "facts rebuild", f"{written}")
    return written


def refresh(store: Store, now: int, tell: Tell = silently) -> int | None:
    """`rebuild` if it was another version of Nege that derived what is there; None if nothing had to be done."""
    with store.write() as tx:
        if current(tx):
            meta.put(tx, _FACTS, VERSION)
            return None
    return rebuild(store, now, tell)


def current(tx: Connection) -> bool:
    """Was everything that figures count derived by this version? So it is, too, where there is nothing yet."""
    return meta.get(tx, _FACTS) == VERSION or not episodes.any_source(tx)


def _batch(store: Store, after: int) -> tuple[int, int] | None:
    """Derive the next interviews anew: the number of the last one, and how many episodes they have; None after the last."""
    with store.write() as tx:
        some = episodes.stretch(tx, after, BATCH)
        if not some:
            return None
        if not alone(tx):
            # Nobody of these may be erased, or come to an end, while their facts are written again.
            lock(tx, interviews.people(tx, some))
        return some[-1], _again(tx, (some[0], some[-1]))


def _again(tx: Connection, some: Span) -> int:
    episodes.erase_stretch(tx, some)
    profiles.erase_stretch(tx, some)
    sources = episodes.sources(tx, some)
    scripts = revisions.by_id(tx, {source.revision_id for source in sources})
    told = answers.of(tx, [source.interview_id for source in sources])
    return sum(keep(tx, of, derived(scripts[of.revision_id], told.get(of.interview_id, ()))) for of in sources)
