"""The database, one SQLite file or PostgreSQL, opened so that a commit is on the disk: what differs between them is here."""

import select as ready
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import alembic.command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    ExceptionContext,
    Table,
    any_,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    NotSupportedError,
    PendingRollbackError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.sql.dml import ReturningInsert

from bot.errors import StoreError
from bot.store.journal import Journal

BUSY_SECONDS = 30
"""How long a writer waits for another one, or for a row of another one."""

LOG_SECONDS = 1
"""How long emptying the log waits for readers; the caller tries again later."""

SCHEMES: Final = ("postgresql://", "postgres://")
Insert: TypeAlias = sqlite.Insert | postgresql.Insert

_INSERTS: Final[Mapping[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")

# A client that hangs in the middle of a transaction must not keep its people waiting for ever.
_OPTIONS = (
    f"-c synchronous_commit=on -c lock_timeout={BUSY_SECONDS}s -c idle_in_transaction_session_timeout={2 * BUSY_SECONDS}s"
)
_CONNECT = {"connect_timeout": 10, "keepalives_idle": 10, "tcp_user_timeout": 1000 * BUSY_SECONDS, "application_name": "nege"}

_OF_DATA_OR_CODE: Final = frozenset({"21", "22", "23", "42", "54"})
"""Classes of SQLSTATE: cardinality, data, integrity, statement, too long for an index."""

_NOT_OURS: Final = frozenset({"42P01", "42703", "42501"})
"""No such table or column, no permission: somebody changed the database under the bot, whatever the update said."""

_AGAIN: Final = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock."""


class Store:
    """Transactions on one database. `write` waits for other writers; `read` sees one moment and changes nothing.

    On PostgreSQL writers run side by side: whoever changes rows of people locks these people first (`lock`). `journal` is
    where erasures are written down, outside the database; None: nowhere.
    """

    def __init__(self, engine: Engine, journal: Journal | None = None) -> None:
        self._engine = engine
        self.journal = journal
        self._alone = engine.dialect.name == "sqlite"
        reading = {"begin": "BEGIN"} if self._alone else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = engine.execution_options(**reading)
        self._writing = engine.execution_options(begin="BEGIN IMMEDIATE") if self._alone else engine

    @property
    def where(self) -> Path | str:
        """The database as `open_store` takes it, for another process. It may hold a password."""
        url = self._engine.url
        return (
            Path(url.database or "") if self._alone else url.set(drivername="postgresql").render_as_string(hide_password=False)
        )

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back by any exception."""
        with self._writing.begin() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._reading.begin() as tx:
            yield tx

    def forget_log(self) -> bool:
        """Empty the write-ahead log, so that what was erased is in no file any more; False if a reader still needs it.

        PostgreSQL keeps its log for itself: nothing is done there.
        """
        if not self._alone:
            return True
        with self._engine.connect().execution_options(begin="") as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={LOG_SECONDS * 1000}")
            try:
                return connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar() == 0
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    def close(self) -> None:
        self._engine.dispose()


def open_store(where: Path | str, *, create: bool = False, journal: Path | None = None) -> Store:
    """The store in this file, or at this `postgresql://` address; `create` makes the file and brings it to the newest version.

    The journal of erasures stands beside a SQLite file (`nege.erasures` beside `nege.sqlite3`) unless it is named.

    Raises:
        StoreError: there is no such database, or it is of another version.
    """
    if isinstance(where, str) and where.startswith(SCHEMES):
        return _opened(Store(_postgresql(where), Journal(journal) if journal else None), create=create)
    path = Path(where)
    if not create and not path.exists():
        raise StoreError(f"There is no database {path}: name it with --database or NEGE_DATABASE, or start `nege run` once.")
    return _opened(Store(_sqlite(path), Journal(journal or path.with_suffix(".erasures"))), create=create)


def migrate(store: Store) -> None:
    """Bring the tables to the newest version."""
    with store.write() as tx:
        exclusively(tx, "migrations")
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
    if isinstance(error, NoConnectionError | PendingRollbackError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = _sqlstate(error)
    if state:
        return state in _NOT_OURS or state[:2] not in _OF_DATA_OR_CODE
    return not isinstance(error, IntegrityError | DataError | ProgrammingError | NotSupportedError)


def again(error: BaseException) -> bool:
    """Would the same transaction go well now? It met another one, or a connection that had died while nobody looked."""
    return isinstance(error, DBAPIError) and (error.connection_invalidated or _sqlstate(error) in _AGAIN)


def reason(error: BaseException) -> str:
    """What failed, for the log of the operator: `OperationalError: database is locked`."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return f"{type(cause).__name__}: {cause}"


def inserting(dialect: str, table: Any) -> Insert:
    """An INSERT of this dialect (`tx.dialect.name`), which knows ON CONFLICT."""
    made: Insert = _INSERTS[dialect](table)
    return made


def insert_new(tx: Connection, table: Table, column: str, values: Sequence[int], beside: Mapping[str, int]) -> set[int]:
    """A row for each of these values, in their order, with the same beside each; returns the values that were not there."""
    statement = _new(tx.dialect.name, table, column, tuple(beside))
    if alone(tx):
        return set(tx.execute(statement, [{column: value, **beside} for value in values]).scalars())
    return set(tx.execute(statement, {"each": list(values), **beside}).scalars())


@cache
def _new(dialect: str, table: Table, column: str, names: Sequence[str]) -> ReturningInsert[int]:
    new = inserting(dialect, table)
    if dialect != "sqlite":
        each = func.unnest(bindparam("each", type_=postgresql.ARRAY(table.c[column].type))).column_valued("each")
        same = [bindparam(name, type_=table.c[name].type) for name in names]
        new = new.from_select([column, *names], select(each, *same))
    return new.on_conflict_do_nothing().returning(table.c[column])


def among(dialect: str, column: Any, name: str) -> ColumnElement[bool]:
    """Is the column one of the values of this parameter, a list?

    To PostgreSQL a list is one value: with a value for each of its members, every length would be another statement.
    """
    chosen: ColumnElement[bool]
    if dialect == "sqlite":
        chosen = column.in_(bindparam(name, expanding=True))
        return chosen
    chosen = column == any_(bindparam(name, type_=postgresql.ARRAY(column.type)))
    return chosen


def alone(tx: Connection) -> bool:
    """Is this the only transaction that writes? So it is on SQLite."""
    return tx.dialect.name == "sqlite"


def lock(tx: Connection, people: Iterable[bytes]) -> None:
    """Let nobody else change these people (by their hashes) until the end of the transaction; waits for whoever does.

    Everybody locks in the same order, so that two cannot wait for each other; what is read afterwards is the newest.
    """
    keys = sorted({int.from_bytes(person[:8], "big", signed=True) for person in people})
    if keys and not alone(tx):
        tx.execute(_lock, {"keys": keys}).all()


def exclusively(tx: Connection, work: str) -> None:
    """Let nobody else do this work (a name) until the end of the transaction; waits for whoever does."""
    if not alone(tx):
        tx.execute(_exclusively, {"work": work}).all()


# One number is a person, two numbers are a work: PostgreSQL keeps them apart.
_lock = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")
_exclusively = text("SELECT pg_advisory_xact_lock(1, hashtext(:work))")


def _opened(store: Store, *, create: bool) -> Store:
    try:
        if create:
            migrate(store)
        check_version(store)
    except DBAPIError as error:
        store.close()
        raise StoreError(f"The database cannot be used ({reason(error)}).") from None
    except BaseException:
        store.close()
        raise
    return store


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _postgresql(address: str) -> Engine:
    url = _url(address)
    options = f"{_OPTIONS} {url.query.get('options', '')}".strip()
    engine = create_engine(
        url, isolation_level="READ COMMITTED", connect_args=_CONNECT | {"options": options}, hide_parameters=True
    )
    event.listen(engine, "handle_error", _without_details)
    event.listen(engine, "checkout", _alive)
    return engine


def _url(address: str) -> URL:
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise StoreError("NEGE_DATABASE_URL is no address such as postgresql://user:password@host:5432/nege.") from None


def _alive(connection: Any, _: object, __: object) -> None:
    # To a connection that nobody uses the server only speaks to say farewell: seen without asking it anything.
    heard = ready.poll()
    heard.register(connection.fileno(), ready.POLLIN)
    if heard.poll(0):
        raise DisconnectionError


def _without_details(context: ExceptionContext) -> None:
    # The first line of an error says what happened; the lines below quote the row, and that could be somebody's words.
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error and error.args and isinstance(error.args[0], str):
            error.args = (error.args[0].partition("\n")[0], *error.args[1:])


def _sqlite(path: Path) -> Engine:
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
