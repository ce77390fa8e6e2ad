"""Write the JSON schema that editors complete scripts with."""

import argparse
from pathlib import Path

from bot.settings import read

NAME = "schema"
HELP = "write surveys/survey.schema.json, with which editors complete and explain scripts"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", type=Path, metavar="FILE", help="another file")


def run(options: argparse.Namespace) -> int:
    from bot.script.schema import text

    path = options.output or read().surveys / "survey.schema.json"
    path.write_text(text(), "utf-8")
    print(path)
    return 0
