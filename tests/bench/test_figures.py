"""The benchmark of a nation's week publishes what the bot publishes, and refuses it where something is missing."""

import shutil
from contextlib import closing

import pytest
from sqlalchemy import text

from bench.figures.measure import Measured
from bench.figures.nation import Nation
from bench.figures.publication import disclose, prepare, publish
from bench.figures.run import _complete
from bot.store.engine import open_store

WEEKS = ("2026-W46", "2026-W47")
PEOPLE = 2_500
"""So many that a flag has enough interviews to be told about."""


def prepared(path, people):
    open_store(path, create=True).close()
    prepare(path, Nation(2 * people, WEEKS, asked=True))
    return path


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    return prepared(tmp_path_factory.mktemp("nation") / "nation.sqlite3", PEOPLE)


@pytest.fixture
def store(ready, tmp_path):
    with closing(open_store(shutil.copy(ready, tmp_path))) as opened:
        yield opened


def test_week_is_published_with_its_marks_flags_and_changes(store):
    found = publish(store, WEEKS[1])

    assert found == {"episodes": 3 * PEOPLE, "people": PEOPLE, "wrong": ""}
    with store.read() as tx:
        flags = dict(
            tx.execute(
                text("SELECT flags, count(*) FROM interview WHERE week = :week GROUP BY flags"), {"week": WEEKS[1]}
            ).all()
        )
    assert flags[""] > flags["speeder"] > 0


def test_methods_of_the_published_week_are_frozen(store):
    publish(store, WEEKS[1])

    assert disclose(store, WEEKS[1]) == {"episodes": 3 * PEOPLE, "people": PEOPLE, "wrong": ""}


def test_methods_without_a_publication_of_the_week_are_refused(store):
    assert disclose(store, WEEKS[1])["wrong"] == "nothing was frozen"


def test_publication_without_the_week_before_is_refused(store):
    with store.write() as tx:
        tx.execute(text("DELETE FROM publication"))

    assert publish(store, WEEKS[1])["wrong"] == "no change was tested"


def test_publication_without_answers_is_refused(store):
    with store.write() as tx:
        tx.execute(text("DELETE FROM answer"))

    assert publish(store, WEEKS[1])["wrong"] == "nothing is published of satisfaction"


def test_publication_that_shows_nothing_is_refused(tmp_path):
    with closing(open_store(prepared(tmp_path / "few.sqlite3", 8))) as store:
        assert publish(store, WEEKS[1])["wrong"] == "no figure is published"


@pytest.mark.parametrize(("episodes", "people"), [(1499, 500), (1500, 499), (0, 0)])
def test_measurement_in_which_rows_are_missing_is_refused(episodes, people):
    found = Measured(episodes, people, seconds=1.0, cpu=1.0, mib=1.0)

    assert _complete(found, Nation(500, WEEKS[1:])).wrong == "rows are missing"
