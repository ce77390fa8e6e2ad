"""Reminding, ending and forgetting at the same moment, as two processes do it."""

import asyncio
from contextlib import closing

import pytest
from sqlalchemy import text

from bot.interview.events import Tap
from bot.store.engine import open_store
from bot.usecases.expire import LIFE_SECONDS, expire
from bot.usecases.remind import DAY, make_due
from tests.usecases.chatting import NOW, Talk
from tests.usecases.test_remind import leave

PEOPLE = range(1001, 1021)
BEGUN = NOW - LIFE_SECONDS


@pytest.fixture
def other(database, store):
    """The same database for another process."""
    with closing(open_store(database)) as opened:
        assert opened is not store
        yield opened


@pytest.fixture
def talk(store, keys, dice):
    talk = Talk(store, keys, dice, now=BEGUN)
    for person in PEOPLE:
        leave(talk, person)
    return talk


def rows(store, query):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


def forget(talk, people):
    for person in people:
        nonce = talk.keyboard(person)[0].split(":")[0]
        talk.send(talk.incoming(person, Tap(f"{nonce}:0:!forget", talk.now)))


@pytest.mark.parametrize("work", [make_due, expire])
async def test_forgotten_people_leave_nothing_and_others_are_served_once(talk, store, other, work):
    now = BEGUN + (DAY if work is make_due else LIFE_SECONDS + 1)
    gone = [person for person in PEOPLE if person % 2]

    counts = await asyncio.gather(
        asyncio.to_thread(work, store, now),
        asyncio.to_thread(work, other, now),
        asyncio.to_thread(forget, talk, gone),
    )
    make_due(store, now)

    left = len(PEOPLE) - len(gone)
    assert rows(store, "SELECT count(*) FROM interview") == [(left,)]
    assert left <= counts[0] + counts[1] <= len(PEOPLE)
    if work is make_due:
        assert rows(store, "SELECT count(*), count(DISTINCT interview_id) FROM outbox") == [(left, left)]
    else:
        assert rows(store, "SELECT count(*) FROM interview WHERE status = 'expired'") == [(left,)]
