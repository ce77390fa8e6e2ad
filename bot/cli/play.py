"""Play a script in the terminal with the engine that citizens meet."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.errors import ScriptError
from bot.interview.effects import Ask, Effect, Redraw, Say
from bot.interview.state import State
from bot.interview.step import opening
from bot.interview.transcript import Entry, play, tapped, told
from bot.message import Message
from bot.script.model import Script

NAME = "play"
HELP = "play a script in the terminal; --record writes the transcript that becomes a test"

INTRODUCTION = "Type an answer, or tap a button as [its label] or [its number]. /start begins; an empty line ends."


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the script, for example surveys/service_usage.yaml")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write the conversation to this file")
    parser.add_argument("--seed", type=int, default=1, help="fixes the order of shuffled choices (default 1)")


def run(options: argparse.Namespace) -> int:
    script = read_script(options.file)
    print(INTRODUCTION)
    lines = [f"# {options.file.name}, seed {options.seed}"]
    for told_lines in _conversation(script, opening("terminal", options.seed), _lines()):
        lines += told_lines
        print("\n".join(line for line in told_lines if not line.startswith(("citizen> ", "  tap: ", "  open: "))))
    if options.record:
        options.record.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


def read_script(path: Path) -> Script:
    """The script of a file; raises ScriptError with every complaint if it has errors."""
    from bot.script.load import load
    from bot.settings import read
    from bot.usecases.sources import catalogue

    loaded = load(path.read_text("utf-8"), str(path), catalogue(read().seeds))
    if loaded.script is None:
        raise ScriptError(f"{path} has errors: run `nege check {path}` to see them all.")
    return loaded.script


def _lines() -> Iterator[str]:
    yield "/start"
    while True:
        sys.stdout.write("> ")
        sys.stdout.flush()
        words = sys.stdin.readline().strip()
        if not words:
            return
        yield words


def _conversation(script: Script, state: State, said: Iterator[str]) -> Iterator[list[str]]:
    shown: Message | None = None
    for words in said:
        entry = tapped(words, shown) or Entry(words)
        state, effects = play(script, state, entry)
        shown = _open(effects) or shown
        yield entry.lines() + list(told(state, effects))
        if state.phase == "final":
            return


def _open(effects: list[Effect]) -> Message | None:
    with_buttons = [effect.message for effect in effects if isinstance(effect, Ask | Redraw | Say) and effect.message.rows]
    return with_buttons[-1] if with_buttons else None
