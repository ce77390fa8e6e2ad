"""The desk's path in a process that kills itself before its k-th statement, for every k; one line of JSON for each.

Run as `python -m tests.faults.statements FOLDER`. Each attempt is a fork on a copy of the same database: two batches, the
marks of what was shown, and a sweep. Then the same updates are handled again by a process that lives.
"""

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

from sqlalchemy import event

from bot.interview import taps
from bot.interview.effects import Ask, Redraw, Say
from bot.interview.events import Command, Start, Tap, Typed
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.usecases.desk import Desk
from bot.usecases.exchange import Shown
from tests.example import EXAMPLE
from tests.usecases.chatting import NOW, Talk

KEYS = Keys("a-secret-of-the-tests-that-is-long-enough")
LATER = NOW + 60
ALMOST = ("Lru", "!yes", "=a18", "+passport", "!done", "=csc_operator", "+paper", "!done", "=no_need", "!go", "!skip", "=4")
ROWS = {
    "interview": "SELECT id, respondent_id, language, state, status, turn, week, final_at FROM interview ORDER BY id",
    "answer": "SELECT * FROM answer ORDER BY interview_id, question, item",
    "episode": "SELECT id, interview_id, service, channel, csc, fix FROM episode ORDER BY id",
    "episode_reason": "SELECT * FROM episode_reason ORDER BY episode_id, reason",
    "contact": "SELECT hex(person_hash), respondent_id, unreachable FROM contact ORDER BY respondent_id",
    "erasure": "SELECT hex(person_hash), wave FROM erasure",
    "seen_update": "SELECT update_id FROM seen_update ORDER BY update_id",
}


class Same(random.Random):
    """Chance that always falls alike: an interview that is opened again after a kill must have the same rows."""

    def choices(self, population, *_, k=1, **__):
        return list(population[:1]) * k

    def randrange(self, *_):
        return 1


def prepare(file):
    """People in every phase, and the two batches that they send next."""
    store = open_store(file, create=True)
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, NOW, open_=True)
    talk = Talk(store, KEYS, random.Random(1))
    for person in range(1, 8):
        talk.start(person)
    for person in range(2, 8):
        talk.tap(person, "Lru")
    for person in range(3, 8):
        talk.tap(person, "!yes")
    talk.tap(4, "=a18", "+passport")
    for person in (5, 6):
        talk.tap(person, *ALMOST[2:])
    talk.complete(8)
    first = [
        talk.tapped(1, "Lru"), talk.tapped(2, "!no"), talk.tapped(3, "=a18"), talk.tapped(4, "!done"),
        talk.incoming(5, Typed("спасибо", NOW)), talk.tapped(7, "=a0"), talk.incoming(9, Start(NOW)),
    ]  # fmt: skip
    second = [talk.incoming(6, Command("stop", NOW)), talk.incoming(10, Start(NOW))]
    talk.command(8, "forget")
    second.append(talk.incoming(8, Tap(taps.data("finished", 1, "!forget"), NOW)))
    store.close()
    return first, second


def attempt(file, batches, out, kill_at=0):
    """Handle the batches, and die before statement number `kill_at` (0: never); acknowledged updates go to `out`."""
    store = open_store(file)
    if kill_at:
        _arm(store, kill_at)
    shown = asyncio.run(_work(store, batches, out))
    store.close()
    return shown


async def _work(store, batches, out):
    shown = set()
    async with Desk(store, KEYS, bot_id=7, clock=lambda: LATER, dice=Same()) as desk:

        async def one(incoming):
            reply = await desk.take(incoming)
            os.write(out, f"{incoming.update_id}\n".encode())
            _send(desk, reply, shown)

        for batch in batches:
            await asyncio.gather(*map(one, batch))
        for reply in await desk.sweep(settled=0):
            _send(desk, reply, shown)
        await desk.sweep(settled=0)
    return shown


def _send(desk, reply, shown):
    if reply.interview and any(isinstance(effect, Ask | Redraw | Say) for effect in reply.effects):
        shown.add((reply.interview, reply.turn))
        desk.mark(Shown(reply.interview, reply.turn, 77))


def _arm(store, kill_at):
    count = 0

    def tick(*_):
        nonlocal count
        count += 1
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store._engine, "before_cursor_execute", tick)
    event.listen(store._engine, "commit", tick)


def rows(file):
    database = sqlite3.connect(file)
    found = {name: database.execute(query).fetchall() for name, query in ROWS.items()}
    database.close()
    return found


def _forked(work):
    """Run `work(write end)` in a fork; was it killed, and the numbers that it wrote before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        numbers = [int(line) for line in told]
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    if not killed and os.WEXITSTATUS(status):
        raise SystemExit("an attempt failed by itself")
    return killed, numbers


def outcome(folder, batches, kill_at):
    """What one kill did, and what the same updates did afterwards."""
    file = folder / "copy.sqlite3"
    for left in folder.glob("copy*"):
        left.unlink()
    shutil.copy(folder / "start.sqlite3", file)
    before = set(rows(file)["seen_update"])
    killed, acknowledged = _forked(lambda out: attempt(file, batches, out, kill_at))
    at_kill = rows(file)
    again = [[each for each in batch if each.update_id not in acknowledged] for batch in batches]
    _forked(lambda out: attempt(file, again, out))
    database = sqlite3.connect(file)
    integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
    unshown = database.execute(
        "SELECT i.id FROM interview i JOIN contact USING (respondent_id) WHERE shown_turn < turn AND address IS NOT NULL"
    ).fetchall()
    database.close()
    return {
        "at": kill_at,
        "killed": killed,
        "acknowledged": acknowledged,
        "seen": [number for (number,) in set(at_kill["seen_update"]) - before],
        "rows_at_kill": at_kill,
        "rows": rows(file),
        "integrity": integrity,
        "unshown": unshown,
    }


def main():
    folder = Path(sys.argv[1])
    batches = prepare(folder / "start.sqlite3")
    for kill_at in range(1, 1000):
        found = outcome(folder, batches, kill_at)
        print(json.dumps(found), flush=True)  # noqa: T201 - the test reads it
        if not found["killed"]:
            return


if __name__ == "__main__":
    main()
