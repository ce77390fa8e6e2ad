"""The database cannot be written for a while: nothing is acknowledged that is not kept, and afterwards everything goes on."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.harness import Plan, Trial, keeping, look
from tests.faults.kept import integrity

LOCKED_SECONDS = 10
FULL_SECONDS = 5
ENDINGS = 4
RESTARTS = 3
LOCKER = f"""
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep({LOCKED_SECONDS})
database.execute("COMMIT")
"""


@pytest.fixture
def small_disk(tmp_path):
    """A folder with 16 MB of disk for itself: the write-ahead log alone may take 4."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def plan(folder, file):
    return Plan(folder, file, seed=3, people=12, share=0, between=(20, 40))


async def finish(trial):
    """Let everybody finish; the figures, with what is kept compared with what was said."""
    await trial.empty()
    await trial.stop()
    kept = look(trial)
    trial.result.doubled = keeping.doubled(kept, trial.people)
    result = trial.sum_up()
    assert (result.lost, result.doubled, result.left) == (set(), set(), 0)
    assert result.finished == result.people
    assert result.acknowledged == result.answers
    assert not isinstance(trial.plan.where, Path) or integrity(trial.plan.where) == "ok"
    return result


async def test_database_locked_for_ten_seconds_under_load_loses_nothing(tmp_path):
    file = tmp_path / "nege.sqlite3"
    async with Trial(plan(tmp_path, file)) as trial:
        await trial.load()
        command = (sys.executable, "-c", LOCKER, str(file))
        locker = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        await locker.stdout.readline()
        before = trial.answered()
        await locker.communicate()
        said = trial.answered() - before
        result = await finish(trial)

    assert said
    assert result.longest_wait >= LOCKED_SECONDS - 2


async def test_full_disk_under_load_loses_nothing_that_was_acknowledged(tmp_path, small_disk):
    file = small_disk / "nege.sqlite3"
    async with Trial(plan(tmp_path, file)) as trial:
        await trial.load()
        ballast = small_disk / "ballast"
        fill(ballast)
        before = trial.answered()
        await trial.until(lambda: "could not be kept" in trial.tail())
        await asyncio.sleep(FULL_SECONDS)
        look(trial)
        ballast.unlink()
        said = trial.answered() - before
        await finish(trial)

    assert said


async def test_postgresql_that_ends_every_session_under_load_loses_nothing(tmp_path, postgres, postgresql_address):
    async with Trial(plan(tmp_path, postgresql_address)) as trial:
        for _ in range(ENDINGS):
            await trial.load()
            await asyncio.to_thread(postgres.end_sessions, postgresql_address)
        result = await finish(trial)

    assert result.answers


async def test_postgresql_restarted_under_load_loses_nothing(tmp_path, postgres, postgresql_address):
    started = "SELECT pg_postmaster_start_time()"
    async with Trial(plan(tmp_path, postgresql_address)) as trial:
        seen = set()
        for _ in range(RESTARTS):
            seen |= set(postgres.sql(started))
            await trial.load()
            await asyncio.to_thread(postgres.restart)
        result = await finish(trial)

    assert result.answers
    assert set(postgres.sql(started)).isdisjoint(seen)
    assert len(seen) == RESTARTS


def fill(ballast):
    """Take what is left of the disk."""
    with ballast.open("wb", buffering=0) as file:
        size = 65536
        while size:
            try:
                file.write(b"0" * size)
            except OSError:
                size //= 2
