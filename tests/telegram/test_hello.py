import asyncio

import pytest

from bot.errors import SettingsError
from bot.telegram.client import Client
from bot.telegram.hello import Me, introduce


async def test_introduce_tells_who_the_bot_is(api, client):
    api.give("getMe", {"id": 42, "is_bot": True, "username": "trial_bot"})
    assert await introduce(client, asyncio.Event()) == Me(42, "trial_bot")


async def test_introduce_waits_for_the_network(api, client):
    api.refuse("getMe", 502, "Bad Gateway")
    api.give("getMe", {"id": 42, "username": "trial_bot"})
    assert await introduce(client, asyncio.Event()) == Me(42, "trial_bot")


async def test_introduce_explains_a_wrong_token_without_repeating_it(api):
    client = Client(api.address, "1:wrong-token")
    with pytest.raises(SettingsError, match="NEGE_TELEGRAM_TOKEN") as caught:
        await introduce(client, asyncio.Event())
    await client.close()
    assert "wrong-token" not in str(caught.value)


async def test_introduce_ends_when_the_process_is_stopped(api, client):
    stopped = asyncio.Event()
    for _ in range(20):
        api.refuse("getMe", 502, "Bad Gateway")
    task = asyncio.create_task(introduce(client, stopped))
    await api.until(1, "getMe")
    stopped.set()
    assert await asyncio.wait_for(task, 10) is None
