"""Places of recruitment: each has a link that tells where an interview came from."""

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from bot.settings import DATABASE, place, read
from bot.usecases.recruitment import PLACES

if TYPE_CHECKING:
    from bot.usecases.recruitment import Linked

NAME = "source"
HELP = "register a place where people are invited, and get its link; or list them"


def add(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="doing", required=True)
    new = doing.add_parser("add", help="register a place and print its link")
    new.add_argument("code", help="Latin letters, digits and _, for example csc_astana_03; it stands in the link")
    new.add_argument("--place", choices=PLACES, required=True, help="what kind of place it is")
    new.add_argument("--region", default="", help="code of its region: people from there see it first, nothing is filled in")
    new.add_argument("--title", required=True, help="for you: where exactly it is")
    for each in (new, doing.add_parser("list", help="every place with its link")):
        each.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    return {"add": _add, "list": _list}[options.doing](options)


def _add(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.store.engine import open_store
    from bot.store.sources import Source
    from bot.usecases import recruitment

    source = Source(options.code, options.place, options.region, options.title)
    with closing(open_store(options.database)) as store:
        print(recruitment.add(store, source, clock.now()).link)
    return 0


def _list(options: argparse.Namespace) -> int:
    from bot.store.engine import open_store
    from bot.usecases import recruitment

    with closing(open_store(options.database)) as store, store.read() as tx:
        rows = [_cells(linked) for linked in recruitment.listed(tx)]
    if not rows:
        print("No place of recruitment is registered yet: nege source add CODE --place … --title …")
        return 0
    widths = [max(map(len, column)) for column in zip(_HEADING, *rows, strict=True)]
    for row in (_HEADING, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


_HEADING = ("code", "place", "region", "title", "link")


def _cells(linked: "Linked") -> tuple[str, ...]:
    source = linked.source
    return source.code, source.place, source.region or "-", source.title, linked.link or "-"
