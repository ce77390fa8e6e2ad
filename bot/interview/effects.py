"""What should happen after an event. The engine returns these and does none of them."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.interview.state import Answer, Ending, State, Status
from bot.message import Message


@dataclass(frozen=True, slots=True)
class Ask:
    """Send the open question as a new message; its id becomes the shown message."""

    message: Message


@dataclass(frozen=True, slots=True)
class Settle:
    """Turn the shown message into a record: question, ✓ answer, no buttons."""

    message: Message


@dataclass(frozen=True, slots=True)
class Redraw:
    """The open question changed in place (a tick, a page): edit the shown message."""

    message: Message


@dataclass(frozen=True, slots=True)
class Bare:
    """Take the buttons off the message whose old button was tapped; its words stay as they are."""


@dataclass(frozen=True, slots=True)
class Say:
    """Send a message that asks nothing."""

    message: Message


@dataclass(frozen=True, slots=True)
class Alert:
    """Answer the tap with a notice that must be read (Telegram shows an alert; where there was no tap, a message)."""

    text: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Store this answer (insert, or replace the one in the same slot)."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Finish:
    """The interview is final with this status. With `ineligible` and `declined` nothing that was answered is kept."""

    status: Status


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything that is stored of this person, then say so with `receipt`."""

    receipt: Message


@dataclass(frozen=True, slots=True)
class Quiet:
    """The person asked for no more reminders and invitations."""


@dataclass(frozen=True, slots=True)
class Disclose:
    """Send everything that is stored of this person, as a file in these languages."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remember:
    """What was said below the last words changed: keep it beside the interview."""

    ending: Ending


Effect: TypeAlias = Ask | Settle | Redraw | Bare | Say | Alert | Keep | Finish | Forget | Quiet | Disclose | Remember


@dataclass(frozen=True, slots=True)
class Turn:
    """The new state, and what should happen, in this order."""

    state: State
    effects: tuple[Effect, ...] = ()
