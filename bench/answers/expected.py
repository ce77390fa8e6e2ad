"""What citizens will tap, and what they must see: computed by the bot's own engine from the revision that is open.

A path is one whole interview in Russian. Choices fall by dice with a fixed seed, so that many questions are met: never a choice
that ends the interview, never one that wants words, never back.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as File

import msgspec

from bot.interview import taps
from bot.interview.effects import Ask, Keep, Redraw, Say, Settle, Turn
from bot.interview.events import Event, Start, Tap
from bot.interview.open import of
from bot.interview.state import Answer, State
from bot.interview.step import opening, step
from bot.message import Message
from bot.script.model import Script

LANGUAGE = "ru"
NONCE = "benchabc"
"""Stands in the plan's own interviews only; the driver takes the callback data from the keyboards of the bot."""


@dataclass(frozen=True, slots=True)
class Step:
    """One tap (or /start) and what must come back: `shown` in a new message or, if `redrawn`, in the same one."""

    action: str
    shown: Message
    redrawn: bool
    edited: str
    kept: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """One whole interview. `state` is where it ends."""

    steps: tuple[Step, ...]
    state: State

    def kept(self, steps: int) -> dict[tuple[str, str], Answer]:
        """What must be stored after so many steps, by question and item."""
        return {(kept.slot.question, kept.slot.item): kept for one in self.steps[:steps] for kept in one.kept}


def paths(script: Script, number: int, seed: int) -> list[Path]:
    """`number` interviews."""
    return [_path(script, random.Random(f"{seed}:{place}")) for place in range(number)]  # noqa: S311 - no secret


def write(found: list[Path], file: File) -> None:
    """The plan as loadgen.c reads it: `step ACTION ask|redraw KEPT TEXT BUTTONS EDITED`, the last three as hashes."""
    file.write_text("".join(f"path\n{''.join(map(_line, path.steps))}" for path in found), "utf-8")


def _path(script: Script, dice: random.Random) -> Path:
    state, steps = opening(NONCE, dice.randrange(2**31)), []
    action = "/start"
    while action:
        turn = step(script, state, _event(state, action))
        steps.append(_step(action, turn))
        state = turn.state
        action = _choose(script, state, steps[-1].shown, dice)
    assert state.status == "completed", state.status
    return Path(tuple(steps), state)


def _event(state: State, action: str) -> Event:
    return Start(0) if action == "/start" else Tap(taps.data(state.nonce, state.turn, action), at=0)


def _step(action: str, turn: Turn) -> Step:
    shown = [effect for effect in turn.effects if isinstance(effect, Ask | Redraw | Say)]
    settled = [effect.message.text for effect in turn.effects if isinstance(effect, Settle)]
    kept = tuple(effect.answer for effect in turn.effects if isinstance(effect, Keep))
    assert len(shown) == 1
    return Step(action, shown[0].message, isinstance(shown[0], Redraw), "".join(settled), kept)


def _choose(script: Script, state: State, shown: Message, dice: random.Random) -> str:
    actions = list(_actions(shown))
    if state.phase == "final":
        return ""
    if state.phase in {"language", "consent"}:
        return {"language": f"L{LANGUAGE}", "consent": "!yes"}[state.phase]
    if state.phase == "review":
        return "!send"
    question = of(script, state).question
    avoided = {choice.code for choice in question.choices if choice.typed or choice.only} | set(question.ineligible)
    if "!done" in actions and (len(state.ticks) >= (question.max or 2) or dice.random() < 0.6):
        return "!done"
    choices = [action for action in actions if action[0] in "=+" and action[1:] not in avoided]
    later = [action for action in actions if _leads_on(state, action)]
    return dice.choice(later if not choices or (later and dice.random() < 0.15) else choices)


def _leads_on(state: State, action: str) -> bool:
    """Whether it shows more of a long list: the next page, the categories, one of them."""
    page = action[0] == "p" and int(action[1:]) > state.page
    return not state.ticks and (page or (action[0] == "#" and action != "#"))


def _actions(shown: Message) -> Iterator[str]:
    for row in shown.rows:
        for button in row:
            if press := taps.read(button.data):
                yield press.action


def _line(one: Step) -> str:
    text, edited = (_hash(msgspec.json.encode(words)) for words in (one.shown.text, one.edited))
    # A sum, because the order of shuffled choices is each person's own.
    buttons = sum(_hash(action.encode()) for action in _actions(one.shown)) % 2**64
    kind = "redraw" if one.redrawn else "ask"
    return f"step {one.action} {kind} {len(one.kept)} {text:x} {buttons:x} {edited:x}\n"


def _hash(content: bytes) -> int:
    """FNV-1a, 64 bits."""
    found = 14695981039346656037
    for byte in content:
        found = (found ^ byte) * 1099511628211 % 2**64
    return found
