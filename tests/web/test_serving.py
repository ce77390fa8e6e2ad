import pytest

from bot.errors import SettingsError
from bot.web.serving import Serving


async def _hello(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


async def test_start_answers_at_the_port_it_tells(serve, http):
    async with http.get(await serve(_hello)) as response:
        assert await response.text() == "hello"


async def test_a_port_that_is_taken_is_explained(serve):
    port = int((await serve(_hello)).rpartition(":")[2])
    with pytest.raises(SettingsError, match="NEGE_PORT"):
        Serving(_hello, "127.0.0.1", port)


async def test_stop_frees_the_port():
    serving = Serving(_hello, "127.0.0.1", 0)
    await serving.start()
    await serving.stop()
    again = Serving(_hello, "127.0.0.1", serving.port)
    await again.start()
    await again.stop()
    assert again.port == serving.port
