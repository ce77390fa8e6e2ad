"""Where an interview stands: one immutable document that `step` writes and reads, kept as JSON in the database."""

from collections.abc import Mapping
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


class Ending(Struct, frozen=True, omit_defaults=True):
    """What a person said below the last words.

    `invite`: wants to be asked again in the next wave; None: said nothing about it. Words that come after `until` (seconds
    since 1970; 0: whenever) are no comment.
    """

    useful: Literal["", "yes", "no"] = ""
    comment: str = ""
    invite: bool | None = None
    until: int = 0


class Draft(Struct, frozen=True, array_like=True):
    """What was marked in a question when the person went back from it, and the words typed for a mark."""

    slot: Slot
    ticks: tuple[str, ...] = ()
    words: str = ""


class State(Struct, frozen=True, omit_defaults=True):
    """One interview.

    `turn` grows with every accepted event; `opened` is the turn in which the open slot was first shown: taps on keyboards
    of turns `opened`..`turn` belong to the open question. `ticks`, `page` and `typing` (the code whose words are awaited)
    are the open question's unfinished business, `words` what was typed for a typed choice already. `orders` holds choices by
    slot key: all of them shuffled, or those that come first. `last` is the last accepted tap, so that its repeat is a success.

    Of a long list, `category` is what is open (empty: the most used, `*`: all categories), `query` the masked words that were
    looked up, and `hits` what was found for them.

    `heard`: when the person was last here, in seconds since 1970 (0: nobody knows). `card`: the bot asks something above the
    open question: `resume` continue or start again, `stop` whether to stop. `leaving`: the person was just asked whether
    everything should be erased. `place` is the kind of the place of recruitment, `region` the one that it proposes. `others`: a
    sentence for the last words about what others said; it is not kept. `drafts`: marks in questions that were left by going
    back, by slot key.
    """

    nonce: str
    seed: int
    phase: Literal["language", "consent", "asking", "review", "final"] = "language"
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
    category: str = ""
    query: str = ""
    hits: tuple[str, ...] = ()
    heard: int = 0
    card: Literal["", "resume", "stop"] = ""
    leaving: bool = False
    place: str = ""
    region: str = ""
    ending: Ending = Ending()
    others: str = ""
    drafts: dict[str, Draft] = {}


UNTOUCHED: Mapping[str, Any] = {
    "ticks": (), "page": 0, "typing": "", "words": "", "failures": 0, "category": "", "query": "", "hits": (),
}  # fmt: skip
"""The fields of unfinished business as they are when a question opens."""


def changed(state: State, **fields: Any) -> State:
    """The same state with these fields changed."""
    return msgspec.structs.replace(state, **fields)


def drafts(state: State) -> tuple[Draft, ...]:
    """What is marked so far without being an answer, the open question last."""
    left = {key: draft for key, draft in state.drafts.items() if state.slot is None or key != state.slot.key}
    return (*left.values(), *((Draft(state.slot, state.ticks, state.words),) if state.slot else ()))


def encode(state: State) -> str:
    return msgspec.json.encode(state).decode()


def decode(document: str | bytes) -> State:
    """The state back from its JSON; raises msgspec.ValidationError if it is none."""
    return msgspec.json.decode(document, type=State)
