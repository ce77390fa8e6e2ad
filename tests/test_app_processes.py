"""`nege web` and `nege worker` as their operator starts them: Telegram brings the updates, the worker does the rest."""

import asyncio
import os
import re
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.message import Message
from bot.sandbox.citizen import Citizen
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.store import outbox, roles
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.store.tables import Interview, Outbox
from bot.texts import say
from tests.serving import serve
from tests.telegram.walking import walk

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "4200000:a-secret-token-of-this-test"
KEY = "a-secret-of-the-tests-that-is-long-enough"
PATIENCE = 40
VISIT = ("=a30", "+id_card", "=csc_operator")


class Process:
    """A running command; `heard` is what it wrote to stderr so far."""

    def __init__(self, process):
        self.process, self.heard = process, []

    async def until(self, pattern):
        while True:
            line = (await asyncio.wait_for(self.process.stderr.readline(), PATIENCE)).decode()
            assert line, f"the process ended: {''.join(self.heard)}"
            self.heard.append(line)
            if found := re.search(pattern, line):
                return found

    async def kill(self):
        self.process.kill()
        await asyncio.wait_for(self.process.communicate(), PATIENCE)

    async def stop(self):
        """The exit code and everything that stood on stderr."""
        self.process.send_signal(signal.SIGTERM)
        return await self.end()

    async def end(self):
        rest, code = await asyncio.wait_for(asyncio.gather(self.process.stderr.read(), self.process.wait()), PATIENCE)
        return code, "".join(self.heard) + rest.decode()


@pytest.fixture
async def world():
    return World(token=TOKEN, username="trial_bot", conflict_seconds=0)


@pytest.fixture
async def address(world):
    async with serve(build(world, page=False)) as address:
        yield address


@pytest.fixture
def port():
    """A port that was free a moment ago: Telegram must know it before the process starts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def environment(address, port, database, tmp_path):
    place = {"NEGE_DATABASE": str(database)} if isinstance(database, Path) else {"NEGE_DATABASE_URL": database}
    return {
        **place,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "NEGE_ONE_MACHINE": "1",
        "NEGE_ERASURE_LOG": str(tmp_path / "nege.erasures"),
        "NEGE_TELEGRAM_API": address,
        "NEGE_TELEGRAM_TOKEN": TOKEN,
        "NEGE_SECRET_KEY": KEY,
        "NEGE_OPERATOR_KK": "Сынақ ЖШС, БСН 000000000000",
        "NEGE_OPERATOR_RU": "ТОО Проверка, БИН 000000000000",
        "NEGE_OPERATOR_EN": "Trial LLP, BIN 000000000000",
        "NEGE_PORT": str(port),
        "NEGE_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "NEGE_WEBHOOK_SECRET": "a-secret_of-this-test",
    }


@pytest.fixture
async def nege(environment, tmp_path):
    """Starts a command with this environment; ended at the latest with the test."""
    processes = []

    async def start(command, **changes):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", command),
            cwd=tmp_path,
            env={name: value for name, value in {**environment, **changes}.items() if value is not None},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        processes.append(process)
        return Process(process)

    yield start
    for process in processes:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def both(nege):
    """The database made, then web and worker, when both serve."""
    assert (await (await nege("migrate")).end())[0] == 0
    web, worker = await nege("web"), await nege("worker")
    await web.until("Telegram brings the updates")
    await worker.until("working")
    return web, worker


def interviews(database):
    store = open_store(database)
    with store.read() as tx:
        columns = [col(getattr(Interview, name)) for name in ("status", "turn", "shown_turn")]
        rows = [(row.status, row.turn == row.shown_turn) for row in tx.execute(select(*columns))]
    store.close()
    return rows


async def test_web_and_worker_complete_an_interview(nege, world, database, port):
    web, worker = await both(nege)
    citizen = Citizen(world, "Айгүл", "ru")
    await walk(citizen, "ru", VISIT, patience=PATIENCE)
    async with aiohttp.ClientSession() as http:
        async with http.get(f"http://127.0.0.1:{port}/health") as response:
            health = response.status, await response.json()
        async with http.get(f"http://127.0.0.1:{port}/") as response:
            page = response.status
    ended = [await process.stop() for process in (web, worker)]

    assert (health[0], health[1]["database"], page) == (200, True, 200)
    assert (health[1]["webhook"]["here"], health[1]["webhook"]["failed"]) == (True, None)
    assert [code for code, _ in ended] == [0, 0]
    heard = "".join(words for _, words in ended)
    assert not [secret for secret in (TOKEN, KEY, str(citizen.id), "a-secret_of", "Айгүл") if secret in heard]
    assert "ERROR" not in heard
    assert interviews(database) == [("completed", True)]


async def test_an_interview_survives_that_web_is_killed_again_and_again(nege, world, database):
    web, worker = await both(nege)
    citizen = Citizen(world)
    walking = asyncio.create_task(walk(citizen, "ru", VISIT, patience=PATIENCE, faultless=False))
    for messages in (3, 6):
        await citizen.wait_for(lambda citizen, messages=messages: len(citizen.heard) >= messages, PATIENCE)
        await web.kill()
        web = await nege("web")
    await walking
    await web.stop()
    await worker.stop()

    assert interviews(database) == [("completed", True)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_worker_shows_what_web_had_no_time_to_show(nege, world, database):
    web, worker = await both(nege)
    citizen = Citizen(world)
    citizen.start()
    await citizen.wait_for(lambda citizen: citizen.last and citizen.last.rows, PATIENCE)
    await web.kill()
    store = open_store(database)
    with store.write() as tx:
        tx.execute(Interview.__table__.update().values(shown_turn=0, shown_message_id=0))
    store.close()
    await citizen.wait_for(lambda citizen: len(citizen.heard) == 2, PATIENCE)
    await worker.stop()

    assert citizen.heard[0].rows == citizen.heard[1].rows
    assert interviews(database) == [("opened", True)]


async def test_two_workers_send_what_is_owed_once(nege, world, database):
    citizens = [Citizen(world) for _ in range(5)]
    for citizen in citizens:
        citizen.start()
    assert (await (await nege("migrate")).end())[0] == 0
    store, keys = open_store(database), Keys(KEY)
    with store.write() as tx:
        for citizen in citizens:
            role = roles.add(tx, "official", keys.role_hash(citizen.id), keys.seal_role_address(citizen.id), "kk", 1)
            outbox.add(tx, role, f"once:{role}", Message(say("kk", "invite.welcome.official")), 1)
    workers = [await nege("worker") for _ in range(2)]
    for worker in workers:
        await worker.until("working")
    for citizen in citizens:
        await citizen.wait_for(say("kk", "invite.welcome.official"), PATIENCE)
    ended = [await worker.stop() for worker in workers]
    with store.read() as tx:
        sent = tx.execute(select(col(Outbox.once)).where(col(Outbox.sent_at).is_not(None))).scalars().all()
    store.close()

    # Each may have got the weekly message, too.
    assert [code for code, _ in ended] == [0, 0]
    assert sum(len(citizen.heard) for citizen in citizens) == len(sent)
    assert all(len({message.text for message in citizen.heard}) == len(citizen.heard) for citizen in citizens)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_web_says_everything_that_is_missing(nege):
    changes = {"NEGE_WEBHOOK_SECRET": None, "NEGE_WEBHOOK_URL": None, "NEGE_SECRET_KEY": "short"}
    code, heard = await (await nege("web", **changes)).end()
    assert code == 2
    assert all(name in heard for name in changes)
    assert "Traceback" not in heard


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_run_takes_away_a_webhook_before_it_polls(nege, world):
    web, worker = await both(nege)
    await web.stop()
    await worker.stop()
    before = world.webhook is not None
    running = await nege("run")
    await running.until("a webhook was set")
    await running.until("web page is on port")
    citizen = Citizen(world)
    await walk(citizen, "kk", VISIT, patience=PATIENCE)
    code, heard = await running.stop()

    assert (before, world.webhook, code) == (True, None, 0)
    assert "Conflict" not in heard
