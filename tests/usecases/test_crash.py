"""An acknowledged update is kept, whatever happens to the process the moment after."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.engine import open_store

ROOT = Path(__file__).resolve().parents[2]

# Prints the id of every update that was acknowledged, until it is killed.
PROCESS = """
import asyncio, sys
from bot.interview.events import Start
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.usecases.desk import Desk
from bot.usecases.exchange import Incoming
from tests.example import EXAMPLE

async def main():
    store = open_store(sys.argv[1], create=True)
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, 1, open_=True)
    async with Desk(store, Keys("k" * 40), bot_id=7, clock=lambda: 1_790_000_000) as desk:
        async def one(update):
            await desk.take(Incoming(update, update, update, Start(1)))
            print(update, flush=True)
        for first in range(1, 1_000_000, 20):
            await asyncio.gather(*(one(update) for update in range(first, first + 20)))

asyncio.run(main())
"""


@contextmanager
def process(database):
    command = [sys.executable, "-c", PROCESS, str(database)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as started:
        yield started


def killed(started, acknowledged):
    """The updates that a process acknowledged before and after the one at which it was killed."""
    heard = [int(started.stdout.readline()) for _ in range(acknowledged)]
    started.send_signal(signal.SIGKILL)
    return heard + [int(line) for line in started.stdout.read().split("\n")[:-1]]


def kept(database):
    """The ids of the updates that were kept, and how many rows of each kind they made."""
    tables = ("interview", "contact", "respondent")
    with closing(open_store(database)) as store, store.read() as tx:
        updates = set(tx.execute(text("SELECT update_id FROM seen_update")).scalars())
        return updates, {tx.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in tables}


@pytest.mark.parametrize("acknowledged", [1, 57, 240])
def test_kill_loses_nothing_that_was_acknowledged_and_leaves_nothing_half(database, acknowledged):
    with process(database) as started:
        heard = killed(started, acknowledged)

    updates, counts = kept(database)

    assert set(heard) <= updates
    assert counts == {len(updates)}


def test_two_processes_that_get_the_same_updates_keep_each_once_and_lose_none_by_a_kill(database):
    with process(database) as one, process(database) as other:
        heard = killed(one, 60)
        heard += killed(other, 200)

    updates, counts = kept(database)

    assert set(heard) <= updates
    assert counts == {len(updates)}


def test_file_is_whole_after_a_kill(sqlite_file):
    with process(sqlite_file) as started:
        killed(started, 57)

    with closing(sqlite3.connect(sqlite_file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
