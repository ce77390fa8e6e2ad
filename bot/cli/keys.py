"""Secrets of an installation."""

import argparse
import secrets

NAME = "keys"
HELP = "make a secret for NEGE_SECRET_KEY"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["new"], help="new: print a fresh secret; keep it outside the database")


def run(_: argparse.Namespace) -> int:
    print(secrets.token_urlsafe(48))
    return 0
