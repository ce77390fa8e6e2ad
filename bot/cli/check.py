"""Check scripts as an administrator does before publishing: every complaint, then the outline and the paths."""

import argparse
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from bot.clock import now
from bot.script.catalogue import Catalogue, complaints
from bot.script.issue import Issue, located, render
from bot.script.lint import CODES
from bot.script.load import Loaded, load
from bot.script.outline import outline
from bot.settings import read
from bot.texts import LANGUAGES, say
from bot.usecases.sources import catalogue, scripts

NAME = "check"
HELP = "check scripts: prints every complaint, then the outline and the longest and shortest path; exit 1 on errors"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a script, or a folder with scripts (*.yaml)")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of what is printed (default en)")
    parser.add_argument("--seeds", type=Path, metavar="FOLDER", help="the tables (default: NEGE_SEEDS, or seeds/)")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="judge the age of rows by this day")


def run(options: argparse.Namespace) -> int:
    lists = catalogue(options.seeds or read().seeds)
    files = [file for path in options.paths for file in scripts(path)]
    checked = [load(file.text, file.name, lists) for file in files]
    of_scripts = list(dict.fromkeys(issue for loaded in checked for issue in loaded.issues))
    today = options.today or datetime.fromtimestamp(now(), UTC).date()
    issues = [*of_scripts, *_of_tables(lists, today, of_scripts)]
    for line in _told(issues, checked, options.language):
        print(line)
    return 1 if any(issue.severity == "error" for issue in issues) else 0


def _of_tables(lists: Catalogue, today: date, known: Collection[Issue]) -> Iterator[Issue]:
    """Complaints about the tables, but not of rows that a script's complaints name already."""
    told = {(issue.file, issue.line) for issue in known}
    for seed in lists.values():
        for complaint in complaints(seed, today):
            if (complaint.mark.file, complaint.mark.line) not in told:
                yield located(complaint, CODES[complaint.code], seed.file, {})


def _told(issues: list[Issue], checked: list[Loaded], language: str) -> Iterator[str]:
    for issue in issues:
        yield render(issue, language)
        yield ""
    for loaded in checked:
        if loaded.script is not None:
            yield from outline(loaded.script, language)
            yield ""
    found = Counter(issue.severity for issue in issues)
    yield say(language, "issue.found", errors=found["error"], warnings=found["warning"])
