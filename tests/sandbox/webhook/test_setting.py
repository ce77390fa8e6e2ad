"""setWebhook, deleteWebhook and getWebhookInfo, and getUpdates beside them."""

import asyncio

import pytest
from starlette.responses import Response

PATIENCE = 5


async def test_nobody_polls_while_a_webhook_is_set(bot, call, refused, world, hook):
    words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    assert await refused("getUpdates") == (409, words)

    await call("deleteWebhook")

    assert await call("getUpdates") == []


async def test_set_webhook_ends_a_long_poll(bot, ask, call, world):
    polling = asyncio.create_task(ask("getUpdates", timeout=50))
    await world.bell.until(lambda: world.poller, PATIENCE)

    await call("setWebhook", url="http://127.0.0.1:9/")

    status, answer = await asyncio.wait_for(polling, PATIENCE)
    assert (status, answer["description"]) == (409, "Conflict: terminated by setWebhook request")


async def test_removed_webhook_leaves_what_it_did_not_take_to_who_asks(hook, bot, citizen, call, world):
    bot.gate.clear()
    await bot.until(1)

    await call("setWebhook", url="")

    (update,) = await call("getUpdates")
    assert update == bot.got[0]
    assert await call("getWebhookInfo") == {"url": "", "has_custom_certificate": False, "pending_update_count": 1}


async def test_webhook_info_tells_what_is_set_and_what_failed(hook, bot, call, citizen, world, clock):
    await call("setWebhook", url=hook, max_connections=3, allowed_updates=["message"], secret_token="other")
    bot.answers = [Response(status_code=500)]
    await bot.until(2)
    await bot.quiet(world)

    assert await call("getWebhookInfo") == {
        "url": hook,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "last_error_date": clock(),
        "last_error_message": "Wrong response from the webhook: 500 Internal Server Error",
        "max_connections": 3,
        "allowed_updates": ["message"],
    }
    assert bot.headers[-1]["x-telegram-bot-api-secret-token"] == "other"


async def test_same_webhook_set_again_disturbs_nothing(hook, call, world, bot):
    before = world.webhook

    await call("setWebhook", url=hook, secret_token="s3cret")
    assert world.webhook is before
    await call("setWebhook", url=hook)

    assert world.webhook is not before


async def test_pending_updates_are_dropped_when_asked(call, citizen, world, bot):
    await call("setWebhook", url="http://127.0.0.1:9/", drop_pending_updates=True)

    assert (await call("getWebhookInfo"))["pending_update_count"] == 0


async def test_kinds_that_are_not_allowed_do_not_come(hook, bot, call, asked, world):
    await call("setWebhook", url=hook, allowed_updates=["callback_query"], drop_pending_updates=True)
    before = len(bot.got)
    asked.say("not asked for")
    asked.tap("key")
    await bot.quiet(world)

    assert bot.texts[before:] == ["tap"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "ftp://x.kz/"}, "invalid webhook URL specified"),
        ({"url": "https:///telegram"}, "invalid webhook URL specified"),
        ({"url": "http://x.kz:99999/"}, "invalid webhook URL specified"),
        ({"url": "https://x.kz/", "secret_token": "a" * 257}, "secret token is too long"),
        ({"url": "https://x.kz/", "secret_token": "құпия"}, "secret token contains unallowed characters"),
        ({"url": "https://x.kz/", "secret_token": "a\n"}, "secret token contains unallowed characters"),
        ({}, "parameter url is required"),
    ],
)
async def test_webhook_that_cannot_be_is_refused(refused, world, params, words):
    assert await refused("setWebhook", **params) == (400, f"Bad Request: {words}")
    assert world.webhook is None


@pytest.mark.parametrize(("given", "held"), [(0, 1), (1, 1), (100_001, 100_000)])
async def test_number_of_connections_is_brought_into_its_limits(call, given, held):
    await call("setWebhook", url="http://127.0.0.1:9/", max_connections=given)

    assert (await call("getWebhookInfo"))["max_connections"] == held


async def test_webhook_that_is_gone_for_23_hours_is_removed(hook, bot, citizen, world, call, clock):
    bot.usual, before = Response(status_code=410), clock()
    await world.bell.until(lambda: world.webhook is None, PATIENCE)

    assert clock() - before > 23 * 3600
    assert len(await call("getUpdates")) == 1
