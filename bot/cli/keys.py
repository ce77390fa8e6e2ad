"""Secrets of an installation."""

import argparse
import secrets
from contextlib import closing

from bot.errors import SettingsError
from bot.settings import DATABASE, place, read

NAME = "keys"
HELP = "make a secret for NEGE_SECRET_KEY, or bring a new one into use"

ROTATED = """\
{people} addresses of people and {roles} of roles are sealed under the newest key now.
Hashes cannot be made again without their owners: whoever writes to the bot is found under an older key and moved to the newest.
Keep the older key in NEGE_SECRET_KEY until a whole wave has passed; whoever comes after that is taken for a new person."""
LOST = "{lost} addresses cannot be opened with any key of NEGE_SECRET_KEY: is an older one missing?"


def add(parser: argparse.ArgumentParser) -> None:
    explained = "new: print a fresh secret; keep it outside the database, and put it before the older one in NEGE_SECRET_KEY. "
    explained += "rotate: seal all addresses under the first of the keys in NEGE_SECRET_KEY"
    parser.add_argument("what", choices=["new", "rotate"], help=explained)
    parser.add_argument("--database", type=place, default=read().where, help=DATABASE)


def run(options: argparse.Namespace) -> int:
    return {"new": _new, "rotate": _rotate}[options.what](options)


def _new(_: argparse.Namespace) -> int:
    print(secrets.token_urlsafe(48))
    return 0


def _rotate(options: argparse.Namespace) -> int:
    from bot import clock
    from bot.store.engine import open_store
    from bot.store.keys import Keys
    from bot.usecases.keys import rotate

    secret = read().secret_key
    if not secret.strip():
        raise SettingsError("NEGE_SECRET_KEY must hold the keys, the newest first, separated by spaces.")
    with closing(open_store(options.database)) as store:
        rotated = rotate(store, Keys(secret), clock.now())
    print(ROTATED.format(people=rotated.people, roles=rotated.roles))
    if rotated.lost:
        print(LOST.format(lost=rotated.lost))
    return 1 if rotated.lost else 0
