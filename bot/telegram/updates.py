"""Updates in: the few fields that Nege uses, read with msgspec (1 µs an update). Nothing that Telegram sends raises here."""

from dataclasses import dataclass
from typing import Final, get_args

import msgspec

from bot.interview.events import Command, CommandName, Event, Start, Tap, Typed, Unreadable
from bot.usecases.exchange import Incoming

ALLOWED: Final = ("message", "callback_query")
"""The kinds of update that are asked for."""

COMMANDS: Final[frozenset[str]] = frozenset(get_args(CommandName))
OURS: Final = frozenset({"digest"})
"""Commands that no interview knows."""

SERVICE: Final = frozenset(
    {
        "pinned_message", "message_auto_delete_timer_changed", "chat_background_set", "write_access_allowed",
        "connected_website", "proximity_alert_triggered", "boost_added", "checklist_tasks_done", "checklist_tasks_added",
        "gift", "unique_gift", "gift_upgrade_sent", "poll_option_added", "poll_option_deleted", "refunded_payment",
        "successful_payment", "users_shared", "chat_shared", "managed_bot_created", "direct_message_price_changed",
        "paid_message_price_changed",
    }
)  # fmt: skip
"""What Telegram itself tells in a private chat: nobody waits for a reply. Everything else without text is `Unreadable`."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What getUpdates brought: the updates for the desk, and the highest id of all that came (0 if none came)."""

    incoming: tuple[Incoming, ...]
    last: int


class _Chat(msgspec.Struct):
    id: int
    type: str = ""


class _Person(msgspec.Struct):
    id: int


class _Message(msgspec.Struct):
    chat: _Chat
    message_id: int = 0
    sender: _Person | None = msgspec.field(name="from", default=None)
    text: str | None = None
    forward_origin: dict[str, msgspec.Raw] | None = None
    """Where a forwarded message is from: words of somebody else are no answer."""


class _Tap(msgspec.Struct):
    id: str
    sender: _Person = msgspec.field(name="from")
    message: _Message | None = None
    data: str = ""


class _Update(msgspec.Struct):
    update_id: int
    message: _Message | None = None
    callback_query: _Tap | None = None


class _Numbered(msgspec.Struct):
    update_id: int = 0


class _Kinds(msgspec.Struct):
    message: dict[str, msgspec.Raw] = {}


_updates = msgspec.json.Decoder(list[msgspec.Raw])
_update = msgspec.json.Decoder(_Update)
_numbered = msgspec.json.Decoder(_Numbered)


def read(body: bytes, now: int) -> Batch:
    """The updates in the result of getUpdates (a JSON array); `now` (seconds since 1970) becomes the moment of each event.

    Raises:
        msgspec.DecodeError: the body is no JSON array. What stands inside the array never raises.
    """
    raws = _updates.decode(body)
    found = [incoming for raw in raws if (incoming := read_one(bytes(raw), now)) is not None]
    return Batch(tuple(found), max(map(_id, raws), default=0))


def read_one(body: bytes, now: int) -> Incoming | None:
    """One update; None if it is nothing for the desk: no private chat, an unknown kind, or a form nobody knows."""
    try:
        update = _update.decode(body)
    except msgspec.DecodeError:
        return None
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query, now)
    if update.message is not None and update.message.sender is not None and update.message.chat.type == "private":
        return _said(update, update.message, update.message.sender.id, _event(update.message, body, now))
    return None


def _id(raw: msgspec.Raw) -> int:
    try:
        return _numbered.decode(raw).update_id
    except msgspec.DecodeError:
        return 0


def _tap(update_id: int, tap: _Tap, now: int) -> Incoming | None:
    if tap.message is not None and tap.message.chat.type != "private":
        return None
    # A message that Telegram no longer knows is left out; a private chat has the id of its person.
    chat, message = (tap.message.chat.id, tap.message.message_id) if tap.message else (tap.sender.id, 0)
    return Incoming(update_id, tap.sender.id, chat, Tap(tap.data, now), message=message, callback=tap.id)


def _said(update: _Update, message: _Message, person: int, event: Event | None) -> Incoming | None:
    if event is None:
        return None
    name, payload = _command(message.text or "")
    command = name if name in OURS else ""
    return Incoming(update.update_id, person, message.chat.id, event, payload if name == "start" else "", command)


def _event(message: _Message, body: bytes, now: int) -> Event | None:
    if message.text is None or message.forward_origin is not None:
        return None if SERVICE & msgspec.json.decode(body, type=_Kinds).message.keys() else Unreadable(now)
    name, _ = _command(message.text)
    if name == "start":
        return Start(now)
    for known in get_args(CommandName):
        if name == known:
            return Command(known, now)
    return Typed(message.text, now)


def _command(text: str) -> tuple[str, str]:
    """`/start@nege_bot site1` as ("start", "site1"); ("", "") where it is no command."""
    if not text.startswith("/"):
        return "", ""
    word, _, payload = text[1:].partition(" ")
    return word.partition("@")[0].strip().lower(), payload.strip()
