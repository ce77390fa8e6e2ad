"""The same kill run for Nege and for two ready-made ways of writing a bot: how many answers does each lose?

aiogram is no dependency of Nege: pip install "aiogram>=3.31" first, or leave it out with --only.

python bench/peers/run.py [--kills 20] [--people 24] [--seeds 1 2 3] [--only nege ptb aiogram]
"""

import argparse
import asyncio
import logging
import platform
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.faults.harness import TOKEN, Plan, Result, Trial, kill_run  # noqa: E402 - the checkout is put on the path first

PEERS = {"ptb": "ptb_bot.py", "aiogram": "aiogram_bot.py"}
NAMES = {"nege": "Nege", "ptb": "python-telegram-bot", "aiogram": "aiogram"}
PATIENCE = 8.0
"""Seconds a person waits for the next question before tapping again, then pressing Start."""


async def peer_run(name: str, plan: Plan) -> Result:
    """The kill run for a peer; an answer is kept if its row is in the peer's database."""
    file = plan.folder / "answers.sqlite3"
    arguments = [(str(HERE / PEERS[name]), TOKEN)]
    # Peers end when one of the first calls fails; whatever watches over processes starts them again.
    async with Trial(plan, arguments, {"PEER_DATABASE": str(file)}, starts=20) as trial:
        for _ in range(plan.kills):
            await trial.load()
            await trial.kill()
            trial.result.kills += 1
            _compare(trial, file)
            await trial.start()
        await trial.empty(60)
        await trial.stop()
        _compare(trial, file)
        return trial.sum_up()


def _compare(trial: Trial, file: Path) -> None:
    database = sqlite3.connect(file)
    taps = [f"tap {tap}" for (tap,) in database.execute("SELECT tap FROM answer")]
    database.close()
    said = {each.ref: (person.id, key) for person in trial.people for key, all_ in person.said.items() for each in all_}
    acknowledged = trial.record.acknowledged & said.keys()
    trial.result.lost |= {(*said[ref], ref) for ref in acknowledged - set(taps)}
    trial.result.doubled |= {ref for ref in taps if taps.count(ref) > 1}


async def one(name: str, seed: int, given: argparse.Namespace) -> Result:
    """One run on a fresh folder."""
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        file = Path(folder) / "nege.sqlite3"
        plan = Plan(
            Path(folder), file, seed, kills=given.kills, people=given.people, share=given.share, patience=PATIENCE,
            between=given.between,
        )  # fmt: skip
        return await (kill_run(plan) if name == "nege" else peer_run(name, plan))


def table(found: dict[str, list[Result]]) -> str:
    """The sums of every bot's runs, as a table in Markdown."""
    head = (
        "| bot | kills | acknowledged answers | lost | doubled | waited in vain | longest wait |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    return "\n".join([head, *(_row(NAMES[name], results) for name, results in found.items())])


def _row(name: str, results: list[Result]) -> str:
    acknowledged, lost = sum(each.acknowledged for each in results), sum(len(each.lost) for each in results)
    doubled, left = sum(len(each.doubled) for each in results), sum(each.left for each in results)
    wait = max(each.longest_wait for each in results)
    kills = sum(each.kills for each in results)
    return f"| {name} | {kills} | {acknowledged} | {lost} ({lost / acknowledged:.1%}) | {doubled} | {left} | {wait:.0f} s |"


def main() -> None:
    """Run, print every run as it ends, and the table at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--share", type=float, default=0.0, help="how many of the bot's calls fail (0.15: 15 %%)")
    parser.add_argument("--between", type=int, nargs=2, default=[20, 120], help="updates between two kills, least and most")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES))
    given = parser.parse_args()
    if "aiogram" in given.only and find_spec("aiogram") is None:
        parser.error('aiogram is not installed: pip install "aiogram>=3.31", or --only nege ptb')
    logging.getLogger("uvicorn.error").disabled = True
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}, {given}", flush=True)
    found: dict[str, list[Result]] = {name: [] for name in given.only}
    for name, results in found.items():
        for seed in given.seeds:
            results.append(asyncio.run(one(name, seed, given)))
            print(f"{name}: {results[-1]}", flush=True)
    print(table(found))


if __name__ == "__main__":
    main()
