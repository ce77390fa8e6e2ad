"""Show questions again, send owed messages, and do what happens on Mondays, beside `nege web`."""

import argparse
import asyncio

NAME = "worker"
HELP = "schedule and owed messages, beside nege web (settings: see README.md)"


def add(_: argparse.ArgumentParser) -> None:
    """Everything is a setting."""


def run(_: argparse.Namespace) -> int:
    from bot import app
    from bot.settings import for_worker, read

    settings = for_worker(read())
    app.log_plainly()
    asyncio.run(app.worker(settings))
    return 0
