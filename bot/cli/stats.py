"""All figures, for the operator: weighted, with their intervals, and what may not be published marked so."""

import argparse
import json
from contextlib import closing

from msgspec import to_builtins

from bot.settings import DATABASE, place, read
from bot.stats.labels import DIMENSIONS
from bot.stats.weeks import shift, span
from bot.texts import LANGUAGES

NAME = "stats"
HELP = "people, services used, channels, reasons and who could change them"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)
    parser.add_argument("--weeks", type=weeks, help="ISO weeks, for example 2026-W40..2026-W47 (default: all)")
    parser.add_argument(
        "--by",
        choices=DIMENSIONS,
        action="append",
        default=[],
        help="also the ways by this (service: and why people went); may be repeated",
    )
    parser.add_argument("--funnel", action="store_true", help="how far interviews come and how each question fares, instead")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of labels and sentences (default: en)")


def run(options: argparse.Namespace) -> int:
    return _funnel(options) if options.funnel else _figures(options)


def _figures(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.report.listing import listing
    from bot.report.official import official
    from bot.report.table import table
    from bot.stats.labels import levels
    from bot.store import meta, revisions
    from bot.store.engine import open_store
    from bot.usecases.baseline import baseline
    from bot.usecases.summary import all_weeks, summary

    with closing(open_store(options.database)) as store, store.read() as tx:
        found = summary(tx, options.weeks or all_weeks(tx, clock.now()), options.by)
        demo, names, others = meta.demo(tx), levels(revisions.scripts(tx)), baseline(tx)
    if options.format == "json":
        print(json.dumps(listing(found, options.language, demo=demo), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        print(table(found, options.language, demo=demo, names=names))
        print(official(others, found, options.language), end="\n" if others else "")
    return 0


def _funnel(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.report.document import plain
    from bot.report.funnel import WIDTH, funnel_document
    from bot.store.engine import open_store
    from bot.usecases.funnel import funnel
    from bot.usecases.summary import all_weeks

    with closing(open_store(options.database)) as store, store.read() as tx:
        period = options.weeks or all_weeks(tx, clock.now())
        found = funnel(tx, period)
    if options.format == "json":
        print(json.dumps(to_builtins(found), ensure_ascii=False, indent=2))
    else:
        named = "..".join(dict.fromkeys((period[0], period[-1])))
        print(plain(funnel_document(found, named, options.language), WIDTH))
    return 0


def weeks(text: str) -> tuple[str, ...]:
    """The weeks that were asked for, for argparse."""
    first, dots, last = text.partition("..")
    try:
        ends = shift(first, 0), shift(last if dots else first, 0)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no week: write 2026-W47, or 2026-W40..2026-W47") from None
    if ends[1] < ends[0]:
        raise argparse.ArgumentTypeError(f"{text!r} ends before it begins")
    return span("..".join(ends))
