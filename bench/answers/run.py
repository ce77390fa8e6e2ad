"""How many durable answers a second one core gives: `python -m bench.answers.run`. Prints one JSON line, then a profile.

Exit code 1 if an answer was lost, doubled or wrong; the figure is refused then.
"""

import argparse
import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.answers import check, expected, profile
from bot.settings import ROOT
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys

SOURCE = Path(__file__).with_name("loadgen.c")
PLAN_PATHS, SEED = 48, 1
START_SECONDS = 30
STOP_SECONDS = 20
PROFILE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Options:
    """What one run does."""

    seconds: float
    warm: float
    citizens: int
    connections: int
    delay_ms: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run keeps its things, and its secrets."""

    folder: Path
    api_port: int
    web_port: int
    key: str
    secret: str

    @property
    def database(self) -> Path:
        return self.folder / "nege.sqlite3"

    def environment(self) -> dict[str, str]:
        api, web = (f"http://127.0.0.1:{port}" for port in (self.api_port, self.web_port))
        operator = {f"NEGE_OPERATOR_{language}": "Nege bench" for language in ("KK", "RU", "EN")}
        return {
            **os.environ,
            **operator,
            "NEGE_DATABASE": str(self.database),
            "NEGE_SECRET_KEY": self.key,
            "NEGE_TELEGRAM_TOKEN": "123456:bench",
            "NEGE_TELEGRAM_API": api,
            "NEGE_WEBHOOK_URL": web,
            "NEGE_WEBHOOK_SECRET": self.secret,
            "NEGE_PORT": str(self.web_port),
            "NEGE_ONE_MACHINE": "1",
        }


def main(arguments: list[str] | None = None) -> int:
    """Measure, check, profile."""
    options, profiled = _options(arguments)
    with _building() as driver:
        found, wrong = measure(options, driver)
        print(json.dumps(found), flush=True)
        print("\n".join(wrong[:10]), file=sys.stderr)
        if not profiled or wrong:
            return int(bool(wrong))
        print(profiled_run(options, driver), flush=True)
    return 0


def measure(options: Options, driver: Path) -> tuple[dict[str, Any], list[str]]:
    """One run without a profiler: its figures, and what is wrong with them."""
    load = os.getloadavg()[0]
    with _place(options.folder) as place:
        told, code = _play(options, place, driver, watcher=None)
        with contextlib.closing(open_store(place.database)) as store:
            verdict = check.check(store, Keys(place.key), check.read(place.folder / "ledger"), _plan(place))
        figures = json.loads(told) if told.startswith("{") else {}
        wrong = list(verdict.wrong) + ([f"the driver refuses the run (exit code {code})"] if code else [])
        checked = {"checked_interviews": verdict.interviews, "checked_answers": verdict.answers, "load": round(load, 2)}
        return {**figures, **checked, "fsync_us": _fsync_us(place.folder), "refused": bool(wrong)}, wrong


def profiled_run(options: Options, driver: Path) -> str:
    """A second run under py-spy: where the time goes, as a table."""
    with _place(options.folder) as place:
        stacks = place.folder / "stacks"
        _play(options, place, driver, watcher=profile.recorder(stacks, PROFILE_SECONDS))
        return profile.table(stacks)


def _play(options: Options, place: Place, driver: Path, watcher: profile.Recorder | None) -> tuple[str, int]:
    """Start driver and bot, let them play, stop the bot: what the driver printed, and its exit code."""
    with _driver(options, place, driver) as playing, _bot(place) as bot:
        plan = place.folder / "plan"
        expected.write(_plan(place), plan)
        watching = watcher(bot.pid, options.warm) if watcher else None
        told, _ = playing.communicate(f"go {place.web_port} {plan} {bot.pid}\n")
        if watching:
            watching.wait(STOP_SECONDS)
    return told.strip(), playing.returncode


@contextlib.contextmanager
def _driver(options: Options, place: Place, driver: Path) -> Iterator["subprocess.Popen[str]"]:
    words = {
        "--api-port": place.api_port,
        "--citizens": options.citizens,
        "--conns": options.connections,
        "--warm": options.warm,
        "--secs": options.seconds,
        "--delay-ms": options.delay_ms,
        "--secret": place.secret,
        "--ledger": place.folder / "ledger",
    }
    command = _pinned(1, [str(driver), *(str(word) for pair in words.items() for word in pair)])
    with _process(command, None, subprocess.PIPE) as process:
        yield process


@contextlib.contextmanager
def _bot(place: Place) -> Iterator["subprocess.Popen[str]"]:
    nege = [sys.executable, "-m", "bot"]
    subprocess.run([*nege, "migrate"], env=place.environment(), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with _process(_pinned(0, [*nege, "web"]), place.environment(), None) as process:
        _wait_for(place.web_port, process)
        yield process


@contextlib.contextmanager
def _process(command: list[str], environment: dict[str, str] | None, pipe: int | None) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT, text=True, stdin=pipe, stdout=pipe)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _pinned(core: int, command: list[str]) -> list[str]:
    """The command on this core of ours alone, where the system can do that."""
    ours = sorted(os.sched_getaffinity(0))
    taskset = shutil.which("taskset")
    return [taskset, "--cpu-list", str(ours[core % len(ours)]), *command] if taskset else command


def _wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("The bot did not start.")


def _plan(place: Place) -> list[expected.Path]:
    """The interviews that citizens play: of the revision that the bot published."""
    with contextlib.closing(open_store(place.database)) as store, store.read() as tx:
        published = revisions.opened(tx)
        assert published is not None
        script = revisions.by_id(tx, {published.id})[published.id]
    return expected.paths(script, PLAN_PATHS, SEED)


@contextlib.contextmanager
def _place(folder: Path) -> Iterator[Place]:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as made:
        yield Place(Path(made), _free(), _free(), secrets.token_urlsafe(48), secrets.token_urlsafe(32))


@contextlib.contextmanager
def _building() -> Iterator[Path]:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise SystemExit("The driver needs a C compiler (gcc).")
    with tempfile.TemporaryDirectory() as made:
        driver = Path(made) / "loadgen"
        subprocess.run([compiler, "-O2", "-o", driver, SOURCE], check=True)
        yield driver


def _free() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _fsync_us(folder: Path, times: int = 200) -> int:
    """What one small durable write costs on this disk, in microseconds: the median."""
    spent = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(times):
            file.write(b"x" * 4096)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            spent.append(time.perf_counter() - begun)
    return round(sorted(spent)[times // 2] * 1e6)


def _options(arguments: list[str] | None) -> tuple[Options, bool]:
    parser = argparse.ArgumentParser(prog="python -m bench.answers.run", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="how long to measure (default 20)")
    parser.add_argument("--warm", type=float, default=5, help="seconds before that (default 5)")
    parser.add_argument("--citizens", type=int, default=64)
    parser.add_argument("--connections", type=int, default=40, help="of the webhook; Telegram opens 40")
    parser.add_argument("--delay-ms", type=int, default=0, help="how long the stub takes for each call")
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="on the disk that should be measured")
    parser.add_argument("--profile", action=argparse.BooleanOptionalAction, default=True)
    given = parser.parse_args(arguments)
    options = Options(given.seconds, given.warm, given.citizens, given.connections, given.delay_ms, given.folder)
    return options, given.profile


if __name__ == "__main__":
    sys.exit(main())
