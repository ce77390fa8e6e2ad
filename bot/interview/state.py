"""Where an interview stands: one immutable document that `step` writes and reads, kept as JSON in the database."""

from typing import Any, Literal

import msgspec
from msgspec import Struct

Status = Literal["opened", "consented", "started", "completed", "partial", "stopped", "expired", "ineligible", "declined"]
"""opened: before consent. consented: before the first answer. The last six are final; of the last two nothing is kept."""

FINAL: frozenset[str] = frozenset({"completed", "partial", "stopped", "expired", "ineligible", "declined"})


class Slot(Struct, frozen=True, array_like=True):
    """A place in the interview: a question, and inside a `for each` group the code of the item."""

    question: str
    item: str = ""

    @property
    def key(self) -> str:
        """The slot as one word: `channel@passport`, or `age`."""
        return f"{self.question}@{self.item}" if self.item else self.question


class Answer(Struct, frozen=True, omit_defaults=True):
    """One value to one slot: `codes` (one, many), `number` (number, scale), or only `text` (text). All empty: skipped.

    `text` is what was typed, with numbers of people already masked. `at`: seconds since 1970. `changes`: how often it was
    changed. `withdrawn`: an earlier answer changed and the question is no longer asked; never counted.
    """

    slot: Slot
    codes: tuple[str, ...] = ()
    number: float | None = None
    text: str = ""
    language: str = ""
    at: int = 0
    changes: int = 0
    withdrawn: bool = False

    @property
    def skipped(self) -> bool:
        return not self.codes and self.number is None and not self.text


class State(Struct, frozen=True, omit_defaults=True):
    """One interview.

    `turn` grows with every accepted event; `opened` is the turn in which the open slot was first shown: taps on keyboards
    of turns `opened`..`turn` belong to the open question. `ticks`, `page` and `typing` (the code whose words are awaited)
    are the open question's unfinished business, `words` what was
    typed for a typed choice already. `orders` holds shuffled choices by slot key. `last` is the last accepted
    tap, so that its repeat is a success.
    """

    nonce: str
    seed: int
    phase: Literal["language", "consent", "asking", "final"] = "language"
    status: Status = "opened"
    language: str = ""
    turn: int = 1
    opened: int = 1
    slot: Slot | None = None
    ticks: tuple[str, ...] = ()
    page: int = 0
    typing: str = ""
    words: str = ""
    failures: int = 0
    last: str = ""
    answers: dict[str, Answer] = {}
    orders: dict[str, tuple[str, ...]] = {}


def changed(state: State, **fields: Any) -> State:
    """The same state with these fields changed."""
    return msgspec.structs.replace(state, **fields)


def encode(state: State) -> str:
    return msgspec.json.encode(state).decode()


def decode(document: str | bytes) -> State:
    """The state back from its JSON; raises msgspec.ValidationError if it is none."""
    return msgspec.json.decode(document, type=State)
