"""Try Nege without a token: a chat page in the browser, made-up interviews, one SQLite file."""

import argparse
import asyncio
from pathlib import Path

NAME = "demo"
HELP = "try it without a token: a chat page in the browser, with made-up interviews"


def add(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "The page stands at http://127.0.0.1:8080/; NEGE_PORT=8090 nege demo takes another port, NEGE_HOST another address."
    )
    parser.add_argument("--folder", type=Path, default=Path(".demo"), help="where database and key are kept (default .demo)")
    parser.add_argument("--people", type=int, default=1000, help="about how many made-up interviews come first (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="fixes the made-up interviews (default 1)")


def run(options: argparse.Namespace) -> int:
    from bot import app
    from bot.settings import read

    app.log_plainly()
    asyncio.run(app.demo(read(), options.folder, options.people, options.seed))
    return 0
