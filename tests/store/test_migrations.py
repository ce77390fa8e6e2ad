import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

from bot.errors import StoreError
from bot.store.engine import migrate, open_store


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "nege.sqlite3", create=True)
    yield store
    store.close()


def described(inspector, table):
    columns = {(c["name"], str(c["type"]), c["nullable"], bool(c["primary_key"])) for c in inspector.get_columns(table)}
    indexes = {(tuple(i["column_names"]), bool(i["unique"])) for i in inspector.get_indexes(table)}
    unique = {tuple(c["column_names"]) for c in inspector.get_unique_constraints(table)}
    foreign = {(tuple(f["constrained_columns"]), f["referred_table"]) for f in inspector.get_foreign_keys(table)}
    return columns, indexes, unique, foreign


def test_migrations_build_exactly_the_tables(store, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    SQLModel.metadata.create_all(engine)
    wanted = inspect(engine)

    with store.read() as tx:
        found = inspect(tx)
        assert compare_metadata(MigrationContext.configure(tx, opts={"compare_type": True}), SQLModel.metadata) == []
        assert set(found.get_table_names()) - {"alembic_version"} == set(wanted.get_table_names())
        for table in SQLModel.metadata.tables:
            assert described(found, table) == described(wanted, table), table
    engine.dispose()


def test_migrations_and_tables_are_the_same_words_to_sqlite(store):
    def written(tx):
        found = tx.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"))
        return {name: set(re.findall(r"\w[^,\n]*\w", re.sub(r"[\t\n ]+", " ", sql.replace(",", ",\n")))) for name, sql in found}

    engine = create_engine("sqlite://")
    with engine.connect() as wanted, store.read() as tx:
        SQLModel.metadata.create_all(wanted)

        assert written(tx) == written(wanted)
    engine.dispose()


def test_migrating_twice_changes_nothing(store):
    migrate(store)

    with store.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_file_of_another_version_is_refused(store, tmp_path):
    with store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'other'"))

    with pytest.raises(StoreError, match="nege migrate"):
        open_store(tmp_path / "nege.sqlite3")


def test_missing_file_is_not_made_by_reading(tmp_path):
    with pytest.raises(StoreError, match="There is no database"):
        open_store(tmp_path / "nothing.sqlite3")

    assert not (tmp_path / "nothing.sqlite3").exists()


def test_commit_is_durable_and_erased_bytes_are_overwritten(store):
    with store.read() as tx:
        found = {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "secure_delete")
        }
        keys = tx.exec_driver_sql("PRAGMA foreign_keys").scalar()

    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert keys == 1
