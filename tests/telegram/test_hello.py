import asyncio

import pytest

from bot.errors import SettingsError
from bot.telegram.client import Client
from bot.telegram.hello import Me, introduce, receive_at, receive_nowhere


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


async def test_receive_at_sets_the_webhook_and_asks_for_what_is_read(api, client):
    assert await receive_at(client, asyncio.Event(), "https://nege.example.kz/telegram", "secret")
    method, params = api.calls[0]
    assert method == "setWebhook"
    assert params == {
        "url": "https://nege.example.kz/telegram",
        "secret_token": "secret",
        "allowed_updates": ["message", "callback_query"],
        "max_connections": 100,
    }


async def test_receive_at_waits_for_the_network_and_for_patience(api, client):
    api.refuse("setWebhook", 502, "Bad Gateway")
    api.refuse("setWebhook", 429, "Too Many Requests: retry after 1", retry_after=1)
    assert await receive_at(client, asyncio.Event(), "https://nege.example.kz/telegram", "secret")
    assert api.methods() == ["setWebhook"] * 3


async def test_receive_at_tells_what_telegram_says_about_the_address(api, client):
    api.refuse("setWebhook", 400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
    with pytest.raises(SettingsError, match="HTTPS"):
        await receive_at(client, asyncio.Event(), "http://nege.example.kz/telegram", "secret")


async def test_receive_at_ends_when_the_process_is_stopped(api, client):
    stopped = asyncio.Event()
    stopped.set()
    assert not await receive_at(client, stopped, "https://nege.example.kz/telegram", "secret")


@pytest.mark.parametrize(("url", "calls"), [("", 1), ("https://other.example.kz", 2)])
async def test_receive_nowhere_takes_away_only_a_webhook_that_is_set_and_keeps_what_waits(api, client, url, calls):
    api.give("getWebhookInfo", {"url": url})
    await receive_nowhere(client, asyncio.Event())
    assert api.methods() == ["getWebhookInfo", "deleteWebhook"][:calls]
    assert all(params.get("drop_pending_updates") is False for method, params in api.calls if method == "deleteWebhook")
