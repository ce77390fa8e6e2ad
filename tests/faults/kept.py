"""What a database of Nege holds, beside what people said."""

import json
import shutil
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sqlalchemy import text

from bot.store.engine import open_store

ANSWERS = """SELECT c.person_hash, a.question, a.item, a.value, a.changes
    FROM answer a JOIN interview i ON i.id = a.interview_id JOIN contact c ON c.respondent_id = i.respondent_id"""
TURNS = """SELECT c.person_hash, i.turn, i.shown_turn, i.status, i.state
    FROM interview i JOIN contact c ON c.respondent_id = i.respondent_id"""


@dataclass
class Kept:
    """By person: the values by question, how often each was changed, and (turn, shown turn, status, nonce) of interviews."""

    values: dict[int, dict[str, object]] = field(default_factory=dict)
    changes: dict[int, dict[str, int]] = field(default_factory=dict)
    turns: dict[int, list[tuple[int, int, str, str]]] = field(default_factory=dict)


@contextmanager
def looking_at(where, folder):
    """The store; a file is copied first, so that nobody but the bot itself repairs what a kill left."""
    if isinstance(where, Path):
        where = _copy(where, folder)
    store = open_store(where)
    try:
        yield store
    finally:
        store.close()


def _copy(file, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in (file.name, f"{file.name}-wal"):
        if (file.parent / name).exists():
            shutil.copy(file.parent / name, folder / name)
    return folder / file.name


def read(store, keys, people):
    """What is kept of these people."""
    names = {keys.person_hash(person.id): person.id for person in people}
    kept = Kept()
    with store.read() as tx:
        for person, question, item, value, changes in tx.execute(text(ANSWERS)):
            key = f"{question}@{item}" if item else question
            kept.values.setdefault(names[bytes(person)], {})[key] = _value(value)
            kept.changes.setdefault(names[bytes(person)], {})[key] = changes
        for person, turn, shown, status, state in tx.execute(text(TURNS)):
            nonce = json.loads(state)["nonce"] if state else ""
            kept.turns.setdefault(names[bytes(person)], []).append((turn, shown, status, nonce))
    return kept


def _value(document):
    value = json.loads(document)
    return tuple(sorted(value)) if isinstance(value, list) else value


def lost(values, people, acknowledged):
    """Answers that were acknowledged and are not kept: neither the last of them, nor one said after it."""
    found = set()
    for person in people:
        held = values.get(person.id, {})
        for key, history in person.said.items():
            last = max((place for place, said in enumerate(history) if said.ref in acknowledged), default=None)
            if last is not None and held.get(key) not in [said.value for said in history[last:]]:
                found.add((person.id, key, history[last].ref))
    return found


def doubled(kept, people):
    """Answers that count twice: changed more often than anybody changed them, in a second interview, or never given."""
    found = {(person.id, "interview") for person in people if len(kept.turns.get(person.id, ())) > 1}
    for person in people:
        for key, changes in kept.changes.get(person.id, {}).items():
            changed = sum(before.value != after.value for before, after in pairwise(person.said.get(key, ())))
            found |= {(person.id, key)} if key not in person.said or changes > changed else set()
    return found


def unmarked(kept, displayed, end):
    """How many questions stand in a chat without the database knowing it: each of them may come once more."""
    waiting = [(person, *interview) for person, found in kept.turns.items() for interview in found]
    places = [(person, f"{nonce}:{turn}" if nonce else end) for person, turn, shown, _, nonce in waiting if shown < turn]
    return sum(place in displayed[person] for person, place in places)


def integrity(file):
    database = sqlite3.connect(file)
    try:
        return database.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        database.close()
