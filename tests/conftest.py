import pytest

from tests import postgres as wheel


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write what the bot says now into the transcripts")


@pytest.fixture
def update(request) -> bool:
    """Should expected texts be rewritten instead of compared?"""
    return request.config.getoption("--update")


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server for the whole run; it starts when the first test needs it."""
    with wheel.running() as server:
        yield server


@pytest.fixture
def postgresql_address(postgres):
    """The address of a fresh PostgreSQL database that has the tables of this version."""
    with postgres.fresh() as address:
        yield address


@pytest.fixture
def sqlite_file(tmp_path):
    """Where the SQLite file of this test is (or will be)."""
    return tmp_path / "nege.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """Both databases, one after the other: what `open_store` takes."""
    return request.getfixturevalue({"sqlite": "sqlite_file", "postgresql": "postgresql_address"}[request.param])
