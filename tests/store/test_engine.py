import sqlite3
import stat
import threading

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.errors import StoreError
from bot.store import meta
from bot.store.engine import again, away, exclusively, lock, open_store
from bot.store.tables import Meta

SETTINGS = {"synchronous_commit": "on", "transaction_isolation": "read committed", "lock_timeout": "30s"}


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


def test_write_takes_its_turn_at_once_so_that_it_cannot_come_too_late(sqlite_store, sqlite_file):
    other = sqlite3.connect(sqlite_file, timeout=0, isolation_level=None)

    with sqlite_store.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")

    other.close()


def test_only_the_account_of_the_bot_may_read_the_files(sqlite_store, tmp_path):
    with sqlite_store.write() as tx:
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
        ("SELECT no_such_column FROM meta", True),
        ("INSERT INTO meta VALUES ('a', NULL)", False),
        ("INSERT INTO interview (respondent_id) VALUES (99)", False),
        ("INSERT INTO meta VALUES ('a', 'b'), ('a', 'b')", False),
    ],
)
def test_errors_of_data_are_told_from_those_of_the_database(store, statement, expected):
    with store.write() as tx, pytest.raises(DBAPIError) as caught:
        tx.execute(text(statement))

    assert away(caught.value) is expected
    assert not away(ValueError("a bug"))


def test_log_is_emptied_as_soon_as_no_reader_needs_it(sqlite_store, tmp_path):
    store = sqlite_store
    log = tmp_path / "nege.sqlite3-wal"
    with store.read() as reader:
        meta.get(reader, "name")
        with store.write() as tx:
            meta.put(tx, "name", "value")
        during = store.forget_log()

    assert (during, store.forget_log()) == (False, True)
    assert log.stat().st_size == 0


def test_postgresql_has_no_log_to_empty(postgresql_store):
    assert postgresql_store.forget_log()


def test_commit_on_postgresql_waits_for_the_disk_and_each_statement_sees_the_newest(postgresql_store):
    with postgresql_store.write() as tx:
        found = {name: tx.exec_driver_sql(f"SHOW {name}").scalar() for name in SETTINGS}

    assert found == SETTINGS


def test_reader_on_postgresql_changes_nothing(postgresql_store):
    with postgresql_store.read() as tx, pytest.raises(DBAPIError, match="read-only"):
        meta.put(tx, "name", "value")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/nege", "cannot be used"),
        ("postgresql://nobody@127.0.0.1:port/nege", "no address"),
    ],
)
def test_postgresql_that_is_not_there_is_told_plainly(address, words):
    with pytest.raises(StoreError, match=words):
        open_store(address)


def test_database_without_tables_is_not_filled_by_reading(postgres):
    with postgres.fresh("template0") as address, pytest.raises(StoreError, match="version none"):
        open_store(address)


def beside(*works):
    """Run these at the same time, each in a thread."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_whoever_locks_a_person_reads_what_the_one_before_wrote(store):
    def add_one():
        for _ in range(25):
            with store.write() as tx:
                lock(tx, [b"somebody" * 4, b"anybody " * 4])
                meta.put(tx, "sum", str(int(meta.get(tx, "sum") or 0) + 1))

    beside(*[add_one] * 4)

    with store.read() as tx:
        assert meta.get(tx, "sum") == "100"


def test_persons_are_locked_in_one_order_so_that_nobody_waits_for_ever(postgresql_store):
    people = [bytes([number]) * 32 for number in (1, 200, 7, 130, 90)]
    failures = []

    def often(order):
        try:
            for _ in range(50):
                with postgresql_store.write() as tx:
                    lock(tx, order)
        except DBAPIError as error:
            failures.append(error)

    beside(lambda: often(people), lambda: often(people[::-1]), lambda: often(people[2:] + people[:2]))

    assert failures == []


def test_work_that_is_done_by_one_waits_for_the_other(postgresql_store):
    seen = []

    def work():
        with postgresql_store.write() as tx:
            exclusively(tx, "work")
            seen.append("in")
            tx.exec_driver_sql("SELECT pg_sleep(0.01)")
            seen.append("out")

    beside(*[work] * 4)

    assert seen == ["in", "out"] * 4


def test_deadlock_and_a_dead_session_are_worth_another_try(postgresql_store, postgres, postgresql_address):
    with postgresql_store.write() as tx:
        for name in "ab":
            meta.put(tx, name, "")
    both, errors = threading.Barrier(2), []

    def cross(first, second):
        try:
            with postgresql_store.write() as tx:
                meta.put(tx, first, "x")
                both.wait()
                meta.put(tx, second, "x")
        except DBAPIError as error:
            errors.append(error)

    def end_in_the_middle():
        with postgresql_store.write() as tx:
            postgres.end_sessions(postgresql_address)
            meta.put(tx, "name", "value")

    beside(lambda: cross("a", "b"), lambda: cross("b", "a"))
    with pytest.raises(DBAPIError) as dead:
        end_in_the_middle()

    assert [(away(error), again(error)) for error in (*errors, dead.value)] == [(True, True)] * 2


def test_session_that_ended_while_nobody_used_it_is_noticed_in_time(postgresql_store, postgres, postgresql_address):
    with postgresql_store.write() as tx:
        meta.put(tx, "name", "value")

    postgres.end_sessions(postgresql_address)

    with postgresql_store.read() as tx:
        assert meta.get(tx, "name") == "value"


def test_missing_permission_is_no_fault_of_an_update(postgresql_store, postgres, postgresql_address):
    with postgresql_store.write() as tx:
        tx.exec_driver_sql("SET LOCAL ROLE pg_monitor")
        with pytest.raises(DBAPIError) as caught:
            meta.get(tx, "name")

    assert (away(caught.value), again(caught.value)) == (True, False)
