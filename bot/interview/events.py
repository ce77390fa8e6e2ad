"""What can happen to an interview. Each event carries its moment: seconds since 1970."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

CommandName = Literal["language", "stop", "why", "privacy", "help", "forget", "again", "mydata"]


@dataclass(frozen=True, slots=True)
class Start:
    """/start: opens the interview, or shows the open question again."""

    at: int


@dataclass(frozen=True, slots=True)
class Tap:
    """A button: its callback data as it came, trusted in nothing."""

    data: str
    at: int


@dataclass(frozen=True, slots=True)
class Typed:
    """Words: a number, a label, a code, or an answer in one's own words."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Command:
    name: CommandName
    at: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Voice, a picture, a sticker …: something that cannot be an answer."""

    at: int


Event: TypeAlias = Start | Tap | Typed | Command | Unreadable
