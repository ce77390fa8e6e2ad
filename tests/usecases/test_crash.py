"""An acknowledged update is kept, whatever happens to the process the moment after."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Prints the id of every update that was acknowledged, until it is killed.
PROCESS = """
import asyncio, random, sys
from pathlib import Path
from bot.interview.events import Start
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.usecases.desk import Desk
from bot.usecases.exchange import Incoming
from tests.example import EXAMPLE

async def main():
    store = open_store(Path(sys.argv[1]), create=True)
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


@pytest.mark.parametrize("acknowledged", [1, 57, 240])
def test_kill_loses_nothing_that_was_acknowledged_and_leaves_nothing_half(tmp_path, acknowledged):
    file = tmp_path / "nege.sqlite3"
    with subprocess.Popen([sys.executable, "-c", PROCESS, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        heard = [int(process.stdout.readline()) for _ in range(acknowledged)]
        process.send_signal(signal.SIGKILL)
        heard += [int(line) for line in process.stdout.read().split("\n")[:-1]]

    database = sqlite3.connect(file)
    kept = {update for (update,) in database.execute("SELECT update_id FROM seen_update")}
    counts = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("interview", "contact")}
    whole = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()

    assert set(heard) <= kept
    assert set(counts.values()) == {len(kept)}
    assert whole == "ok"
