"""The weekly message as officials read it, without sending it."""

import argparse
from contextlib import closing

from bot.settings import DATABASE, place, read
from bot.stats.weeks import shift, week_of
from bot.texts import LANGUAGES

NAME = "digest"
HELP = "show the weekly message of a week without sending it"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--week", type=week, help="for example 2026-W47 (default: the running week)")
    parser.add_argument("--language", choices=LANGUAGES, default="ru")
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.store.engine import open_store
    from bot.usecases.digest import preview

    now = clock.now()
    with closing(open_store(options.database)) as store, store.read() as tx:
        print(preview(tx, options.week or week_of(now), options.language, now).text)
    return 0


def week(text: str) -> str:
    """The week that was asked for, for argparse."""
    try:
        return shift(text, 0)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no week: write 2026-W47") from None
