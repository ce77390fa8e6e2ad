"""The estimators of the reports on four CSV tables, as JSON: to be checked against another program."""

import argparse
import json
from pathlib import Path

from bot.errors import NegeError

NAME = "estimate"
HELP = "weights, shares, reasons, differences and intervals of four CSV tables, as JSON (as R's survey makes them)"


def add(parser: argparse.ArgumentParser) -> None:
    tables = {
        "respondents": "one line a person: rid, a column for each margin (empty: not known), skills if asked",
        "episodes": "one line a service used: rid, week, service, channel (csc, online, …), reason_nr (1: none), r_REASON, sat",
        "margins": "variable, level, population; macro: levels of one macro-region merge first",
        "reasons": "reason, removable (0 or 1)",
    }
    for name, columns in tables.items():
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="FILE", help=columns)
    parser.add_argument("--fewest", type=_whole, default=1, metavar="N", help="merge levels of fewer people (reports: 10)")
    parser.add_argument("--cap", type=_cap, metavar="X", help="cut weights at X times their mean and rake again (reports: 5)")
    parser.add_argument("--weights", action="store_true", help="print the weight of every person, too")


def run(options: argparse.Namespace) -> int:
    from bot.stats.microdata.figures import figures
    from bot.stats.microdata.study import study

    tables = (_read(file) for file in (options.respondents, options.episodes, options.margins, options.reasons))
    found = figures(study(*tables), fewest=options.fewest, cap=options.cap, people=options.weights)
    print(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False))
    return 0


def _read(file: Path) -> tuple[str, str]:
    try:
        return file.read_text("utf-8-sig"), file.name
    except OSError as error:
        raise NegeError(f"{file} cannot be read ({error.strerror}): check the path.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise NegeError(f"{file.name}, line {line}: this is not UTF-8. Save the table as CSV UTF-8.") from None


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of people: write a whole number from 1")
    return int(text)


def _cap(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 1 < found < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no cap: write a number above 1, for example 5")
    return found
