"""Take the updates that Telegram brings by webhook, reply, and show the web page; `nege worker` does the rest."""

import argparse
import asyncio

NAME = "web"
HELP = "take updates by webhook, and show the web page (needs nege worker beside it; settings: see README.md)"


def add(_: argparse.ArgumentParser) -> None:
    """Everything is a setting."""


def run(_: argparse.Namespace) -> int:
    from bot import app
    from bot.settings import for_web, read

    settings = for_web(read())
    app.log_plainly()
    asyncio.run(app.web(settings))
    return 0
