"""News for the phones of one page, as server-sent events."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

import msgspec

from bot.sandbox.page import view
from bot.sandbox.page.guests import Guest, Guests
from bot.sandbox.room import Change
from bot.sandbox.world import World

HEARTBEAT_SECONDS = 20.0
"""After so long without news a comment is sent, so that a dead connection is noticed."""


async def stream(world: World, guests: Guests, keys: Sequence[str], after: int) -> AsyncIterator[str]:
    """Everything that changes after this version of the world.

    Events: `bubble` {chat, message, html} (no html: deleted), `menu` {chat, menu, about}, `gone` {chat} for a key that
    nobody knows.
    """
    here = [guest for key in keys if (guest := guests.find(key))]
    told: dict[str, dict[str, str]] = {}
    for key in {*keys} - {guest.key for guest in here}:
        yield _event("gone", {"chat": key})
    while not world.closed:
        seen, news = world.version, _news(world, here, after, told)
        for event in news or [": nothing new\n\n"]:
            yield event
        after = seen
        await world.bell.until(partial(_moved, world, seen), HEARTBEAT_SECONDS)


def _moved(world: World, version: int) -> bool:
    return world.closed or world.version > version


def _news(world: World, here: Sequence[Guest], after: int, told: dict[str, dict[str, str]]) -> list[str]:
    # In the order in which things happened: a browser that lost the connection names the last version it heard of.
    changes = [(change.version, guest, change) for guest in here for change in guest.room.since(after)]
    found = [_bubble(guest, change) for _, guest, change in sorted(changes, key=itemgetter(0))]
    menus = {guest.key: {"menu": view.menu(world, guest), "about": view.about(world, guest)} for guest in here}
    found += [_event("menu", {"chat": key, **menu}) for key, menu in menus.items() if told.get(key) != menu]
    told.update(menus)
    return found


def _bubble(guest: Guest, change: Change) -> str:
    html = view.message(guest, change.message) if change.message else ""
    return f"id: {change.version}\n" + _event("bubble", {"chat": guest.key, "message": change.message_id, "html": html})


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {msgspec.json.encode(data).decode()}\n\n"
