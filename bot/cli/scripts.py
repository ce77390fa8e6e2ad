"""What was published: surveys, revisions, and the one that new interviews use."""

import argparse
from contextlib import closing
from datetime import datetime

from bot.settings import DATABASE, place, read
from bot.stats.weeks import ALMATY

NAME = "scripts"
HELP = "list the published surveys and revisions"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot.store import revisions
    from bot.store.engine import open_store

    with closing(open_store(options.database)) as store, store.read() as tx:
        listed = revisions.listed(tx)
    if not listed:
        print("Nothing is published yet: nege publish surveys/service_usage.yaml --open")
        return 0
    width = max(len("survey"), *(len(revision.survey) for revision in listed))
    print(f"{'survey':<{width}}  revision  open  published (Almaty)  hash")
    for revision in listed:
        when = f"{datetime.fromtimestamp(revision.at, ALMATY):%Y-%m-%d %H:%M}"
        opened = "open" if revision.open else ""
        print(f"{revision.survey:<{width}}  {revision.number:>8}  {opened:<4}  {when:<18}  {revision.hash[:12]}")
    return 0
