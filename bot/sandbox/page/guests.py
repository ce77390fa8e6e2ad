"""Who sits at the page: one phone each, known by a key that nobody can guess."""

import re
import secrets
from dataclasses import dataclass, field
from itertools import count

from msgspec.structs import replace

from bot.sandbox.room import Room
from bot.sandbox.world import World
from bot.texts import LANGUAGES, say

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a start link may carry."""


@dataclass(slots=True)
class Guest:
    """`language` is that of the page, as the language of a person's Telegram; `begin` is what the Start button says."""

    key: str
    number: int
    room: Room
    language: str
    begin: str

    @property
    def name(self) -> str:
        return say(self.language, "sandbox.person", number=self.number)

    def speak(self, language: str) -> None:
        """Change the language of this person's app."""
        self.language = language
        self.room.user = replace(self.room.user, language_code=language)


@dataclass(slots=True)
class Guests:
    world: World
    _guests: dict[str, Guest] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def join(self, language: str, start: str) -> Guest:
        """A new person; `start` is what follows `?start=` in the link that brought them, dropped where Telegram drops it."""
        number, payload = next(self._numbers), start if PAYLOAD.fullmatch(start) else ""
        room = self.world.join(say(language, "sandbox.person", number=number), language)
        guest = Guest(secrets.token_urlsafe(12), number, room, language, f"/start {payload}".strip())
        self._guests[guest.key] = guest
        return guest

    def find(self, key: str) -> Guest | None:
        return self._guests.get(key)


def spoken(wanted: str, accepted: str) -> str:
    """The language of the page: what was asked for, else the first that the browser accepts and we speak, else Kazakh."""
    offers = [wanted, *(offer.strip()[:2].lower() for offer in accepted.split(","))]
    return next((offer for offer in offers if offer in LANGUAGES), LANGUAGES[0])
