"""One ASGI application on one port, inside a loop that others use too."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import TypeAlias

import uvicorn
from starlette.types import ASGIApp

from bot.errors import SettingsError

Task: TypeAlias = "asyncio.Task[None]"

GRACE_SECONDS = 2
"""How long open connections (a chat page that listens) may hold up the end."""

KEEP_SECONDS = 75
"""How long an idle connection stays open: Telegram opens few new ones a second, so each is worth keeping."""


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the process ends as a whole, in its own order."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Serving:
    """`start` listens (port 0 takes a free one, told by `port`), `stop` ends."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._socket = _bound(host, port)
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=KEEP_SECONDS,
            server_header=False,
        )
        self._server = _Server(config)
        self._task: Task | None = None

    async def start(self) -> None:
        """Listen; connections are taken when this returns."""
        self._task = asyncio.create_task(self._server.serve([self._socket]))
        await self._server.listening.wait()

    async def stop(self) -> None:
        """Close the port and what is still open."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task
        self._socket.close()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sends small answers at once (TCP_NODELAY) instead of waiting 40 ms for more.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError(f"Port {port} at {host} cannot be used ({error.strerror}): set NEGE_PORT to another one.") from None
    return listening
