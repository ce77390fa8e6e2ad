import pytest

from bot.store.engine import open_store


@pytest.fixture
def store(database):
    """An empty database, SQLite and PostgreSQL."""
    store = open_store(database, create=True)
    yield store
    store.close()


@pytest.fixture
def sqlite_store(sqlite_file):
    """For what only SQLite has: files and PRAGMAs."""
    store = open_store(sqlite_file, create=True)
    yield store
    store.close()


@pytest.fixture
def postgresql_store(postgresql_address):
    """For what only PostgreSQL has: writers side by side."""
    store = open_store(postgresql_address, create=True)
    yield store
    store.close()


@pytest.fixture
def tx(store):
    with store.write() as connection:
        yield connection
