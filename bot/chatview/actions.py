"""What a person does on a chat page, as the page sends it (JSON), and what that means to an interview."""

from typing import TypeAlias, get_args

import msgspec
from msgspec import Struct

from bot.interview.events import Command, CommandName, Event, Start, Tap, Typed, Unreadable


class Press(Struct, frozen=True, tag="press", tag_field="kind"):
    """A button of this message, and its callback data."""

    message: int
    data: str


class Write(Struct, frozen=True, tag="write", tag_field="kind"):
    """Words; a command is words with a slash."""

    text: str


class Speak(Struct, frozen=True, tag="speak", tag_field="kind"):
    """A voice message; nobody hears what is in it."""


Action: TypeAlias = Press | Write | Speak

_action: msgspec.json.Decoder[Action] = msgspec.json.Decoder(Action)


def read(body: bytes) -> Action:
    """The action in a request; raises ValueError if it is none."""
    try:
        return _action.decode(body)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None


def event(action: Action, at: int) -> Event:
    """The event of an interview; `at` in seconds since 1970."""
    if isinstance(action, Press):
        return Tap(action.data, at)
    if isinstance(action, Speak):
        return Unreadable(at)
    command = action.text.removeprefix("/").partition(" ")[0] if action.text.startswith("/") else ""
    if command == "start":
        return Start(at)
    known = [name for name in get_args(CommandName) if name == command]
    return Command(known[0], at) if known else Typed(action.text, at)
