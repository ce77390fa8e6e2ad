"""Do intervals hold the truth, are changes named that are none, what does raking take out? `python -m bench.coverage.run`.

Prints a table; exit code 1 if a bound is missed. Every line has dice of its own with a fixed seed, so that a run can be
repeated.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bench.coverage import changes, intervals
from bench.coverage.bias import bias
from bench.coverage.country import Country, country
from bench.coverage.outcome import Outcome
from bench.coverage.recruitment import recruitment

PARTS = ("intervals", "raked", "changes", "bias", "recruitment")
FEWER = 4
"""Raking takes time: samples that are raked each are a quarter as many."""

Task = Callable[[Country], Outcome | list[Outcome]]


def main(arguments: Sequence[str] | None = None) -> int:
    options, started = _options(arguments), time.perf_counter()
    tasks = [task for part in options.parts for task in _tasks(part, options.samples)]
    with ProcessPoolExecutor(options.processes) as pool:
        missed = told(outcome for found in pool.map(_done, tasks) for outcome in found)
    print(f"{options.samples} samples a line, {time.perf_counter() - started:.0f} s; bounds missed: {missed}")
    return 1 if missed else 0


def told(outcomes: Iterable[Outcome]) -> int:
    """Print the table; returns how many bounds were missed."""
    missed = 0
    for outcome in outcomes:
        print(outcome.line(), flush=True)
        missed += outcome.held is False
    return missed


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.coverage.run", description=__doc__)
    parser.add_argument(
        "--samples", type=int, default=2000, help="of each line (default 2000; fewer are quicker, and less sure)"
    )
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args(arguments)


def _tasks(part: str, samples: int) -> Iterator[Task]:
    if part in ("intervals", "raked"):
        one, number = (intervals.weights_known, samples) if part == "intervals" else (intervals.raked, max(samples // FEWER, 1))
        for people in intervals.PEOPLE:
            yield from (partial(one, people=people, truth=truth, samples=number) for truth in intervals.SHARES)
    elif part == "changes":
        for people in changes.PEOPLE:
            yield from (partial(changes.alone, people=people, truth=truth, samples=samples) for truth in changes.SHARES)
            yield partial(changes.together, people=people, samples=samples)
    elif part == "bias":
        yield partial(bias, samples=max(samples // 10, 1))
    else:
        yield partial(recruitment, samples=max(samples // FEWER, 1))


def _done(task: Task) -> list[Outcome]:
    found = task(country())
    return found if isinstance(found, list) else [found]


if __name__ == "__main__":
    sys.exit(main())
