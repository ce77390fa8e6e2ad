import pytest

from tests import postgres as wheel

FIGURES = "figures"


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write what the bot says now into the transcripts")


@pytest.fixture
def update(request) -> bool:
    """Should expected texts be rewritten instead of compared?"""
    return request.config.getoption("--update")


@pytest.fixture
def tell(record_property):
    """Write figures (and the seed that they come from) below the results, also where all is well and whoever ran the test."""
    return lambda words: record_property(FIGURES, words)


def pytest_terminal_summary(terminalreporter):
    reports = [report for some in terminalreporter.stats.values() for report in some if getattr(report, "when", "") == "call"]
    told = [words for report in reports for name, words in report.user_properties if name == FIGURES]
    if told:
        terminalreporter.section("figures")
    for words in told:
        terminalreporter.write_line(words)


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
