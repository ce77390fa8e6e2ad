"""Ten minutes of the load of the fault tests, without faults: is the memory flat, and the log without a warning?

python -m bench.soak.run [--minutes 10] [--people 32] [--mode polling|webhook]. Prints one JSON line; exit code 1 if the log
holds a warning, an answer was lost or doubled, somebody waited, or the memory grew.
"""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from tests.faults import kept as keeping
from tests.faults.harness import COMMANDS, Plan, Trial, look

SAMPLE_SECONDS = 5
WARM = 0.3
"""This part of the run fills caches and pools; only what comes after it is compared."""

GROWTH = 1.05
"""The last third of the rest may use so much of what the first third used."""


async def run(minutes: float, people: int, mode: str) -> dict[str, Any]:
    """One run on SQLite; its figures, with `wrong` as a list of what should not be."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        plan = Plan(Path(folder), Path(folder) / "nege.sqlite3", seed=1, mode=mode, people=people, share=0)
        async with Trial(plan) as trial:
            memory = await _watched(trial, minutes * 60)
            await trial.empty()
            await trial.stop()
            kept = look(trial)
            trial.result.doubled = keeping.doubled(kept, trial.people)
            result = trial.sum_up()
            log = "\n".join(each.read_text() for each in sorted(plan.folder.glob("bot*.log")))
    warnings = [line for line in log.splitlines() if " INFO " not in line and line.strip()]
    checks = {
        "answers lost": result.lost,
        "answers doubled": result.doubled,
        "people left waiting": result.left,
        "answers not acknowledged": result.answers - result.acknowledged,
        "lines in the log that are no INFO": warnings,
        "processes whose memory grew": [name for name, sizes in memory.items() if _grew(sizes)],
    }
    figures = {"minutes": minutes, "mode": mode, "people": result.people, "answers": result.answers, "calls": result.calls}
    figures["longest_wait_s"] = round(result.longest_wait, 1)
    figures["memory_mb"] = {name: _thirds(sizes) for name, sizes in memory.items()}
    return figures | {"wrong": [f"{name}: {found}" for name, found in checks.items() if found]}


async def _watched(trial: Trial, seconds: float) -> dict[str, list[float]]:
    """The resident memory of each process of the bot while people talk, in MB, sampled again and again."""
    names = [" ".join(command) for command in COMMANDS[trial.plan.mode]]
    memory: dict[str, list[float]] = {name: [] for name in names}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name, process in zip(names, trial.processes, strict=True):
            memory[name].append(_resident_mb(process.pid))
        await asyncio.sleep(SAMPLE_SECONDS)
    return memory


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _thirds(sizes: Sequence[float]) -> list[float]:
    """The mean of each third of the run after its warm part, in MB."""
    rest = sizes[int(len(sizes) * WARM) :]
    step = max(1, len(rest) // 3)
    return [round(fmean(part), 1) for start in (0, step, 2 * step) if (part := rest[start : start + step])]


def _grew(sizes: Sequence[float]) -> bool:
    thirds = _thirds(sizes)
    return thirds[-1] > GROWTH * thirds[0]


def main() -> int:
    """Run and tell."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak.run", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--people", type=int, default=32)
    parser.add_argument("--mode", choices=COMMANDS, default="polling")
    given = parser.parse_args()
    logging.getLogger("uvicorn.error").disabled = True
    found = asyncio.run(run(given.minutes, given.people, given.mode))
    print(json.dumps(found, ensure_ascii=False))
    return int(bool(found["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
