"""Afterwards: is every answer that the bot acknowledged in the database, once, and nothing else?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as File

from bench.answers.expected import Path
from bot.interview.state import decode
from bot.store import answers, interviews
from bot.store.engine import Store
from bot.store.keys import Keys

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Played:
    """One citizen of the ledger: the path, and how many of its steps the bot acknowledged."""

    person: int
    path: int
    steps: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was compared, and what is wrong, in words."""

    interviews: int
    answers: int
    wrong: tuple[str, ...]


def read(ledger: File) -> list[Played]:
    """The ledger of loadgen.c: `PERSON PATH STEPS` a line."""
    return [Played(*map(int, line.split())) for line in ledger.read_text("utf-8").splitlines()]


def check(store: Store, keys: Keys, played: Sequence[Played], paths: Sequence[Path]) -> Verdict:
    """Compare every interview of the ledger with its path."""
    wrong: list[str] = []
    for start in range(0, len(played), AT_ONCE):
        wrong += _some(store, keys, played[start : start + AT_ONCE], paths)
    kept = sum(len(paths[one.path].kept(one.steps)) for one in played)
    return Verdict(len(played), kept, tuple(wrong))


def _some(store: Store, keys: Keys, played: Sequence[Played], paths: Sequence[Path]) -> Iterator[str]:
    hashes = [keys.person_hash(one.person) for one in played]
    with store.read() as tx:
        known = interviews.find(tx, hashes)
        for one, hashed in zip(played, hashes, strict=True):
            found = known.get(hashed)
            if found is None or found.interview is None:
                yield f"citizen {one.person}: no interview"
                continue
            stored = answers.read(tx, found.interview.id)
            wanted = paths[one.path].kept(one.steps)
            given = {(kept.slot.question, kept.slot.item): (kept.codes, kept.number) for kept in stored}
            if given != {key: (kept.codes, kept.number) for key, kept in wanted.items()}:
                yield f"citizen {one.person}: {len(given)} answers stored, {len(wanted)} acknowledged, or others"
            if not _stands(found.interview, paths[one.path], one.steps):
                yield f"citizen {one.person}: the interview stands elsewhere than after {one.steps} steps"


def _stands(stored: interviews.Stored, path: Path, steps: int) -> bool:
    if steps == len(path.steps):
        return stored.status == "completed"
    state = decode(stored.state)
    return state.turn == steps and len(state.answers) == len(path.kept(steps))
