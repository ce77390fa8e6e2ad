"""A script becomes a revision; new interviews use it only once it is opened."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bot.settings import read
from bot.texts import LANGUAGES

NAME = "publish"
HELP = "check a script and keep it as a new revision; --open: new interviews use it from now on"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the script, for example surveys/service_usage.yaml")
    parser.add_argument("--open", action="store_true", help="new interviews use this revision from now on")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the complaints (default: en)")
    parser.add_argument("--database", type=Path, default=read().database, help="the SQLite file")


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
        outcome = publish(store, file, lists, operator, clock.now(), open_=options.open)
    for issue in outcome.issues:
        print(render(issue, options.language), file=sys.stderr)
    if outcome.published is None:
        print(f"{file.name} has errors: nothing was published.", file=sys.stderr)
        return 1
    published = outcome.published
    state = "open: new interviews use it" if published.open else "not open: add --open, and new interviews use it"
    print(f"{published.survey}, revision {published.number}{'' if outcome.new else ' (the same as before)'}; {state}.")
    return 0
