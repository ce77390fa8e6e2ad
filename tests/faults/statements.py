"""The desk's path in a process that kills itself before its k-th statement, for every k; one line of JSON for each.

Run as `python -m tests.faults.statements PLACE`: a folder, for SQLite files, or the socket folder of a PostgreSQL server after
`postgresql:`. Each attempt is a fork on a copy of the same database: two batches, the marks of what was shown, and a sweep.
Then the same updates are handled again by a process that lives.
"""

import asyncio
import json
import os
import random
import shutil
import signal
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import event, text

from bot.interview import taps
from bot.interview.effects import Ask, Redraw, Say
from bot.interview.events import Command, Start, Tap, Typed
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.usecases.desk import Desk
from bot.usecases.exchange import Shown
from tests.example import EXAMPLE
from tests.postgres import Postgres
from tests.usecases.chatting import NOW, Talk

KEYS = Keys("a-secret-of-the-tests-that-is-long-enough")
LATER = NOW + 60
ALMOST = ("Lru", "!yes", "=a18", "+passport", "!done", "=csc_operator", "+paper", "!done", "=no_need", "!go", "!skip", "=4")
_INTERVIEW = "(SELECT count(*) FROM interview i WHERE i.id <= t.{})"
_PERSON = "(SELECT count(*) FROM respondent r WHERE r.id <= t.respondent_id)"
_EPISODE = "(SELECT count(*) FROM episode e WHERE e.id <= t.{})"
ROWS = {
    "interview": f"SELECT {_PERSON}, language, state, status, turn, week, final_at FROM interview t ORDER BY id",
    "answer": (
        f"SELECT {_INTERVIEW.format('interview_id')}, question, item, value, text, language, answered_at, changes, withdrawn"
        " FROM answer t ORDER BY 1, 2, 3"
    ),
    "episode": f"SELECT {_INTERVIEW.format('interview_id')}, service, channel, csc, fix FROM episode t ORDER BY id",
    "episode_reason": f"SELECT {_EPISODE.format('episode_id')}, reason, fix FROM episode_reason t ORDER BY 1, 2",
    "contact": f"SELECT person_hash, {_PERSON}, unreachable FROM contact t ORDER BY respondent_id",
    "erasure": "SELECT person_hash, wave FROM erasure",
    "seen_update": "SELECT update_id FROM seen_update ORDER BY update_id",
}
"""What is kept, with numbers in order instead of ids: PostgreSQL leaves a gap for a row that was taken back."""

UNSHOWN = (
    "SELECT i.id FROM interview i JOIN contact c ON c.respondent_id = i.respondent_id"
    " WHERE i.shown_turn < i.turn AND c.address IS NOT NULL"
)


class Same(random.Random):
    """Chance that always falls alike: an interview that is opened again after a kill must have the same rows."""

    def choices(self, population, *_, k=1, **__):
        return list(population[:1]) * k

    def randrange(self, *_):
        return 1


class Files:
    """Copies of one SQLite file."""

    def __init__(self, folder):
        self.start, self.copy = folder / "start.sqlite3", folder / "copy.sqlite3"

    def renew(self):
        for left in self.copy.parent.glob("copy*"):
            left.unlink()
        shutil.copy(self.start, self.copy)

    def integrity(self):
        with closing(open_store(self.copy)) as store, store.read() as tx:
            return tx.execute(text("PRAGMA integrity_check")).scalar_one()


class Databases:
    """Copies of one PostgreSQL database."""

    def __init__(self, folder):
        self._server = Postgres(folder, None)
        self._server.sql("CREATE DATABASE start_of_kills")
        self.start, self.copy = (self._server.address(name) for name in ("start_of_kills", "copy_of_kills"))

    def renew(self):
        self._server.sql("DROP DATABASE IF EXISTS copy_of_kills WITH (FORCE)")
        self._server.sql("CREATE DATABASE copy_of_kills TEMPLATE start_of_kills")

    def integrity(self):
        return "ok"


def places(place):
    """Where the database that every attempt starts from is, and its copy."""
    _, colon, folder = place.rpartition("postgresql:")
    return Databases(Path(folder)) if colon else Files(Path(place))


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
    """What is kept, by table; whatever is not JSON as text."""
    with closing(open_store(file)) as store, store.read() as tx:
        return {name: [[_plain(cell) for cell in row] for row in tx.execute(text(query))] for name, query in ROWS.items()}


def _plain(cell):
    return cell.hex() if isinstance(cell, bytes | memoryview) else cell


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


def outcome(place, batches, kill_at):
    """What one kill did, and what the same updates did afterwards."""
    place.renew()
    before = {number for (number,) in rows(place.copy)["seen_update"]}
    killed, acknowledged = _forked(lambda out: attempt(place.copy, batches, out, kill_at))
    at_kill = rows(place.copy)
    again = [[each for each in batch if each.update_id not in acknowledged] for batch in batches]
    _forked(lambda out: attempt(place.copy, again, out))
    with closing(open_store(place.copy)) as store, store.read() as tx:
        unshown = tx.execute(text(UNSHOWN)).scalars().all()
    return {
        "at": kill_at,
        "killed": killed,
        "acknowledged": acknowledged,
        "seen": [number for (number,) in at_kill["seen_update"] if number not in before],
        "rows_at_kill": at_kill,
        "rows": rows(place.copy),
        "integrity": place.integrity(),
        "unshown": unshown,
    }


def main():
    place = places(sys.argv[1])
    batches = prepare(place.start)
    for kill_at in range(1, 1000):
        found = outcome(place, batches, kill_at)
        print(json.dumps(found), flush=True)  # noqa: T201 - the test reads it
        if not found["killed"]:
            return


if __name__ == "__main__":
    main()
