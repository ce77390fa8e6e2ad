"""Erasures once more, after a backup was restored."""

import argparse
from contextlib import closing
from pathlib import Path

from bot.settings import DATABASE, place, read

NAME = "erasures"
HELP = "apply the journal of erasures to a database, after a backup was restored"

APPLIED = "Erasures in {journal}: {entries}. People whom this database still had, and who are erased now: {people}."
TORN = (
    "Lines that cannot be read: {torn}. A crash cuts off a last line, and that erasure is then asked for again; see to others."
)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("apply",), help="erase everybody whom the journal names and this database still has")
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)
    named = "the journal (default: NEGE_ERASURE_LOG, or the file beside the SQLite file)"
    parser.add_argument("--journal", type=Path, default=read().erasure_log, help=named)


def run(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.errors import SettingsError
    from bot.store.engine import open_store
    from bot.usecases.erasures import apply

    with closing(open_store(options.database, journal=options.journal)) as store:
        if store.journal is None:
            raise SettingsError("Name the journal of erasures with --journal or NEGE_ERASURE_LOG.")
        applied = apply(store, clock.now())
        print(APPLIED.format(journal=store.journal.path, entries=applied.entries, people=applied.people))
    if applied.torn:
        print(TORN.format(torn=applied.torn))
    return 0
