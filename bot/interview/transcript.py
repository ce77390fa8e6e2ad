"""A conversation as text that people read and tests replay.

    citizen> [Қазақша]
      tap: 1 Lkk
    edit> ✓ Қазақша
    bot> Сәлеметсіз бе! …
      buttons: [Қатысамын] [Қатыспаймын]
      open: 2 consent !yes !no
    keep> age = a18
    end> completed
    later> 25 h
    reminder>
    bot> Сәлеметсіз бе! …

`later>` lets hours pass, `reminder>` is the moment in which the bot reminds. Lines under a speaker are indented by two spaces.
`codes` leaves out the words of the bot, so that a comparison survives every change of wording.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, assert_never, get_args

from bot.interview import prompts, taps
from bot.interview.effects import Alert, Ask, Bare, Disclose, Effect, Finish, Forget, Keep, Quiet, Redraw, Remember, Say, Settle
from bot.interview.events import Command, CommandName, Event, Start, Tap, Typed, Unreadable
from bot.interview.state import Answer, Ending, State
from bot.interview.step import step
from bot.message import Button, Message
from bot.script.model import Script

NOT_TEXT = "(voice)"

BEGINNING: Final = 1
"""The moment in which a conversation begins; it stands still but for `later>`, so that a replay is the same every time."""

HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a citizen: `said` as typed or `[label]`, `turn` and `action` of the tapped button where it was a tap.

    Or (`speaker`) a pause of so many hours as `25 h`, or the moment of a reminder.
    """

    said: str
    turn: int = 0
    action: str = ""
    speaker: Literal["citizen", "later", "reminder"] = "citizen"

    @property
    def seconds(self) -> int:
        """How long this line takes."""
        return HOUR * int(self.said.removesuffix(" h")) if self.speaker == "later" else 0

    def lines(self) -> list[str]:
        first, *more = self.said.split("\n")
        tap = [f"  tap: {self.turn} {self.action}"] if self.action else []
        opening = f"{self.speaker}> {first}" if self.speaker != "reminder" else "reminder>"
        return [opening, *(f"  {line}" for line in more), *tap]


def play(script: Script, state: State, entry: Entry, at: int = BEGINNING) -> tuple[State, list[Effect]]:
    """One line, played: the next state and what the bot does."""
    if entry.speaker == "later":
        return state, []
    if entry.speaker == "reminder":
        return state, [Say(prompts.reminder(script, state))]
    turn = step(script, state, event(entry, state, at))
    return turn.state, list(turn.effects)


def replay(script: Script, state: State, entries: Iterable[Entry]) -> list[str]:
    """The whole conversation as lines."""
    lines: list[str] = []
    at = BEGINNING
    for entry in entries:
        at += entry.seconds
        state, effects = play(script, state, entry, at)
        lines += entry.lines() + list(told(state, effects))
    return lines


def event(entry: Entry, state: State, at: int) -> Event:
    """What a citizen's line means to the engine."""
    if entry.action:
        return Tap(taps.data(state.nonce, entry.turn, entry.action), at)
    if entry.said == NOT_TEXT:
        return Unreadable(at)
    if entry.said == "/start":
        return Start(at)
    name = next((name for name in get_args(CommandName) if entry.said == f"/{name}"), None)
    return Command(name, at) if name else Typed(entry.said, at)


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
            case Ask() | Redraw():
                yield from _message("bot" if isinstance(effect, Ask) else "redraw", effect.message)
                yield f"  open: {state.turn} {_where(state)} {_actions(effect.message)}".rstrip()
            case Settle() | Say():
                yield from _message("edit" if isinstance(effect, Settle) else "bot", effect.message)
            case Alert():
                yield from _message("alert", Message(effect.text))
            case Forget():
                yield "forget>"
                yield from _message("bot", effect.receipt)
            case Keep() | Finish() | Disclose() | Quiet() | Remember() | Bare():
                yield _done(effect)
            case _:
                assert_never(effect)


def _done(effect: Keep | Finish | Disclose | Quiet | Remember | Bare) -> str:
    """What is done without a word in the chat."""
    match effect:
        case Keep():
            return f"keep> {_kept(effect.answer)}"
        case Finish():
            return f"end> {effect.status}"
        case Disclose():
            return f"file> everything that is stored ({' '.join(effect.languages)})"
        case Quiet():
            return "quiet>"
        case Bare():
            return "bare>"
        case Remember():
            return f"last> {_ended(effect.ending)}"


def read(text: str) -> list[Entry]:
    """The citizen's lines of a transcript, with the pauses and the moments of reminders between them."""
    entries: list[Entry] = []
    speaker = ""
    for line in text.splitlines():
        if not line.startswith("  "):
            speaker, _, words = line.partition("> ")
            entries += [Entry(words)] if speaker == "citizen" else []
            entries += [Entry(words, speaker="later")] if speaker == "later" else []
            entries += [Entry("", speaker="reminder")] if line == "reminder>" else []
        elif speaker == "citizen" and line.startswith("  tap: "):
            turn, action = line.removeprefix("  tap: ").split(" ", 1)
            entries[-1] = Entry(entries[-1].said, int(turn), action)
        elif speaker == "citizen":
            entries[-1] = Entry(f"{entries[-1].said}\n{line[2:]}")
    return entries


_FIXED: Final = ("  tap: ", "  open: ", "keep> ", "end> ", "forget>", "quiet>", "bare>", "file> ", "last> ")


def codes(lines: Iterable[str]) -> list[str]:
    """The lines that wording cannot change: taps, open questions with their codes, kept answers, the end."""
    return [line for line in lines if line.startswith(_FIXED)]


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


def _ended(ending: Ending) -> str:
    invite = {True: "invite", False: "no invite", None: ""}[ending.invite]
    return ", ".join(filter(None, (f"useful {ending.useful}" if ending.useful else "", invite, ending.comment)))


def _kept(answer: Answer) -> str:
    value = " ".join(answer.codes) or ("" if answer.number is None else f"{answer.number:g}") or "-"
    marks = [f'"{answer.text}"' if answer.text else "", "withdrawn" if answer.withdrawn else ""]
    return " ".join(filter(None, (answer.slot.key, "=", value, *marks)))
