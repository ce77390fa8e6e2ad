import random

import pytest

from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from tests.example import EXAMPLE

NOW = 1_790_000_000


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "nege.sqlite3", create=True)
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, NOW, open_=True)
    yield store
    store.close()


@pytest.fixture
def keys():
    return Keys("a secret of the tests that is long enough")


@pytest.fixture
def dice():
    return random.Random(1)
