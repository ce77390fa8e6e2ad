"""Owed messages by Telegram: the gateway that delivery sends through."""

from bot.delivery.gateway import SEND_SECONDS
from bot.errors import TransportError
from bot.message import Message
from bot.telegram.client import Client
from bot.telegram.shape import sending


class TelegramGateway:
    """Implements bot.delivery.gateway.Gateway."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def send(self, chat: int, message: Message) -> int:
        """Send one message and return its id; raises TransportError."""
        sent: object = None
        calls = sending(chat, message)
        for call in calls:
            sent = await self._client.call(call.method, wait=SEND_SECONDS / len(calls), **call.params)
        if not isinstance(sent, dict):
            raise TransportError("the answer to a sent message has no message id")
        return int(sent["message_id"])
