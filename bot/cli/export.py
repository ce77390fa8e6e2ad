"""Records without names, for a statistician's own tools."""

import argparse
import re
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.stats import weeks
from bot.errors import SettingsError
from bot.settings import DATABASE, SHORTEST_KEY, place, read
from bot.texts import LANGUAGES

if TYPE_CHECKING:
    from bot.store.keys import Keys

NAME = "export"
HELP = "take the data home: interviews and services used under pseudonyms, with a codebook"

FULL = """\
This is the full export: which services each person used, every answer, and what they typed in their own words.
It may let people be recognised. Keep it on an encrypted disk, give it to nobody, delete it when the work is done.
The database notes that it was made."""
SERIES = "--series needs NEGE_SECRET_KEY, at least {length} characters: pseudonyms that stay the same are made from it."


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("csv", "xlsx", "sav", "parquet"), required=True)
    parser.add_argument("--output", type=Path, required=True, help="a folder, new or empty; for xlsx it may be a file")
    parser.add_argument("--weeks", type=weeks, default=(), help="ISO weeks, for example 2026-W40..2026-W47 (default: all)")
    series = "a name: its pseudonyms stay the same from export to export (default: new ones each time)"
    parser.add_argument("--series", type=_series, help=series)
    parser.add_argument("--survey", default="", help="which survey (default: the open one)")
    parser.add_argument("--full", action="store_true", help="also services by person, every answer, typed words; it is noted")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of labels in sav and parquet (default: en)")
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.store.engine import open_store
    from bot.usecases.export import Wanted, export

    names = ("format", "output", "weeks", "survey", "full", "language")
    wanted = Wanted(series=options.series or "", **{name: getattr(options, name) for name in names})
    keys = _keys() if options.series else None
    if options.full:
        print(FULL, file=sys.stderr)
    with closing(open_store(options.database)) as store:
        exported = export(store, keys, wanted, clock.now())
    for file in exported.files:
        print(file)
    print(", ".join(f"{name}: {number}" for name, number in exported.rows.items()))
    if exported.others:
        print(f"Only {exported.survey}. Other surveys: {', '.join(exported.others)} (--survey).")
    return 0


def _keys() -> "Keys":
    from bot.store.keys import Keys

    secret = read().secret_key
    if min(map(len, secret.split() or [""])) < SHORTEST_KEY:
        raise SettingsError(SERIES.format(length=SHORTEST_KEY))
    return Keys(secret)


def _series(text: str) -> str:
    """The name of a series, for argparse."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no name of a series: up to 40 letters A–Z, digits, dots, - and _")
    return text
