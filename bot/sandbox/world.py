"""A small Telegram: people, one bot, their private chats. Pure memory; time comes from the clock that it is given.

People act through `say`, `voice`, `tap`, `block`; the bot acts through the methods of the Bot API, which call the rest and
may be refused. Everything that changes rings the bell.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from msgspec.structs import replace

from bot import clock
from bot.chatview.links import COMMAND, LINK, pieces
from bot.message import DATA_BYTES, TEXT_UNITS, utf16_units
from bot.sandbox.bell import Bell
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files, Upload
from bot.sandbox.objects import CallbackQuery, Message, MessageEntity, Update, User
from bot.sandbox.pending import TAP_SECONDS, Queue
from bot.sandbox.profile import Profile
from bot.sandbox.refusal import BLOCKED, CHAT_NOT_FOUND, QUERY_TOO_OLD, RefusedError, bad, too_many
from bot.sandbox.room import Room
from bot.sandbox.webhook import Delivery, Hook, Pace

TOKEN = "1000000001:a-token-that-opens-nothing"  # noqa: S105 - the sandbox's own bot, on this machine only
CONFLICT_SECONDS = 3.0
"""Telegram lets the poller that lost wait so long before it is told."""

ENTITY_TYPES = {LINK: "url", COMMAND: "bot_command"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a tap is answered with: nothing, a note that passes, or (`alert`) one that must be closed."""

    text: str = ""
    alert: bool = False


@dataclass(slots=True)
class Tap:
    """A tap and, once the bot has given it, its answer. `made_at` in seconds since 1970."""

    id: str
    room: Room
    made_at: int
    notice: Notice | None = None


class World:
    """One bot and everybody who talks to it.

    `conflict_seconds`: see CONFLICT_SECONDS. Pauses before an update comes again to a webhook are multiplied by
    `time_scale` and handed to `sleep`; how long an update lives is told by `clock` alone. `faults`: what goes wrong with
    the calls of the bot. `perform` runs a method by its name and parameters; the server gives it.
    """

    def __init__(  # noqa: PLR0913 - every one of them has its usual value
        self,
        clock: Callable[[], int] = clock.now,
        *,
        token: str = TOKEN,
        username: str = "nege_demo_bot",
        conflict_seconds: float = CONFLICT_SECONDS,
        time_scale: float = 1.0,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        faults: Faults | None = None,
    ) -> None:
        self.clock = clock
        self.token = token
        self.me = User(int(token.partition(":")[0]), is_bot=True, first_name="Nege", username=username)
        self.conflict_seconds = conflict_seconds
        self.bell = Bell()
        self.queue = Queue(clock)
        self.files = Files()
        self.profile = Profile()
        self.pace = Pace(sleep, time_scale)
        self.faults = faults
        self.perform: Callable[[str, dict[str, Any]], Awaitable[Any]] = _unheard
        self._delivery: Delivery | None = None
        self.rooms: dict[int, Room] = {}
        self.taps: dict[str, Tap] = {}
        self.poller = 0
        self.version = 0
        self.closed = False
        self._messages = count(1)
        # A restarted world must not repeat numbers that a database remembers: Telegram, too, starts anywhere.
        self._updates = count(secrets.randbelow(2**30) + 1)

    def close(self) -> None:
        """End every long poll, every open stream and the webhook; nothing new waits from now on."""
        self.closed = True
        self.hook(None)
        self.bell.ring()

    @property
    def webhook(self) -> Delivery | None:
        """Where updates go by themselves; None: the bot asks for them."""
        return self._delivery if self._delivery and not self._delivery.ended else None

    def hook(self, hook: Hook | None, *, drop: bool = False) -> None:
        """Send updates there from now on, or to nobody; `drop` what waits. Ends a long poll. Needs a running loop."""
        if drop:
            self.queue.clear()
        if hook == (self.webhook and self.webhook.hook) and not drop:
            return
        if self._delivery is not None:
            self._delivery.stop()
        self._delivery = None
        if hook is not None:
            self._delivery = Delivery(hook, self.queue, self.bell, self.perform, self.pace)
            self._delivery.start()
            self.poller += 1
        self.bell.ring()

    def join(self, name: str = "", language: str = "") -> Room:
        """A new person opens the chat; the bot learns of it only when something is written."""
        number = next(number for _ in count() if (number := 5_000_000_000 + secrets.randbelow(10**9)) not in self.rooms)
        user = User(number, is_bot=False, first_name=name or str(number), language_code=language or None)
        self.rooms[number] = Room(user)
        return self.rooms[number]

    def say(self, room: Room, text: str) -> Message:
        """The person writes; raises ValueError if the text is empty or longer than one message."""
        text = text.strip()
        if not 0 < utf16_units(text) <= TEXT_UNITS:
            raise ValueError("a message has 1 to 4096 characters")
        return self._heard(room, text=text, entities=entities(text))

    def voice(self, room: Room, seconds: int = 3) -> Message:
        """The person speaks."""
        stored = self.files.keep(Upload("", b"OggS", "audio/ogg"), "voice")
        return self._heard(room, voice=stored.voice(seconds))

    def tap(self, room: Room, message_id: int, data: str) -> Tap:
        """The person presses a button. As at Telegram, nobody promises that the message still has a button with this data.

        Raises:
            ValueError: there is no such message of the bot, or the data is no callback data.
        """
        message = room.messages.get(message_id)
        if message is None or message.sender.id != self.me.id:
            raise ValueError("there is no such message of the bot")
        if not 0 < len(data.encode()) <= DATA_BYTES:
            raise ValueError("callback data has 1 to 64 bytes")
        tap = Tap(str(secrets.randbelow(2**62) + 1), room, self.clock())
        self._forget_old_taps()
        self.taps[tap.id] = tap
        query = CallbackQuery(tap.id, room.user, str(room.user.id), message, data)
        self._queue(Update(next(self._updates), callback_query=query))
        return tap

    def block(self, room: Room, *, blocked: bool = True) -> None:
        """The person blocks the bot, or lets it write again."""
        room.blocked = blocked

    def brake(self, room: Room, seconds: int) -> None:
        """For so long the bot is told to wait whenever it writes into this chat."""
        room.braked_until = self.clock() + seconds

    def room(self, chat_id: int | str) -> Room:
        """Where the bot may write; raises RefusedError: unknown, blocked, or not yet."""
        number = int(chat_id) if str(chat_id).lstrip("-").isdecimal() else 0
        room = self.rooms.get(number)
        if room is None or not room.known:
            raise bad("chat_id is empty" if chat_id == "" else CHAT_NOT_FOUND)
        if room.blocked:
            raise RefusedError(403, BLOCKED)
        if (seconds := room.braked_until - self.clock()) > 0:
            raise too_many(seconds)
        return room

    def post(self, room: Room, **content: Any) -> Message:
        """The bot writes."""
        return self._write(room, self.me, content)

    def edit(self, room: Room, message: Message, **content: Any) -> Message:
        """The bot changes what it wrote."""
        return room.put(replace(message, edit_date=self.clock(), **content), self.touch())

    def delete(self, room: Room, message_id: int) -> None:
        """The bot takes a message away."""
        room.remove(message_id, self.touch())

    def answer(self, tap_id: str, notice: Notice) -> None:
        """The bot answers a tap; raises RefusedError if that comes too late, for the second time, or for no tap at all."""
        tap = self.taps.get(tap_id)
        if tap is None or tap.notice is not None or self.clock() - tap.made_at >= TAP_SECONDS:
            raise bad(QUERY_TOO_OLD)
        tap.notice = notice
        self.bell.ring()

    def touch(self) -> int:
        """Something changed: the number of the new version."""
        self.version += 1
        self.bell.ring()
        return self.version

    def _heard(self, room: Room, **content: Any) -> Message:
        room.known, room.blocked = True, False
        message = self._write(room, room.user, content)
        self._queue(Update(next(self._updates), message=message))
        return message

    def _write(self, room: Room, sender: User, content: dict[str, Any]) -> Message:
        message = Message(next(self._messages), self.clock(), room.chat, sender, **content)
        return room.put(message, self.touch())

    def _queue(self, update: Update) -> None:
        self.queue.put(update)
        self.bell.ring()

    def _forget_old_taps(self) -> None:
        oldest = self.clock() - TAP_SECONDS
        for tap in list(self.taps.values()):
            if tap.made_at > oldest:
                break
            del self.taps[tap.id]


async def _unheard(_: str, __: dict[str, Any]) -> None:
    """A world without a server runs no methods."""


def entities(text: str) -> tuple[MessageEntity, ...] | None:
    """Links and commands in a text, as Telegram marks them."""
    found, offset = [], 0
    for piece in pieces(text):
        length = utf16_units(piece.text)
        if piece.kind in ENTITY_TYPES:
            found.append(MessageEntity(ENTITY_TYPES[piece.kind], offset, length))
        offset += length
    return tuple(found) or None
