"""What to do after an owed message could not be sent is a value: pure, so that every case stands in a test."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.errors import TransportError

FIRST_SECONDS = 60
LONGEST_SECONDS = 24 * 3600
BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Later:
    """Try again after so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Gone:
    """This person cannot be written to: nothing more is sent until they write again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Telegram asks for so many seconds: the message itself has not failed."""

    seconds: int


Decision: TypeAlias = Later | Gone | Patience


def decide(error: TransportError, failures: int) -> Decision:
    """What follows a failure when the same message had failed `failures` times before: 1, 4, 16 … minutes, at most a day.

    What Telegram refuses as wrong is tried again too: a newer version of Nege may send it better.
    """
    if error.unreachable:
        return Gone()
    if error.retry_after:
        return Patience(int(error.retry_after) + 1)
    return Later(min(FIRST_SECONDS * 4 ** min(failures, 8), LONGEST_SECONDS))


def refused(error: TransportError) -> bool:
    """Is it the form of the message that Telegram refuses? Its texts have no markup; its buttons may be at fault."""
    return error.code == BAD_REQUEST and not error.unreachable


def hopeless(decision: Decision) -> bool:
    """Are the pauses as long as they get? Then it is time that somebody is told."""
    return isinstance(decision, Later) and decision.seconds >= LONGEST_SECONDS
