"""Heavy work in a process of its own: whoever serves citizens neither waits for it nor loads what it needs (numpy, scipy)."""

import signal
from contextlib import closing
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from bot.errors import NegeError, traced
from bot.store.engine import Store, open_store

CLOSE_WEEK: Final = "bot.usecases.disclosure:close_week"
MAKE_DUE: Final = "bot.usecases.digest:make_due"
DIGEST: Final = "bot.usecases.digest:for_role"

_running: dict[BaseProcess, str] = {}


class ChildError(NegeError):
    """Work in a child process failed; nothing of it was kept, and it is done again the next time."""


def in_child(store: Store, work: str, *values: Any) -> Any:
    """Do the work (`module:function`, called with a store and the values) on the same database; waits for what it returns.

    Raises:
        ChildError: it failed, or its process ended before it was done.
    """
    spawning = get_context("spawn")
    here, there = spawning.Pipe(duplex=False)
    # A daemon: if this process ends, the work ends; its transaction is then undone by the database.
    process = spawning.Process(target=_work, args=(there, store.where, work, values), daemon=True)
    process.start()
    there.close()
    _running[process] = work
    try:
        done, found = here.recv()
    except EOFError:
        process.join()
        raise ChildError(f"{work}: its process ended with code {process.exitcode} before it was done") from None
    finally:
        del _running[process]
        here.close()
    process.join()
    if not done:
        raise ChildError(f"{work}: {found}")
    return found


def end_children(*works: str) -> None:
    """End what is under way of these works, of all if none is named; whoever waits for it gets a ChildError."""
    for process, work in tuple(_running.items()):
        if not works or work in works:
            process.terminate()


def _work(there: Connection, where: Path | str, work: str, values: tuple[Any, ...]) -> None:
    # Ctrl+C reaches the whole group: it is for the parent to say when this ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    module, _, name = work.partition(":")
    try:
        with closing(open_store(where)) as store:
            found = True, getattr(import_module(module), name)(store, *values)
    except Exception as error:  # noqa: BLE001 - the parent hears of every failure, in words that hold no answer
        found = False, traced(error)
    there.send(found)
