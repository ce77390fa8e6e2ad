"""A conversation as text that people read and tests replay.

    citizen> [Қазақша]
      tap: 1 Lkk
    edit> ✓ Қазақша
    bot> Сәлеметсіз бе! …
      buttons: [Қатысамын] [Қатыспаймын]
      open: 2 consent !yes !no
    keep> age = a18
    end> completed

Lines under a speaker are indented by two spaces. `codes` leaves out the words of the bot, so that a comparison survives
every change of wording.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never, get_args

from bot.interview import taps
from bot.interview.effects import Alert, Ask, Effect, Finish, Forget, Keep, Redraw, Say, Settle
from bot.interview.events import Command, CommandName, Event, Start, Tap, Typed, Unreadable
from bot.interview.state import Answer, State
from bot.interview.step import step
from bot.message import Button, Message
from bot.script.model import Script

NOT_TEXT = "(voice)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a citizen: `said` as typed or `[label]`, `turn` and `action` of the tapped button where it was a tap."""

    said: str
    turn: int = 0
    action: str = ""

    def lines(self) -> list[str]:
        first, *more = self.said.split("\n")
        tap = [f"  tap: {self.turn} {self.action}"] if self.action else []
        return [f"citizen> {first}", *(f"  {line}" for line in more), *tap]


def play(script: Script, state: State, entry: Entry) -> tuple[State, list[Effect]]:
    """One line of a citizen, played: the next state and what the bot does."""
    turn = step(script, state, event(entry, state))
    return turn.state, list(turn.effects)


def replay(script: Script, state: State, entries: Iterable[Entry]) -> list[str]:
    """The whole conversation as lines."""
    lines: list[str] = []
    for entry in entries:
        state, effects = play(script, state, entry)
        lines += entry.lines() + list(told(state, effects))
    return lines


def event(entry: Entry, state: State) -> Event:
    """What a citizen's line means to the engine; all at moment 0, so that a replay is the same every time."""
    if entry.action:
        return Tap(taps.data(state.nonce, entry.turn, entry.action), at=0)
    if entry.said == NOT_TEXT:
        return Unreadable(at=0)
    if entry.said == "/start":
        return Start(at=0)
    name = next((name for name in get_args(CommandName) if entry.said == f"/{name}"), None)
    return Command(name, at=0) if name else Typed(entry.said, at=0)


def tapped(words: str, message: Message | None) -> Entry | None:
    """`[label]` or `[2]` as a tap on that button of a message; None if it has no such button."""
    if message is None or not (words.startswith("[") and words.endswith("]")):
        return None
    buttons = [button for row in message.rows for button in row]
    inner = words[1:-1].strip()
    chosen: Button | None = next((button for button in buttons if button.label == inner), None)
    if chosen is None and inner.isdecimal() and 0 < int(inner) <= len(buttons):
        chosen = buttons[int(inner) - 1]
    press = taps.read(chosen.data) if chosen else None
    return Entry(f"[{chosen.label}]", press.turn, press.action) if chosen and press else None


def told(state: State, effects: Sequence[Effect]) -> Iterator[str]:
    """What the bot does, as lines."""
    for effect in effects:
        match effect:
            case Ask():
                yield from _message("bot", effect.message)
                yield f"  open: {state.turn} {_where(state)} {_actions(effect.message)}".rstrip()
            case Redraw():
                yield from _message("redraw", effect.message)
                yield f"  open: {state.turn} {_where(state)} {_actions(effect.message)}".rstrip()
            case Settle():
                yield from _message("edit", effect.message)
            case Say():
                yield from _message("bot", effect.message)
            case Forget():
                yield "forget>"
                yield from _message("bot", effect.receipt)
            case Alert():
                yield from _message("alert", Message(effect.text))
            case Keep():
                yield f"keep> {_kept(effect.answer)}"
            case Finish():
                yield f"end> {effect.status}"
            case _:
                assert_never(effect)


def read(text: str) -> list[Entry]:
    """The citizen's lines of a transcript."""
    entries: list[Entry] = []
    speaker = ""
    for line in text.splitlines():
        if not line.startswith("  "):
            speaker, _, words = line.partition("> ")
            entries += [Entry(words)] if speaker == "citizen" else []
        elif speaker == "citizen" and line.startswith("  tap: "):
            turn, action = line.removeprefix("  tap: ").split(" ", 1)
            entries[-1] = Entry(entries[-1].said, int(turn), action)
        elif speaker == "citizen":
            entries[-1] = Entry(f"{entries[-1].said}\n{line[2:]}")
    return entries


def codes(lines: Iterable[str]) -> list[str]:
    """The lines that wording cannot change: taps, open questions with their codes, kept answers, the end."""
    return [line for line in lines if line.startswith(("  tap: ", "  open: ", "keep> ", "end> ", "forget>"))]


def _message(speaker: str, message: Message) -> Iterator[str]:
    first, *more = message.text.split("\n")
    yield f"{speaker}> {first}"
    yield from (f"  {line}" for line in more)
    for row in message.rows:
        yield "  buttons: " + " ".join(f"[{button.label}]" for button in row)


def _where(state: State) -> str:
    return state.slot.key if state.slot else state.phase


def _actions(message: Message) -> str:
    presses = (taps.read(button.data) for row in message.rows for button in row)
    return " ".join(press.action for press in presses if press)


def _kept(answer: Answer) -> str:
    value = " ".join(answer.codes) or ("" if answer.number is None else f"{answer.number:g}") or "-"
    marks = [f'"{answer.text}"' if answer.text else "", "withdrawn" if answer.withdrawn else ""]
    return " ".join(filter(None, (answer.slot.key, "=", value, *marks)))
