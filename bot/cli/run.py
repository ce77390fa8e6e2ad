"""Serve real people: polling, schedule and web page in one process."""

import argparse
import asyncio

NAME = "run"
HELP = "ask real people: polling, schedule and web page in one process (settings: see README.md)"


def add(_: argparse.ArgumentParser) -> None:
    """Everything is a setting."""


def run(_: argparse.Namespace) -> int:
    from bot import app
    from bot.settings import for_real_people, read

    settings = for_real_people(read())
    app.log_plainly()
    asyncio.run(app.run(settings))
    return 0
