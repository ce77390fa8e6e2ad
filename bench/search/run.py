"""How well and how fast a service is found: `python -m bench.search.run`. Prints hit rates, and CPU time for one query."""

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.interview.search import Index, index
from bot.script.model import Question
from bot.settings import ROOT
from bot.texts import LANGUAGES
from bot.usecases.sources import loaded

QUERIES = ROOT / "tests" / "interview" / "queries.csv"
SURVEY = ROOT / "surveys" / "service_usage.yaml"
MOST_US = 2000
"""A query that takes longer than this keeps others waiting."""


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 if more than one search in a hundred takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="how often each query is asked (default 20)")
    rounds = parser.parse_args(arguments).rounds
    queries = list(csv.DictReader(QUERIES.read_text("utf-8").splitlines()))
    begun = time.process_time_ns()
    services = _services()
    built = time.process_time_ns()
    known = index(services)
    print(f"script read in {(built - begun) / 1e6:.0f} ms, {len(known.phrases)} names indexed", end=" ")
    print(f"in {(time.process_time_ns() - built) / 1e6:.1f} ms")
    for line in _rates(known, queries):
        print(line)
    taken = sorted(us for query in queries for us in _times(known, query["query"], rounds))
    p50, p99 = (taken[int(len(taken) * share)] for share in (0.5, 0.99))
    print(f"{len(taken)} searches: p50 {p50:.0f} µs, p99 {p99:.0f} µs, longest {taken[-1]:.0f} µs of CPU")
    return int(p99 > MOST_US)


def _services() -> Question:
    script = loaded(SURVEY, ROOT / "seeds").script
    assert script is not None
    return next(asked for block in script.blocks for asked in block.questions if asked.measures == "service")


def _rates(known: Index, queries: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for language in LANGUAGES:
        own = [query for query in queries if query["language"] == language]
        asked = Counter(query["kind"] for query in own)
        found = Counter(query["kind"] for query in own if query["service"] in known.search(query["query"]))
        first = sum(query["service"] in known.search(query["query"])[:1] for query in own)
        kinds = ", ".join(f"{kind} {found[kind]}/{asked[kind]}" for kind in asked)
        yield f"{language}: {found.total()}/{len(own)} among five, {first} first; {kinds}"


def _times(known: Index, query: str, rounds: int) -> Iterator[float]:
    for _ in range(rounds):
        begun = time.thread_time_ns()
        known.search(query)
        yield (time.thread_time_ns() - begun) / 1000


if __name__ == "__main__":
    raise SystemExit(main())
