"""Heavy work runs in a process of its own, and whatever becomes of it, the process that serves citizens goes on."""

import subprocess
import sys
import threading

import pytest

from bot.stats.weeks import bounds
from bot.store import publications
from bot.usecases import child
from bot.usecases.child import ChildError, end_children, in_child
from tests.told import Used, tell

WEEK = "2026-W47"
MONDAY_3 = bounds(WEEK)[1] + 3 * 3600

BROKEN = """
import os, time

def fails(store):
    raise ValueError("a secret figure")

def dies(store):
    os._exit(3)

def lasts(store, marker):
    open(marker, "w").close()
    time.sleep(600)
"""


@pytest.fixture
def broken(tmp_path, monkeypatch):
    (tmp_path / "broken_works.py").write_text(BROKEN, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return "broken_works"


def test_week_is_closed_by_a_child_on_the_same_database(store):
    with store.write() as tx:
        tell(tx, bounds(WEEK)[0] + 60, Used("address", "csc_operator", ("unaware",)))

    closed = [in_child(store, child.CLOSE_WEEK, MONDAY_3) for _ in range(2)]

    assert closed == [True, False]
    with store.read() as tx:
        assert publications.latest(tx, WEEK) is not None


def test_failure_in_a_child_is_told_without_its_words(sqlite_store, broken):
    with pytest.raises(ChildError, match="fails: ValueError") as raised:
        in_child(sqlite_store, f"{broken}:fails")

    assert "secret" not in str(raised.value)


def test_child_that_dies_is_told_with_its_code(sqlite_store, broken):
    with pytest.raises(ChildError, match="code 3"):
        in_child(sqlite_store, f"{broken}:dies")


def test_work_that_lasts_too_long_can_be_ended(sqlite_store, broken, tmp_path):
    marker, failures = tmp_path / "begun", []

    def wait():
        try:
            in_child(sqlite_store, f"{broken}:lasts", str(marker))
        except ChildError as error:
            failures.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    while not marker.exists():
        thread.join(0.05)
    end_children()
    thread.join(30)

    assert not thread.is_alive()
    assert "before it was done" in str(failures[0])


@pytest.mark.parametrize("work", [child.CLOSE_WEEK, child.MAKE_DUE, child.DIGEST])
def test_every_work_is_there(work):
    module, _, name = work.partition(":")
    code = f"import {module}; assert callable({module}.{name})"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_process_that_serves_citizens_loads_no_numpy():
    code = "import sys, bot.app; assert not {'numpy', 'scipy'} & set(sys.modules), 'loaded'"

    subprocess.run([sys.executable, "-c", code], check=True)
