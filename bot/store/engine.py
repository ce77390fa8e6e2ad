"""The database: one SQLite file, opened so that a commit is on the disk. Everything particular to the dialect is here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import alembic.command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from bot.errors import StoreError

BUSY_SECONDS = 30
LOG_SECONDS = 1
"""How long emptying the log waits for readers; the caller tries again later."""

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


class Store:
    """Transactions on one database. `write` waits for other writers; `read` sees one moment and changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back by any exception."""
        with self._engine.execution_options(begin="BEGIN IMMEDIATE").begin() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._engine.execution_options(begin="BEGIN").begin() as tx:
            yield tx

    def forget_log(self) -> bool:
        """Empty the write-ahead log, so that what was erased is in no file any more; False if a reader still needs it."""
        with self._engine.connect().execution_options(begin="") as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={LOG_SECONDS * 1000}")
            try:
                return connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar() == 0
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    def close(self) -> None:
        self._engine.dispose()


def open_store(path: Path, *, create: bool = False) -> Store:
    """The store in this file; `create` makes the file and brings it to the newest version.

    Raises:
        StoreError: there is no such file, or it is of another version.
    """
    if not create and not path.exists():
        raise StoreError(f"There is no database {path}: name it with --database or NEGE_DATABASE, or start `nege run` once.")
    store = Store(_engine(path))
    if create:
        migrate(store)
    check_version(store)
    return store


def migrate(store: Store) -> None:
    """Bring the tables to the newest version."""
    with store.write() as tx:
        config = _config()
        config.attributes["connection"] = tx
        alembic.command.upgrade(config, "head")


def check_version(store: Store) -> None:
    """Raises StoreError unless the tables are those of this version of Nege."""
    with store.read() as tx:
        found = MigrationContext.configure(tx).get_current_revision()
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if found != newest:
        raise StoreError(f"The database has version {found or 'none'}, Nege needs {newest}: run `nege migrate`.")


def away(error: BaseException) -> bool:
    """Is it the database that failed (locked, full, damaged, gone), and not the data or the code? Then nothing was kept."""
    of_data_or_code = IntegrityError | DataError | ProgrammingError | NotSupportedError
    return isinstance(error, DBAPIError) and not isinstance(error, of_data_or_code)


def inserting(table: Any) -> sqlite.Insert:
    """An INSERT of this dialect, which knows ON CONFLICT."""
    return sqlite.insert(table)


def _engine(path: Path) -> Engine:
    _make(path)
    # Values stay out of error texts: they could be somebody's words.
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(f"sqlite:///{path}", connect_args=arguments, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make(path: Path) -> None:
    if path.exists():
        return
    try:
        path.touch(mode=0o600)  # only the account that runs the bot reads what people said
    except OSError as error:
        raise StoreError(f"The database {path} cannot be made: {error.strerror}.") from None


def _prepare(connection: Any, _: object) -> None:
    # The driver must not begin transactions on its own: it would begin them deferred, and a writer could find itself too late.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    return config
