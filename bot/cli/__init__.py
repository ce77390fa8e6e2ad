"""The command `nege`. One file per command: NAME, HELP, add(parser), run(options) -> exit code."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from bot.errors import NegeError


def commands() -> dict[str, ModuleType]:
    """Every command by its name."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. An error meant for the operator is printed without a traceback."""
    try:
        options = _parser().parse_args(arguments)
        code: int = options.run(options)
    except NegeError as error:
        print(f"nege: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nege", description="Why do people still go to Citizen Service Centres?")
    places = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in sorted(commands().items()):
        command = places.add_parser(name, help=module.HELP, description=module.HELP)
        module.add(command)
        command.set_defaults(run=module.run)
    return parser
