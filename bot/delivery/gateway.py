"""How an owed message leaves the house: what any channel must offer."""

from typing import Final, Protocol

from bot.message import Message

SEND_SECONDS: Final = 40
"""What takes longer has failed: shorter than the lease under which owed messages are sent."""


class Gateway(Protocol):
    """A channel to people."""

    async def send(self, chat: int, message: Message) -> int:
        """Send one message and return its id in the chat; raises TransportError."""
        ...
