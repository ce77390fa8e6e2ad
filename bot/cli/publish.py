"""A script becomes a revision; new interviews use it only once it is opened."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bot.settings import DATABASE, place, read
from bot.texts import LANGUAGES

NAME = "publish"
HELP = "check a script and make it a new revision; new interviews use it, if its survey is the open one or none is"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the script, for example surveys/service_usage.yaml")
    parser.add_argument("--open", action="store_true", help="open this survey, and close the one that is open now")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the complaints (default: en)")
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.script.issue import render
    from bot.store.engine import open_store
    from bot.usecases import sources
    from bot.usecases.publish import operator_of, publish

    settings = read()
    file, lists = sources.scripts(options.file)[0], sources.catalogue(settings.seeds)
    with closing(open_store(options.database)) as store:
        with store.read() as tx:
            operator = operator_of(tx, settings)
        outcome = publish(store, file, lists, operator, clock.now(), open_=True if options.open else None)
    for issue in outcome.issues:
        print(render(issue, options.language), file=sys.stderr)
    if outcome.published is None:
        print(f"{file.name} has errors: nothing was published.", file=sys.stderr)
        return 1
    published = outcome.published
    state = "open: new interviews use it" if published.open else "not open, as another survey is: add --open to change over"
    print(f"{published.survey}, revision {published.number}{'' if outcome.new else ' (the same as before)'}; {state}.")
    return 0
