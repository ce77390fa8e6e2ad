"""What Telegram itself says of the webhook, for /health: asked at most once a minute, and never in the way of an answer."""

import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from bot.errors import TransportError
from bot.telegram.client import Client
from bot.web.server import Webhook

log = logging.getLogger(__name__)

ASKED_SECONDS: Final = 60
"""So far apart are two questions, however often somebody asks for /health."""

WAIT_SECONDS: Final = 2.0
"""Whoever watches the machine waits no longer for Telegram's word; then the last one stands."""


HTTPS: Final = 443


class Lookout:
    """Looks at the webhook of one address, once `expect` has named it; before, and by polling, there is nothing to tell."""

    def __init__(self, client: Client, now: Callable[[], int]) -> None:
        self._client = client
        self._now = now
        self._address = ""
        self._asked = -ASKED_SECONDS
        self._heard: tuple[int, dict[str, object]] | None = None

    def expect(self, address: str) -> None:
        """From now on the webhook should be at this address."""
        self._address = address

    async def look(self) -> Webhook | None:
        """What is known; None as long as Telegram said nothing."""
        now = self._now()
        if self._address and now - self._asked >= ASKED_SECONDS:
            # Before the call: who asks meanwhile gets what was known.
            self._asked = now
            await self._ask(now)
        return self._told(*self._heard) if self._heard else None

    async def _ask(self, now: int) -> None:
        try:
            self._heard = now, await self._client.call("getWebhookInfo", wait=WAIT_SECONDS)
        except TransportError as error:
            log.warning("what became of the webhook is not known: %s", error)

    def _told(self, heard_at: int, found: dict[str, object]) -> Webhook:
        now, failed_at = self._now(), found.get("last_error_date")
        return Webhook(
            here=_plain(str(found.get("url") or "")) == _plain(self._address),
            pending=int(str(found.get("pending_update_count") or 0)),
            failed=now - int(str(failed_at)) if failed_at else None,
            age=now - heard_at,
        )


def _plain(address: str) -> tuple[str, int, str]:
    """Host, port and path, however Telegram writes them down."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return host if host.isascii() else host.encode("idna").decode(), parts.port or HTTPS, parts.path.rstrip("/")
