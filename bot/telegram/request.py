"""python-telegram-bot over our own connections, so that one process has one way to Telegram."""

from typing import Any

import aiohttp
import msgspec
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.errors import TransportError
from bot.telegram.client import WAIT_SECONDS, Client


class Request(BaseRequest):
    """Lends the client's session to a telegram.Bot; whoever opened the client closes it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def read_timeout(self) -> float:
        return WAIT_SECONDS

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature is the library's
        self,
        url: str,
        method: str,  # noqa: ARG002 - the Bot API takes POST for everything
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Status and body; raises telegram.error.NetworkError, whose text never holds the address (it has the token)."""
        name = url.rpartition("/")[2]
        try:
            status, body = await self._client.post(url, _body(request_data), method=name)
        except TransportError as error:
            raise NetworkError(str(error)) from None
        if status == 429:
            # The library's own error for this warns of a change of its type; nobody here asks how long.
            raise NetworkError(f"{name}: 429, later")
        return status, body


def _body(data: RequestData | None) -> bytes | aiohttp.FormData:
    if data is None or not data.contains_files:
        return msgspec.json.encode(data.parameters if data else {})
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form
