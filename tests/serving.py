"""An application on a free port of this machine, for as long as a block of a test runs."""

import contextlib
from collections.abc import AsyncIterator

from starlette.types import ASGIApp

from bot.web.serving import Serving


@contextlib.asynccontextmanager
async def serve(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve and give the address. A world of the sandbox in `app.state` is closed at the end, so that nobody waits in it."""
    serving = Serving(app, "127.0.0.1", port)
    await serving.start()
    try:
        yield f"http://127.0.0.1:{serving.port}"
    finally:
        if (world := getattr(getattr(app, "state", None), "world", None)) is not None:
            world.close()
        await serving.stop()
