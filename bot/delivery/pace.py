"""How fast owed messages go out: 25 a second in all, one a second to one chat. Pure: moments are arguments, in seconds."""

from dataclasses import dataclass, field

ALL_GAP = 1 / 25
CHAT_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """When the next message may go: to anybody, and to each chat that was written to a moment ago."""

    free_at: float = 0
    chats: dict[int, float] = field(default_factory=dict)


def book(pace: Pace, chat: int, now: float) -> tuple[Pace, float]:
    """The moment at which a message to this chat may go, and the pace after it."""
    moment = max(now, pace.free_at, pace.chats.get(chat, 0))
    waiting = {other: free for other, free in pace.chats.items() if free > now}
    # A chat that has to wait must not hold up all the others: only what goes at once takes the next place of all.
    free_at = moment + ALL_GAP if moment <= max(now, pace.free_at) else pace.free_at
    return Pace(free_at, {**waiting, chat: moment + CHAT_GAP}), moment
