"""Frozen figures: made by themselves every Monday; here they are made by hand, shown, and corrected."""

import argparse
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from bot.settings import DATABASE, place, read
from bot.texts import LANGUAGES, say

if TYPE_CHECKING:
    from bot.stats.summary import Summary
    from bot.store.engine import Store
    from bot.usecases.publications import Outcome

NAME = "publication"
HELP = "frozen figures of a week or block: list, make or correct them, or show them as outsiders see them"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=tuple(_ACTIONS))
    parser.add_argument(
        "period", nargs="?", default="", help="a week (2026-W47), or a closed block of 4 or 12 weeks (2026-W45..2026-W48)"
    )
    parser.add_argument("--scope", choices=("kz",), default="kz", help="of whom: the country (the only one so far)")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of labels and sentences (default: en)")
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    from bot.store.engine import open_store
    from bot.usecases.publications import PeriodError

    if options.action != "list" and not options.period:
        print(say(options.language, "publication_table.which"), file=sys.stderr)
        return 2
    try:
        with closing(open_store(options.database)) as store:
            return _ACTIONS[options.action](store, options)
    except PeriodError:
        return _refused(options, "no_period")


def _list(store: "Store", options: argparse.Namespace) -> int:
    from bot.report.periods import moment_words
    from bot.store.publications import listed

    with store.read() as tx:
        found = listed(tx, scope=options.scope)
    for period, frozen in found:
        figures, made = frozen.summary.figures, moment_words(options.language, frozen.made_at)
        numbers = {"version": frozen.summary.version, "shown": sum(each.published for each in figures), "all": len(figures)}
        print(say(options.language, "publication_table.listed", period=period, made=made, **numbers))
    if not found:
        print(say(options.language, "publication_table.none_yet"))
    return 0


def _make(store: "Store", options: argparse.Namespace) -> int:
    from bot import clock
    from bot.usecases.disclosure import freeze_missing
    from bot.usecases.publications import make

    outcome = make(store, options.period, clock.now(), scope=options.scope)
    freeze_missing(store, clock.now())
    if outcome.state != "made" or outcome.summary is None:
        return _refused(options, outcome.state, outcome)
    shown = sum(figure.published for figure in outcome.summary.figures)
    version, all_ = outcome.summary.version, len(outcome.summary.figures)
    print(say(options.language, "publication.made", period=options.period, version=version, shown=shown, all=all_))
    return 0


def _show(store: "Store", options: argparse.Namespace) -> int:
    from bot.report.published import published
    from bot.stats.labels import levels
    from bot.store import meta, revisions
    from bot.store.publications import latest
    from bot.usecases.publications import read_period

    read_period(options.period)
    with store.read() as tx:
        found, demo = latest(tx, options.period, scope=options.scope), meta.demo(tx)
        names = levels(revisions.scripts(tx))
    if found is None:
        return _refused(options, "missing")
    print(published(found, options.language, demo=demo, names=names))
    return 0


def _correct(store: "Store", options: argparse.Namespace) -> int:
    from bot import clock
    from bot.usecases.digest import correct
    from bot.usecases.disclosure import freeze_missing

    outcome, officials = correct(store, options.period, clock.now())
    freeze_missing(store, clock.now())
    if outcome.state != "corrected" or outcome.summary is None:
        return _refused(options, outcome.state, outcome)
    version = outcome.summary.version
    print(say(options.language, "publication.corrected", period=options.period, version=version, officials=officials))
    return 0


def _refused(options: argparse.Namespace, why: str, outcome: "Outcome | None" = None) -> int:
    from bot.stats.weeks import span
    from bot.usecases.publications import blocks_of

    found: Summary | None = outcome.summary if outcome else None
    blocks = blocks_of("2026-W47")
    said = {"version": found.version if found else 0, "who": blocks["who"], "where": blocks["where"]}
    weeks = len(span(options.period)) if why == "nothing" else 0
    print(say(options.language, f"publication.{why}", period=options.period, weeks=weeks, **said), file=sys.stderr)
    return 1


_ACTIONS = {"list": _list, "make": _make, "show": _show, "correct": _correct}
