"""Updates that wait for the bot: in order, each for as long as Telegram keeps it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from bot.sandbox.objects import Update

MESSAGE_SECONDS = 86_400
TAP_SECONDS = 150
"""A tap that nobody took or answered for so long is lost."""

LIVES = {"message": MESSAGE_SECONDS, "callback_query": TAP_SECONDS}


@dataclass(frozen=True, slots=True)
class Pending:
    """An update and when it is lost, in seconds since 1970."""

    update: Update
    expires: int


@dataclass(slots=True)
class Queue:
    """Everything that waits for one bot.

    `clock` gives seconds since 1970; `allowed` are the kinds that are taken in (all, if empty).
    """

    clock: Callable[[], int]
    allowed: tuple[str, ...] = ()
    _waiting: dict[int, Pending] = field(default_factory=dict)

    def put(self, update: Update) -> None:
        if not self.allowed or update.kind in self.allowed:
            self._waiting[update.update_id] = Pending(update, self.clock() + LIVES[update.kind])

    def confirm(self, offset: int) -> None:
        """Forget what came before `offset`; a negative offset keeps that many from the end."""
        before = [number for number in self._waiting if number < offset] if offset > 0 else list(self._waiting)[:offset]
        for number in before if offset else ():
            del self._waiting[number]

    def forget(self, update_id: int) -> None:
        """This one was taken, or given up."""
        self._waiting.pop(update_id, None)

    def look(self, limit: int) -> tuple[Update, ...]:
        """The first that wait, without taking them out."""
        return tuple(pending.update for pending in self.first(limit))

    def first(self, limit: int) -> list[Pending]:
        """As `look`, with the time when each is lost."""
        now = self.clock()
        while lost := [number for number, pending in islice(self._waiting.items(), limit) if pending.expires <= now]:
            for number in lost:
                del self._waiting[number]
        return list(islice(self._waiting.values(), limit))

    def clear(self) -> None:
        self._waiting.clear()

    def __len__(self) -> int:
        return len(self._waiting)
