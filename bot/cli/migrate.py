"""Bring a database to this version of Nege."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bot.settings import DATABASE, place, read

NAME = "migrate"
HELP = "bring a database to this version (nege run does it by itself)"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.store.engine import open_store
    from bot.usecases.facts import refresh

    with closing(open_store(options.database, create=True)) as store:
        made = refresh(store, clock.now(), progress)
    if made is not None:
        print(f"What figures count was derived anew, as this version does it: {made} episodes.")
    # An address may hold a password.
    print(f"{options.database if isinstance(options.database, Path) else 'The database'} is ready.")
    return 0


def progress(interview: int, episodes: int) -> None:
    """One line for each batch of interviews that was derived anew."""
    print(f"  up to interview {interview}: {episodes} episodes", file=sys.stderr, flush=True)
