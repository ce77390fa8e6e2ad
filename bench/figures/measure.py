"""One measurement in a process of its own, as the bot does it: `python -m bench.figures.measure WHERE WEEKS WHAT` prints it.

What it needs of numpy and scipy is loaded while the time runs.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot.settings import ROOT, place
from bot.stats.weeks import span
from bot.store import records
from bot.store.engine import Store, open_store
from bot.usecases.margins import of
from bot.usecases.sources import catalogue

BREAKDOWNS: Final = ("service", "region", "sex", "age", "settlement", "skills")

Found: TypeAlias = dict[str, Any]
"""Some fields of Measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds on the clock and of the processor, resident MiB at most; `read` is the part until the rows are in memory.

    `wrong`: why it is refused, if it is.
    """

    episodes: int
    people: int
    seconds: float
    cpu: float
    mib: float
    read: float | None = None
    wrong: str = ""


def main(where: str, weeks: str, what: str) -> int:
    store = open_store(place(where))
    found = MEASURED[what](store, weeks)
    print(json.dumps(asdict(Measured(**found, cpu=time.process_time(), mib=_most_resident()))))
    return 0


def _most_resident() -> float:
    """MiB at most so far. Not ru_maxrss: a new process inherits that of the one that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _counted(store: Store, weeks: str, count: Callable[[Any, Any], None]) -> Found:
    margins, began = of(catalogue(ROOT / "seeds")), time.perf_counter()
    with store.read() as tx:
        found = records.read(tx, span(weeks))
    read = time.perf_counter() - began
    count(found, margins)
    return {"episodes": found.episodes, "people": found.people, "seconds": time.perf_counter() - began, "read": read}


def _everything(found: Any, margins: Any) -> None:
    """Every table of the episodes, with every breakdown, and its figures."""
    from bot.stats.counting import count
    from bot.stats.labels import Labels
    from bot.stats.summary import summarize

    summarize((), count(found, margins, BREAKDOWNS), Labels())


def _shares(found: Any, margins: Any) -> None:
    """Shares of ways and channels on both bases, and reasons of visits and of people."""
    from bot.stats import plan
    from bot.stats.shares import everybody, not_from_a_csc

    ways = [row for row in plan.HOW_MANY if isinstance(row, plan.Codes)]
    not_from_a_csc(found, margins).tables(lambda block: (part for row in ways for part in plan.by_code(block, row)))
    everybody(found, margins).tables(plan.reasons)


def _publish(store: Store, week: str) -> Found:
    began = time.perf_counter()
    from bench.figures.publication import publish

    return {**publish(store, week), "seconds": time.perf_counter() - began}


def _disclose(store: Store, week: str) -> Found:
    began = time.perf_counter()
    from bench.figures.publication import disclose

    return {**disclose(store, week), "seconds": time.perf_counter() - began}


MEASURED: Final[dict[str, Callable[[Store, str], Found]]] = {
    "everything": lambda store, weeks: _counted(store, weeks, _everything),
    "shares": lambda store, weeks: _counted(store, weeks, _shares),
    "publish": _publish,
    "disclose": _disclose,
}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
