"""How long the figures of a nation take, and how much memory: `python -m bench.figures.run [--year] [--largest N]`.

Each measurement is a process of its own, as the bot does it. A figure is refused (exit code 1) if rows are missing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.figures.chart import Point, drawn
from bench.figures.nation import SERVICES_EACH, Nation, fill_postgresql, fill_sqlite
from bot.settings import ROOT, place
from bot.stats.weeks import span
from bot.store.engine import open_store

WEEK, YEAR = "2026-W47", "2026-W01..2026-W52"
WEEK_PEOPLE, YEAR_PEOPLE = 163_334, 52 * 163_462
GROWTH: Final = "growth"
BREAKDOWNS: Final = ("service", "region", "sex", "age", "settlement", "skills")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds on the clock and of the processor, resident MiB at most; `read` is the part until the rows are in memory."""

    episodes: int
    people: int
    seconds: float
    cpu: float
    read: float
    mib: float


def main() -> int:
    options = _options()
    if options.measure:
        print(json.dumps(_measure(place(options.measure), options.weeks, options.what)))
        return 0
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    print(f"{'':38}{'episodes':>12}{'seconds':>9}{'CPU s':>8}{'reading':>9}{'MiB':>7}")
    growth, good = list[Point](), True
    with tempfile.TemporaryDirectory(prefix="nege-bench-", dir=options.folder) as folder:
        for name, nation, found in _rows(options, Path(folder)):
            good = _told(name, nation, found) and good
            growth += [Point(found.episodes, found.cpu, found.mib)] if name.startswith(GROWTH) else []
    if options.chart:
        options.chart.write_text(drawn(growth), "utf-8")
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--year", action="store_true", help="also a year, on SQLite and PostgreSQL: 10 GB of disk")
    parser.add_argument("--chart", type=Path, help="where the growth is drawn as SVG")
    parser.add_argument("--largest", type=int, default=1_000_000, help="of the table of growth, in episodes (default 10^6)")
    parser.add_argument("--folder", type=Path, help="where the databases are made (default: the system's)")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--weeks", help=argparse.SUPPRESS)
    parser.add_argument("--what", help=argparse.SUPPRESS)
    return parser.parse_args()


def _rows(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Nation, Measured]]:
    week = Nation(WEEK_PEOPLE, span(WEEK))
    yield "a week, everything, SQLite", week, _sqlite(folder, week, "everything")
    yield "a week, everything, PostgreSQL", week, _postgresql(week, "everything")
    size = 10_000
    while size <= options.largest:
        copies = max(size // 1_000_000, 1)
        nation = Nation(size // SERVICES_EACH // copies * copies, span(WEEK), copies)
        yield f"{GROWTH}, everything, SQLite, {size:,}", nation, _sqlite(folder, nation, "everything")
        size *= 10
    if options.year:
        year = Nation(YEAR_PEOPLE, span(YEAR), copies=52)
        yield "a year, shares and reasons, SQLite", year, _sqlite(folder, year, "shares")
        yield "a year, shares and reasons, PostgreSQL", year, _postgresql(year, "shares")


def _sqlite(folder: Path, nation: Nation, what: str) -> Measured:
    path = folder / "nation.sqlite3"
    open_store(path, create=True).close()
    fill_sqlite(path, nation)
    found = _child(str(path), nation, what)
    for each in folder.glob("nation.*"):
        each.unlink()
    return found


def _postgresql(nation: Nation, what: str) -> Measured:
    sys.path.insert(0, str(ROOT))
    from tests.postgres import running

    with ExitStack() as stack:
        address = stack.enter_context(stack.enter_context(running()).fresh())
        fill_postgresql(address, nation)
        return _child(address, nation, what)


def _child(where: str, nation: Nation, what: str) -> Measured:
    weeks = "..".join((nation.weeks[0], nation.weeks[-1]))
    command = [sys.executable, "-m", "bench.figures.run", "--measure", where, "--weeks", weeks, "--what", what]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


def _measure(where: Path | str, weeks: str, what: str) -> dict[str, Any]:
    from bot.store import records
    from bot.usecases.margins import of
    from bot.usecases.sources import catalogue

    margins, store = of(catalogue(ROOT / "seeds")), open_store(where)
    began = time.perf_counter()
    with store.read() as tx:
        found = records.read(tx, span(weeks))
    read = time.perf_counter() - began
    COUNTED[what](found, margins)
    return {
        "episodes": found.episodes,
        "people": found.people,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time(),
        "read": read,
        "mib": _most_resident(),
    }


def _most_resident() -> float:
    """MiB at most so far. Not ru_maxrss: a new process inherits that of the one that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _everything(found: Any, margins: Any) -> None:
    """What a publication counts, with every breakdown, and its figures."""
    from bot.stats.counting import count
    from bot.stats.labels import Labels
    from bot.stats.summary import summarize

    summarize((WEEK,), count(found, margins, BREAKDOWNS), Labels())


def _shares(found: Any, margins: Any) -> None:
    """Shares of ways and channels on both bases, and reasons of visits and of people."""
    from bot.stats import plan
    from bot.stats.shares import everybody, not_from_a_csc

    ways = [row for row in plan.HOW_MANY if isinstance(row, plan.Codes)]
    not_from_a_csc(found, margins).tables(lambda block: (part for row in ways for part in plan.by_code(block, row)))
    everybody(found, margins).tables(plan.reasons)


COUNTED: Final[dict[str, Callable[[Any, Any], None]]] = {"everything": _everything, "shares": _shares}


def _told(name: str, nation: Nation, found: Measured) -> bool:
    good = (found.episodes, found.people) == (nation.episodes, nation.people)
    times = f"{found.seconds:>9.1f}{found.cpu:>8.1f}{found.read:>9.1f}{found.mib:>7.0f}"
    print(f"{name:38}{found.episodes:>12,}{times}{'' if good else '  WRONG: rows are missing'}", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
