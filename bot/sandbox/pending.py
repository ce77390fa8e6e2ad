"""Updates that wait for the bot: in order, each for as long as Telegram keeps it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.objects import Update

MESSAGE_SECONDS = 86_400
TAP_SECONDS = 150
"""A tap that nobody took or answered for so long is lost."""

LIVES = {"message": MESSAGE_SECONDS, "callback_query": TAP_SECONDS}


@dataclass(slots=True)
class Queue:
    """One queue of one bot. `clock` gives seconds since 1970; `allowed` are the kinds that are taken in (all, if empty)."""

    clock: Callable[[], int]
    allowed: tuple[str, ...] = ()
    _waiting: list[tuple[Update, int]] = field(default_factory=list)

    def put(self, update: Update) -> None:
        if not self.allowed or update.kind in self.allowed:
            self._waiting.append((update, self.clock() + LIVES[update.kind]))

    def confirm(self, offset: int) -> None:
        """Forget what came before `offset`; a negative offset keeps that many from the end."""
        if offset > 0:
            self._waiting = [entry for entry in self._waiting if entry[0].update_id >= offset]
        elif offset < 0:
            self._waiting = self._waiting[offset:]

    def look(self, limit: int) -> tuple[Update, ...]:
        """The first that wait, without taking them out."""
        now = self.clock()
        self._waiting = [entry for entry in self._waiting if entry[1] > now]
        return tuple(update for update, _ in self._waiting[:limit])

    def clear(self) -> None:
        self._waiting.clear()

    def __len__(self) -> int:
        return len(self._waiting)
