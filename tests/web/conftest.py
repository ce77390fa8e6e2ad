import aiohttp
import pytest

from bot.web.serving import Serving


@pytest.fixture
async def serve():
    """Serves an application and gives the address at which it answers."""
    running = []

    async def start(app):
        serving = Serving(app, "127.0.0.1", 0)
        await serving.start()
        running.append(serving)
        return f"http://127.0.0.1:{serving.port}"

    yield start
    for serving in running:
        await serving.stop()


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session
