import random

import pytest

from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.usecases.desk import Desk
from tests.example import EXAMPLE

NOW = 1_790_000_000


def opened(where):
    """A store with one open survey."""
    store = open_store(where, create=True)
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, NOW, open_=True)
    return store


@pytest.fixture
def store(database):
    """One open survey on SQLite, and on PostgreSQL."""
    store = opened(database)
    yield store
    store.close()


@pytest.fixture
def sqlite_store(sqlite_file):
    """For what only SQLite has: files."""
    store = opened(sqlite_file)
    yield store
    store.close()


@pytest.fixture
def postgresql_store(postgresql_address):
    """For what only PostgreSQL has: writers side by side, sessions that end."""
    store = opened(postgresql_address)
    yield store
    store.close()


@pytest.fixture
def keys():
    return Keys("a-secret-of-the-tests-that-is-long-enough")


@pytest.fixture
def dice():
    return random.Random(1)


class Clock:
    """Stands still until a test moves `now`."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def desk(store, keys, dice, clock):
    async with Desk(store, keys, bot_id=7, clock=clock, dice=dice) as desk:
        yield desk
