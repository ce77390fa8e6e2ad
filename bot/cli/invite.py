"""A single-use link that makes whoever opens it an official or an administrator."""

import argparse
from contextlib import closing

from bot.settings import DATABASE, place, read
from bot.texts import LANGUAGES

NAME = "invite"
HELP = "print a single-use link for an official or an administrator (valid for 7 days)"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", choices=("official", "administrator"), required=True)
    parser.add_argument("--language", choices=LANGUAGES, required=True, help="of the messages this person gets")
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.store.engine import open_store
    from bot.usecases.invite import invite

    with closing(open_store(options.database)) as store:
        print(invite(store, options.role, options.language, clock.now()))
    return 0
