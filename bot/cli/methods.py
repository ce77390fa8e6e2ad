"""How the figures were made: as outsiders read it on the web page, or of any weeks as the operator may see it."""

import argparse
import sys
from contextlib import closing

from bot.cli.stats import weeks
from bot.settings import DATABASE, place, read
from bot.texts import LANGUAGES, say

NAME = "methods"
HELP = "how the figures were made: who asks, of whom, weighting, checks, limits, wording"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=LANGUAGES, default="ru")
    parser.add_argument(
        "--period", type=weeks, help="2026-W47 or 2026-W45..2026-W48, counted now (default: what was published last)"
    )
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.report.document import plain
    from bot.store.engine import open_store
    from bot.usecases.disclosure import gather
    from bot.usecases.methods import document, published
    from bot.usecases.summary import summary

    with closing(open_store(options.database)) as store, store.read() as tx:
        if options.period is None:
            found = published(tx, options.language)
        else:
            found = document(tx, gather(tx, summary(tx, options.period), clock.now()), options.language)
    if found is None:
        print(say(options.language, "web.methods.none"), file=sys.stderr)
        return 1
    print(plain(found))
    return 0
