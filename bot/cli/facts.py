"""Episodes again from the answers."""

import argparse
from contextlib import closing

from bot.settings import DATABASE, place, read

NAME = "facts"
HELP = "rebuild the episodes from the answers and their revisions"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("rebuild",))
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.cli.migrate import progress
    from bot.store.engine import open_store
    from bot.usecases.facts import rebuild

    with closing(open_store(options.database)) as store:
        print(f"Episodes: {rebuild(store, clock.now(), progress)}.")
    return 0
