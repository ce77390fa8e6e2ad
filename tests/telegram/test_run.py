"""The whole `nege run` as its operator starts it, against a server that knows only the public Bot API."""

import asyncio
import os
import re
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.sandbox.citizen import Citizen
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.store.engine import open_store
from bot.store.tables import Episode, Interview
from bot.texts import say
from tests.serving import serve
from tests.telegram.walking import walk

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "4200000:a-secret-token-of-this-test"
PATIENCE = 30
VISIT = ("=a30", "+id_card", "=csc_operator")


@dataclass
class Process:
    """A running `nege run`; `heard` is what it wrote to stderr so far."""

    process: asyncio.subprocess.Process
    heard: list[str]

    async def until(self, pattern):
        """Wait for a line that matches, and give the match."""
        while True:
            line = (await asyncio.wait_for(self.process.stderr.readline(), PATIENCE)).decode()
            assert line, f"the process ended: {''.join(self.heard)}"
            self.heard.append(line)
            if found := re.search(pattern, line):
                return found

    async def kill(self):
        """End it as a power cut does."""
        self.process.kill()
        await asyncio.wait_for(self.process.communicate(), PATIENCE)

    async def stop(self, number=signal.SIGTERM):
        """Send the signal; gives the exit code and everything that stood on stderr."""
        self.process.send_signal(number)
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
def environment(address, tmp_path):
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "NEGE_DATABASE": str(tmp_path / "nege.sqlite3"),
        "NEGE_TELEGRAM_API": address,
        "NEGE_TELEGRAM_TOKEN": TOKEN,
        "NEGE_SECRET_KEY": "a-secret-of-the-tests-that-is-long-enough",
        "NEGE_OPERATOR_KK": "Сынақ ЖШС, БСН 000000000000",
        "NEGE_OPERATOR_RU": "ТОО Проверка, БИН 000000000000",
        "NEGE_OPERATOR_EN": "Trial LLP, BIN 000000000000",
        "NEGE_PORT": "0",
    }


@pytest.fixture
async def nege(environment, tmp_path):
    """Starts `nege run` with this environment; ended at the latest with the test."""
    processes = []

    async def start(**changes):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=tmp_path, env={**environment, **changes}, stderr=asyncio.subprocess.PIPE
        )
        processes.append(process)
        return Process(process, [])

    yield start
    for process in processes:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_run_completes_an_interview_through_the_public_bot_api_and_ends_cleanly(nege, world, tmp_path):
    running = await nege()
    port = (await running.until(r"web page is on port (\d+)")).group(1)
    citizen = Citizen(world, "Айгүл", "ru")
    taps = await walk(citizen, "ru", VISIT)
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/health") as response:
        health = await response.json()
    code, heard = await running.stop()

    assert (response.status, health["database"], health["migrated"]) == (200, True, True)
    assert code == 0
    assert taps <= 17
    assert not [secret for secret in (TOKEN, str(citizen.id), "Айгүл") if secret in heard]
    assert "ERROR" not in heard
    assert _interviews(tmp_path / "nege.sqlite3") == [("completed", "ru", True)]
    assert _episodes(tmp_path / "nege.sqlite3") == [("id_card", True)]


def _interviews(path):
    """Status and language of every interview, and whether its last turn was shown."""
    columns = [col(getattr(Interview, name)) for name in ("status", "language", "turn", "shown_turn")]
    return [(row.status, row.language, row.shown_turn == row.turn) for row in _rows(path, *columns)]


def _episodes(path):
    return [tuple(row) for row in _rows(path, col(Episode.service), col(Episode.csc))]


def _rows(path, *columns):
    store = open_store(path)
    with store.read() as tx:
        rows = tx.execute(select(*columns)).all()
    store.close()
    return rows


async def test_run_goes_on_with_an_interview_after_a_restart(nege, world):
    first = await nege()
    citizen = Citizen(world)
    citizen.start()
    await citizen.wait_for(lambda citizen: citizen.last and citizen.last.rows, PATIENCE)
    citizen.tap("Русский")
    await citizen.wait_for(lambda citizen: say("ru", "chat.consent.yes") in citizen.labels)
    code, _ = await first.stop(signal.SIGINT)
    citizen.tap(say("ru", "chat.consent.yes"))

    await nege()

    await citizen.wait_for(lambda citizen: citizen.last.rows and say("ru", "chat.consent.yes") not in citizen.labels, PATIENCE)
    assert code == 0


async def test_an_interview_survives_that_the_process_is_killed_again_and_again(nege, world, tmp_path):
    running, citizen = await nege(), Citizen(world)
    walking = asyncio.create_task(walk(citizen, "ru", VISIT, patience=PATIENCE, faultless=False))
    for messages in (3, 6, 9):
        await citizen.wait_for(lambda citizen, messages=messages: len(citizen.heard) >= messages, PATIENCE)
        await running.kill()
        running = await nege()
    await walking
    await running.stop()

    assert _interviews(tmp_path / "nege.sqlite3") == [("completed", "ru", True)]


async def test_run_sets_the_menus_in_every_language(nege, world):
    running = await nege()
    await world.bell.until(lambda: world.profile.short_descriptions.get("en"), PATIENCE)
    await running.stop()
    assert world.profile.menu("ru")[0].description == say("ru", "menu.start")
    assert world.profile.description("kk") == say("kk", "menu.description")


async def test_run_with_a_wrong_token_says_what_to_do_and_never_the_token(nege):
    running = await nege(NEGE_TELEGRAM_TOKEN="4200000:another-token")
    code, heard = await asyncio.wait_for(asyncio.gather(running.process.wait(), running.process.stderr.read()), PATIENCE)
    assert code == 2
    assert "NEGE_TELEGRAM_TOKEN" in heard.decode()
    assert "another-token" not in heard.decode()
    assert "Traceback" not in heard.decode()


async def test_run_without_settings_lists_all_that_is_missing(nege):
    running = await nege(NEGE_TELEGRAM_TOKEN="", NEGE_SECRET_KEY="short", NEGE_OPERATOR_KK="")
    code, heard = await asyncio.wait_for(asyncio.gather(running.process.wait(), running.process.stderr.read()), PATIENCE)
    assert code == 2
    for name in ("NEGE_TELEGRAM_TOKEN", "NEGE_SECRET_KEY", "NEGE_OPERATOR_KK"):
        assert name in heard.decode()
