"""What goes into the desk and what comes out: the same for polling, webhook, demo and tests."""

from dataclasses import dataclass

from bot.interview.effects import Effect
from bot.interview.events import Event


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update from a private chat.

    `person` and `chat` are Telegram ids: they live in memory only, never in a log or beside an answer. `event` is what the
    engine understands; `payload` is what followed /start; `command` is a command that no interview knows (`digest`).
    `message` is the id of the message whose button was tapped, `callback` the id of that tap ("" if there was none).
    """

    update_id: int
    person: int
    chat: int
    event: Event
    payload: str = ""
    command: str = ""
    message: int = 0
    callback: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """Work that is asked for by an update but does not belong into its transaction."""

    name: str
    role: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What to do in the chat after the commit, in this order. Only Ask, Settle, Redraw, Bare, Say and Alert are left.

    `interview` and `turn` say which question an Ask shows, so that it can be marked as shown; `shown` is the id of the
    message that Settle and Redraw edit, `tapped` that of the one whose buttons Bare takes (0: there is none, leave it out).
    `aside`: a lone Say stands beside the open question (a choice of languages) and does not count as showing the turn; the
    closing message of a final interview does.
    """

    chat: int
    effects: tuple[Effect, ...] = ()
    interview: int = 0
    turn: int = 0
    shown: int = 0
    tapped: int = 0
    callback: str = ""
    errand: Errand | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """This turn of this interview stands in the chat as this message."""

    interview: int
    turn: int
    message: int
