"""How long the figures of a nation take, and how much memory: `python -m bench.figures.run [--year] [--largest N]`.

Each measurement is a process of its own, as the bot does it. A figure is refused (exit code 1) if rows are missing; a
publication, too, if it was not frozen, shows no figure, or tested no change against the week before.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from bench.figures.chart import Point, drawn
from bench.figures.measure import Measured
from bench.figures.nation import SERVICES_EACH, Nation, fill
from bench.figures.publication import prepare
from bot.settings import ROOT
from bot.stats.publish import ROUNDED_TO
from bot.stats.weeks import span
from bot.store.engine import open_store

WEEK, TWO_WEEKS, YEAR = "2026-W47", "2026-W46..2026-W47", "2026-W01..2026-W52"
WEEK_PEOPLE, YEAR_PEOPLE = 163_334, 52 * 163_462
GROWTH: Final = "growth"
USUAL: Final = ("week", "publication", GROWTH)

Row: TypeAlias = tuple[str, Measured]


def main() -> int:
    options = _options()
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    print(f"{'':38}{'episodes':>12}{'seconds':>9}{'CPU s':>8}{'reading':>9}{'MiB':>7}")
    growth, good = list[Point](), True
    with tempfile.TemporaryDirectory(prefix="nege-bench-", dir=options.folder) as folder:
        for part in (*options.parts, *(("year",) if options.year else ())):
            for name, found in PARTS[part](options, Path(folder)):
                good = _told(name, found) and good
                growth += [Point(found.episodes, found.cpu, found.mib)] if part == GROWTH else []
    if options.chart:
        options.chart.write_text(drawn(growth), "utf-8")
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--year", action="store_true", help="also a year, on SQLite and PostgreSQL: 10 GB of disk")
    parser.add_argument("--chart", type=Path, help="where the growth is drawn as SVG")
    parser.add_argument("--largest", type=int, default=1_000_000, help="of the table of growth, in episodes (default 10^6)")
    parser.add_argument("--folder", type=Path, help="where the databases are made (default: the system's)")
    parser.add_argument(
        "--parts", nargs="+", choices=USUAL, default=USUAL, help="only these of what is measured without a year"
    )
    return parser.parse_args()


def _week(_: argparse.Namespace, folder: Path) -> Iterator[Row]:
    week = Nation(WEEK_PEOPLE, span(WEEK))
    for name, database in _databases(folder, week):
        yield f"a week, everything, {name}", _complete(_measured(database, WEEK, "everything"), week)


def _publication(_: argparse.Namespace, folder: Path) -> Iterator[Row]:
    week = Nation(WEEK_PEOPLE, span(WEEK))
    for name, database in _databases(folder, Nation(2 * WEEK_PEOPLE, span(TWO_WEEKS), asked=True)):
        yield f"a week, publication, {name}", _complete(_measured(database, WEEK, "publish"), week, ROUNDED_TO)
        yield f"a week, its methods, {name}", _complete(_measured(database, WEEK, "disclose"), week, ROUNDED_TO)


def _growth(options: argparse.Namespace, folder: Path) -> Iterator[Row]:
    size = 10_000
    while size <= options.largest:
        copies = max(size // 1_000_000, 1)
        nation = Nation(size // SERVICES_EACH // copies * copies, span(WEEK), copies)
        with _sqlite(folder, nation) as database:
            yield f"{GROWTH}, everything, SQLite, {size:,}", _complete(_measured(database, WEEK, "everything"), nation)
        size *= 10


def _year(_: argparse.Namespace, folder: Path) -> Iterator[Row]:
    year = Nation(YEAR_PEOPLE, span(YEAR), copies=52)
    for name, database in _databases(folder, year):
        yield f"a year, shares and reasons, {name}", _complete(_measured(database, YEAR, "shares"), year)


PARTS: Final = {"week": _week, "publication": _publication, GROWTH: _growth, "year": _year}


def _databases(folder: Path, nation: Nation) -> Iterator[tuple[str, str]]:
    """One after the other, so that one has gone before the next takes its room."""
    with _sqlite(folder, nation) as database:
        yield "SQLite", database
    with _postgresql(nation) as database:
        yield "PostgreSQL", database


@contextmanager
def _sqlite(folder: Path, nation: Nation) -> Iterator[str]:
    path = folder / "nation.sqlite3"
    open_store(path, create=True).close()
    (prepare if nation.asked else fill)(path, nation)
    yield str(path)
    for each in folder.glob("nation.*"):
        each.unlink()


@contextmanager
def _postgresql(nation: Nation) -> Iterator[str]:
    sys.path.insert(0, str(ROOT))
    from tests.postgres import running

    with running() as server, server.fresh() as address:
        (prepare if nation.asked else fill)(address, nation)
        yield address


def _measured(where: str, weeks: str, what: str) -> Measured:
    command = [sys.executable, "-m", "bench.figures.measure", where, weeks, what]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


def _complete(found: Measured, nation: Nation, within: int = 1) -> Measured:
    """Refused where numbers of people and episodes are so far (or further) from those of the nation."""
    away = abs(found.episodes - nation.episodes), abs(found.people - nation.people)
    return replace(found, wrong=found.wrong or ("rows are missing" if max(away) >= within else ""))


def _told(name: str, found: Measured) -> bool:
    read = f"{'' if found.read is None else f'{found.read:.1f}':>9}"
    times = f"{found.seconds:>9.1f}{found.cpu:>8.1f}{read}{found.mib:>7.0f}"
    print(f"{name:38}{found.episodes:>12,}{times}{found.wrong and f'  WRONG: {found.wrong}'}", flush=True)
    return not found.wrong


if __name__ == "__main__":
    sys.exit(main())
