import sqlite3
import stat

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import StoreError
from bot.store import meta
from bot.store.engine import away, open_store
from bot.store.tables import Meta


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "nege.sqlite3", create=True)
    yield store
    store.close()


def test_write_keeps_all_or_nothing(store):
    def fail():
        with store.write() as tx:
            meta.put(tx, "half", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with store.read() as tx:
        assert meta.get(tx, "half") == ""


def test_read_sees_one_moment_while_others_write(store):
    with store.read() as reader:
        before = meta.get(reader, "name")
        with store.write() as tx:
            meta.put(tx, "name", "new")
        during = meta.get(reader, "name")

    with store.read() as tx:
        assert (before, during, meta.get(tx, "name")) == ("", "", "new")


def test_write_takes_its_turn_at_once_so_that_it_cannot_come_too_late(store, tmp_path):
    other = sqlite3.connect(tmp_path / "nege.sqlite3", timeout=0, isolation_level=None)

    with store.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")

    other.close()


def test_only_the_account_of_the_bot_may_read_the_files(store, tmp_path):
    with store.write() as tx:
        meta.put(tx, "name", "value")

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    assert modes == {"nege.sqlite3": 0o600, "nege.sqlite3-wal": 0o600, "nege.sqlite3-shm": 0o600}


def test_place_where_no_file_can_be_is_told_plainly(tmp_path):
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(tmp_path / "missing" / "nege.sqlite3", create=True)


def test_error_of_a_statement_tells_no_value(store):
    with store.write() as tx, pytest.raises(IntegrityError) as caught:
        tx.execute(insert(Meta), [{"name": "secret words", "value": "1"}, {"name": "secret words", "value": "2"}])

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT * FROM no_such_table", True),
        ("INSERT INTO meta VALUES ('a', NULL)", False),
        ("INSERT INTO contact VALUES (x'00', 99, NULL, 0)", False),
    ],
)
def test_errors_of_data_are_told_from_those_of_the_database(store, statement, expected):
    with store.read() as tx, pytest.raises((OperationalError, IntegrityError)) as caught:
        tx.execute(text(statement))

    assert away(caught.value) is expected
    assert not away(ValueError("a bug"))


def test_log_is_emptied_as_soon_as_no_reader_needs_it(store, tmp_path):
    log = tmp_path / "nege.sqlite3-wal"
    with store.read() as reader:
        meta.get(reader, "name")
        with store.write() as tx:
            meta.put(tx, "name", "value")
        during = store.forget_log()

    assert (during, store.forget_log()) == (False, True)
    assert log.stat().st_size == 0
