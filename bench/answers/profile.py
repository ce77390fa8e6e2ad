"""Where the time goes: py-spy's samples of all threads, summed by part of the bot."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

RATE = 500
Process: TypeAlias = "subprocess.Popen[Any]"
Recorder: TypeAlias = Callable[[int, float], Process]

WAITING: Final = "waiting for something to do"

PARTS: Final = (
    (WAITING, ("EpollSelector.select", "thread.py:81")),
    ("commit: until it is on the disk", ("do_commit",)),
    ("statements in SQLite", ("do_execute", "do_executemany", "do_begin", "fetchone", "fetchall")),
    ("SQLAlchemy around them", ("sqlalchemy/",)),
    ("engine: the next question", ("bot/interview/step.py", "bot/interview/")),
    ("desk: batch, store, keys", ("bot/usecases/batch.py", "bot/store/", "bot/usecases/")),
    (
        "calls out",
        ("bot/telegram/calls.py", "bot/telegram/client.py", "bot/telegram/wire.py", "bot/telegram/shape.py", "aiohttp/"),
    ),
    ("webhook in: uvicorn, starlette", ("uvicorn/", "starlette/", "h11/", "httptools")),
    ("webhook in: one update", ("bot/telegram/",)),
    ("event loop: sockets and tasks", ("asyncio/", "selectors.py", "concurrent/futures", "threading.py")),
)
"""The innermost frame that one of these names claims the sample."""


def recorder(output: Path, seconds: int) -> Recorder:
    """Starts py-spy on a process; `wait` is how long it lets the process warm up."""

    def record(pid: int, wait: float) -> Process:
        spy = shutil.which("py-spy", path=str(Path(sys.executable).parent)) or "py-spy"
        options = ["--format", "raw", "--rate", str(RATE), "--duration", str(seconds), "--output", str(output), "--nonblocking"]
        command = f'sleep {wait:g}; exec "$0" record --pid {pid} "$@"'
        return subprocess.Popen(["/bin/sh", "-c", command, spy, *options], stdout=-3, stderr=-3)

    return record


def table(stacks: Path) -> str:
    """Parts and the busiest functions, in percent of the samples in which something was done."""
    samples = [(frames, count) for frames, count in _samples(stacks) if _part(frames) != WAITING]
    total = sum(count for _, count in samples) or 1
    parts, busiest = Counter[str](), Counter[str]()
    for frames, count in samples:
        parts[_part(frames)] += count
        busiest[frames[-1]] += count
    lines = [f"{100 * count / total:5.1f} %  {name}" for name, count in parts.most_common()]
    return "\n".join([*lines, "", *(f"{100 * count / total:5.1f} %  {name}" for name, count in busiest.most_common(12))])


def _samples(stacks: Path) -> Iterator[tuple[list[str], int]]:
    for line in stacks.read_text("utf-8").splitlines():
        frames, _, count = line.rpartition(" ")
        yield frames.split(";"), int(count)


def _part(frames: list[str]) -> str:
    for frame in reversed(frames):
        for name, marks in PARTS:
            if any(mark in frame for mark in marks):
                return name
    return "other"
