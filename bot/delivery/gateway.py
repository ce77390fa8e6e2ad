"""How an owed message leaves the house: what any channel must offer."""

from typing import Protocol

from bot.message import Message


class Gateway(Protocol):
    """A channel to people."""

    async def send(self, chat: int, message: Message) -> int:
        """Send one message and return its id in the chat; raises TransportError."""
        ...
