"""What to do after an owed message could not be sent is a value: pure, so that every case stands in a test."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.errors import TransportError

FIRST_SECONDS = 60
LONGEST_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Later:
    """Try again after so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Gone:
    """This person cannot be written to: nothing more is sent until they write again."""


Decision: TypeAlias = Later | Gone


def decide(error: TransportError, failures: int) -> Decision:
    """What follows a failure when the same message had failed `failures` times before: 1, 4, 16 … minutes, at most a day.

    What Telegram refuses as wrong is tried again too: a newer version of Nege may send it better.
    """
    if error.unreachable:
        return Gone()
    if error.retry_after:
        return Later(int(error.retry_after) + 1)
    return Later(min(FIRST_SECONDS * 4 ** min(failures, 8), LONGEST_SECONDS))
