"""Bring a database to this version of Nege."""

import argparse
from pathlib import Path

from bot.settings import DATABASE, place, read

NAME = "migrate"
HELP = "bring a database to this version (nege run does it by itself)"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot.store.engine import open_store

    open_store(options.database, create=True).close()
    # An address may hold a password.
    print(f"{options.database if isinstance(options.database, Path) else 'The database'} is ready.")
    return 0
