"""Bring a database to this version of Nege."""

import argparse
from pathlib import Path

from bot.settings import read

NAME = "migrate"
HELP = "bring a database to this version (nege run does it by itself)"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", type=Path, default=read().database, help="the SQLite file")


def run(options: argparse.Namespace) -> int:
    from bot.store.engine import open_store

    open_store(options.database, create=True).close()
    print(f"{options.database} is ready.")
    return 0
