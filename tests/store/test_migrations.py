import re
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

from bot.errors import StoreError
from bot.store.engine import migrate, open_store


def described(inspector, table):
    primary = set(inspector.get_pk_constraint(table)["constrained_columns"])
    columns = {(c["name"], str(c["type"]), c["nullable"], c["name"] in primary) for c in inspector.get_columns(table)}
    indexes = {(tuple(i["column_names"]), bool(i["unique"])) for i in inspector.get_indexes(table)}
    unique = {tuple(c["column_names"]) for c in inspector.get_unique_constraints(table)}
    foreign = {(tuple(f["constrained_columns"]), f["referred_table"]) for f in inspector.get_foreign_keys(table)}
    return columns, indexes, unique, foreign


@pytest.fixture
def made(database, postgres, tmp_path):
    """The same kind of database, with tables straight from the classes."""
    with postgres.fresh("template0") as address:
        other = f"sqlite:///{tmp_path / 'other.sqlite3'}" if isinstance(database, Path) else address
        engine = create_engine(other.replace("postgresql:", "postgresql+psycopg:"))
        SQLModel.metadata.create_all(engine)
        yield inspect(engine)
        engine.dispose()


def test_migrations_build_exactly_the_tables(store, made):

    with store.read() as tx:
        found = inspect(tx)
        assert compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), SQLModel.metadata) == []
        assert set(found.get_table_names()) - {"alembic_version"} == set(made.get_table_names())
        for table in SQLModel.metadata.tables:
            assert described(found, table) == described(made, table), table


def test_migrations_and_tables_are_the_same_words_to_sqlite(sqlite_store):
    def written(tx):
        found = tx.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"))
        return {name: set(re.findall(r"\w[^,\n]*\w", re.sub(r"[\t\n ]+", " ", sql.replace(",", ",\n")))) for name, sql in found}

    engine = create_engine("sqlite://")
    with engine.connect() as wanted, sqlite_store.read() as tx:
        SQLModel.metadata.create_all(wanted)

        assert written(tx) == written(wanted)
    engine.dispose()


def test_migrating_twice_changes_nothing(store):
    migrate(store)

    with store.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_database_of_another_version_is_refused(store, database):
    with store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'other'"))

    with pytest.raises(StoreError, match="nege migrate"):
        open_store(database)


def test_missing_file_is_not_made_by_reading(tmp_path):
    with pytest.raises(StoreError, match="There is no database"):
        open_store(tmp_path / "nothing.sqlite3")

    assert not (tmp_path / "nothing.sqlite3").exists()


def test_commit_is_durable_and_erased_bytes_are_overwritten(sqlite_store):
    with sqlite_store.read() as tx:
        found = {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "secure_delete")
        }
        keys = tx.exec_driver_sql("PRAGMA foreign_keys").scalar()

    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert keys == 1


def test_several_processes_that_start_at_once_build_the_tables_once(postgres):
    with postgres.fresh("template0") as address:
        opened, errors = [], []

        def start():
            try:
                opened.append(open_store(address, create=True))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
                errors.append(error)

        threads = [threading.Thread(target=start) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for store in opened:
            store.close()

    assert (len(opened), errors) == (4, [])
