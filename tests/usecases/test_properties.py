"""Whatever people do, and however their updates are cut into transactions, the database tells one and the same story."""

import random
import tempfile
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from bot.interview.events import Command, Start, Tap, Typed
from bot.interview.state import FINAL, decode
from bot.store import answers, revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.store.tables import Interview
from bot.usecases.facts import rebuild
from tests.example import EXAMPLE
from tests.usecases.chatting import NOW, Talk

PEOPLE = 3
WORDS = ("1", "5", "ru", "нет слов", "passport", "/start", "")
COMMANDS = ("language", "stop", "why", "privacy", "help", "forget", "again")

# Mostly buttons, or nobody gets far.
DEEDS = st.lists(st.tuples(st.integers(1, PEOPLE), st.integers(0, 99), st.integers(0, 11)), min_size=5, max_size=90)
CUTS = st.lists(st.integers(1, 12), min_size=1, max_size=30)


@contextmanager
def talking():
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "nege.sqlite3", create=True)
        with store.write() as tx:
            revisions.publish(tx, EXAMPLE, NOW, open_=True)
        yield Talk(store, Keys("a-secret-of-the-tests-that-is-long-enough"), random.Random(1))
        store.close()


def event(talk, person, kind, number):
    if person not in talk.replies or kind < 3:
        return Start(NOW)
    if kind < 75:
        keyboard = talk.keyboard(person)
        return Tap(keyboard[number % len(keyboard)], NOW) if keyboard else Typed("5", NOW)
    if kind < 92:
        return Typed(WORDS[number % len(WORDS)], NOW)
    return Command(COMMANDS[number % len(COMMANDS)], NOW)


def played(talk, deeds):
    """What came in while the deeds were done one by one, every ninth update twice."""
    came = []
    for place, (person, kind, number) in enumerate(deeds):
        incoming = talk.incoming(person, event(talk, person, kind, number), message=1, callback="c")
        for _ in range(2 if place % 9 == 8 else 1):
            talk.send(incoming)
            came.append(incoming)
    return came


def story(store):
    """Every row of every table; of the addresses, which are sealed differently every time, only whether there is one."""
    with store.read() as tx:
        found = {}
        for name, table in SQLModel.metadata.tables.items():
            columns = [column.is_not(None) if column.name == "address" else column for column in table.columns]
            found[name] = sorted(tx.execute(table.select().with_only_columns(*columns)).all(), key=repr)
        return found


@given(DEEDS, CUTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_cut_into_batches_changes_nothing(deeds, cuts):
    with talking() as one, talking() as many:
        came = played(one, deeds)
        place, turn = 0, 0
        while place < len(came):
            size = cuts[turn % len(cuts)]
            many.send(*came[place : place + size])
            place, turn = place + size, turn + 1

        assert story(many.store) == story(one.store)


@given(DEEDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_agree_with_each_other(deeds):
    with talking() as talk:
        played(talk, deeds)
        before = story(talk.store)
        rebuild(talk.store, NOW)

        rows = story(talk.store)
        with talk.store.read() as tx:
            kept = {
                row.id: answers.read(tx, row.id)
                for row in tx.execute(SQLModel.metadata.tables[Interview.__tablename__].select())
            }

    assert _without_numbers(rows["episode"]) == _without_numbers(before["episode"])
    for row in rows["interview"]:
        if row.status in FINAL:
            assert (row.state, bool(row.week), bool(row.final_at)) == ("", True, True)
            assert row.status != "ineligible" or not kept[row.id]
        else:
            state = decode(row.state)
            noted = {key: answer for key, answer in state.answers.items() if answer.slot.question != "note"}
            assert {answer.slot.key: answer for answer in kept[row.id]} == noted
            assert (row.turn, row.status, row.language) == (state.turn, state.status, state.language)
    assert len(rows["contact"]) == len(rows["respondent"]) == len({row.respondent_id for row in rows["interview"]})
    assert not rows["failed_update"]


def _without_numbers(episodes):
    return sorted((row._mapping["interview_id"], *row[2:]) for row in episodes)
