"""Which updates come to a webhook, in which order, and again when."""

import asyncio
import contextlib
import socket

import pytest
from starlette.responses import Response

from bot.sandbox.citizen import Citizen
from bot.sandbox.webhook import Pace
from bot.sandbox.world import World
from tests.serving import serve

PATIENCE = 5


async def test_update_is_posted_with_the_secret_and_the_connection_is_kept(hook, bot, citizen, world):
    await bot.quiet(world)
    citizen.say("second")
    first, second = await bot.until(2)
    await bot.quiet(world)

    assert (first["message"]["text"], second["message"]["text"]) == ("/start", "second")
    assert first["update_id"] < second["update_id"]
    assert bot.headers[0]["x-telegram-bot-api-secret-token"] == "s3cret"
    assert bot.headers[0]["content-type"] == "application/json"
    assert bot.headers[0]["accept-encoding"] == "gzip, deflate"
    assert "user-agent" not in bot.headers[0]
    assert bot.ports[0] == bot.ports[1]


async def test_messages_of_a_chat_come_one_by_one_while_taps_and_other_people_pass(bot, asked, world):
    bot.gate.clear()
    asked.say("one")
    asked.say("two")
    asked.tap("key")
    asked.tap("key")
    Citizen(world).start()
    await bot.until(4)
    assert sorted(bot.texts[1:]) == ["/start", "one", "tap"]

    bot.gate.set()
    await bot.quiet(world)

    assert sorted(bot.texts[4:]) == ["tap", "two"]


async def test_no_more_updates_are_on_their_way_than_connections_allow(hook, bot, call, world):
    await call("setWebhook", url=hook, max_connections=2)
    bot.gate.clear()
    for person in [Citizen(world) for _ in range(4)]:
        person.start()
    await bot.until(2)

    bot.gate.set()
    await bot.quiet(world)

    assert len(bot.got) == 4
    assert bot.most == 2


async def test_tap_comes_again_at_once_then_after_growing_pauses_for_150_seconds(hook, bot, asked, nap, clock):
    world = asked.world
    bot.usual, before = Response(status_code=500), clock()
    asked.tap("key")
    await bot.quiet(world)

    assert bot.texts[1:] == ["tap"] * 8
    assert len({update["update_id"] for update in bot.got[1:]}) == 1
    assert nap.pauses[:5] == [2, 4, 8, 16, 32]
    assert len(nap.pauses) == 6
    assert 60 <= nap.pauses[5] <= 64
    assert clock() - before < 150


async def test_message_comes_again_for_a_day_with_pauses_of_one_to_two_minutes(hook, bot, citizen, world, nap, clock):
    bot.usual, before = Response(status_code=503), clock()
    await bot.quiet(world)

    assert set(bot.texts) == {"/start"}
    assert len(bot.got) == len(nap.pauses) + 2
    assert all(60 <= pause <= 120 for pause in nap.pauses[6:])
    assert len(set(nap.pauses[6:])) > 20
    assert 86_400 - 120 <= clock() - before <= 86_400


async def test_queue_that_fails_holds_up_nobody_else(hook, bot, citizen, world, clock):
    shut = asyncio.Event()
    world.webhook.pace = Pace(lambda _: shut.wait())
    bot.answers = [Response(status_code=500)] * 2
    await bot.until(2)
    citizen.say("behind")
    Citizen(world).say("beside")
    await bot.until(3)
    assert bot.texts == ["/start", "/start", "beside"]

    shut.set()
    await bot.quiet(world)

    assert bot.texts[3:] == ["/start", "behind"]


async def test_stuck_queue_with_twice_as_many_updates_as_connections_holds_up_everybody(hook, bot, call, citizen, world):
    await bot.quiet(world)
    await call("setWebhook", url=hook, max_connections=1)
    bot.gate.clear()
    citizen.say("stuck")
    citizen.say("stuck too")
    Citizen(world).say("far behind")
    await bot.until(2)
    assert world.webhook._ready() == []

    bot.gate.set()
    await bot.quiet(world)

    assert sorted(bot.texts[1:]) == ["far behind", "stuck", "stuck too"]


@pytest.mark.parametrize(("header", "pauses"), [("7", [7]), ("99999", [3600]), ("soon", []), ("0", [])])
async def test_retry_after_says_when_it_comes_again(hook, bot, citizen, nap, header, pauses):
    bot.answers = [Response(status_code=429, headers={"Retry-After": header})]

    await bot.quiet(citizen.world)

    assert len(bot.got) == 2
    assert nap.pauses == pauses


async def test_pauses_are_multiplied_by_the_scale(hook, bot, citizen, world, nap):
    world.webhook.pace = Pace(nap, scale=0.5)
    bot.answers = [Response(status_code=500)] * 4

    await bot.quiet(world)

    assert nap.pauses == [1, 2, 4]
    assert World(time_scale=0.5).pace.scale == 0.5


async def test_shorter_pauses_do_not_shorten_the_life_of_a_tap(hook, bot, asked, nap, clock):
    world = asked.world
    world.webhook.pace = Pace(nap, scale=0.1)
    bot.usual, before = Response(status_code=500), clock()
    asked.tap("key")

    await bot.quiet(world)

    assert 150 - 0.1 * 120 <= clock() - before <= 150


@pytest.mark.parametrize("status", [200, 201, 204, 299])
async def test_every_2xx_takes_the_update(hook, bot, citizen, world, status):
    bot.usual = Response(status_code=status)

    await bot.quiet(world)

    assert len(bot.got) == 1


async def test_redirection_is_no_taking(hook, bot, citizen, world, call):
    bot.answers = [Response(status_code=302, headers={"Location": hook})]

    await bot.quiet(world)

    assert len(bot.got) == 2
    assert (await call("getWebhookInfo"))["last_error_message"] == "Wrong response from the webhook: 302 Found"


@pytest.fixture
def unused_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_server_that_is_away_gets_everything_when_it_is_back(bot, call, citizen, world, unused_port):
    shut = asyncio.Event()
    world.pace = Pace(lambda _: shut.wait())
    await call("setWebhook", url=f"http://127.0.0.1:{unused_port}/telegram")
    await world.bell.until(lambda: world.webhook.failed_at, PATIENCE)
    assert (await call("getWebhookInfo"))["last_error_message"] == "Connection refused"
    back = type(bot)(world.bell)

    async with serve(back.app(), unused_port):
        shut.set()
        await back.quiet(world)
        world.hook(None)

    assert back.texts == ["/start"]


async def test_answer_that_takes_too_long_counts_as_none(hook, bot, citizen, world, call, nap):
    world.webhook.pace = Pace(nap, answer_seconds=0.05)
    bot.gate.clear()
    await world.bell.until(lambda: len(bot.got) >= 2, PATIENCE)
    bot.gate.set()
    await bot.quiet(world)

    assert set(bot.texts) == {"/start"}
    assert (await call("getWebhookInfo"))["last_error_message"] == "Read timeout expired"


async def test_closed_world_sends_nothing_more(hook, bot, citizen, world):
    await bot.quiet(world)

    world.close()
    citizen.say("too late")

    assert world.webhook is None
    assert len(world.queue) == 1
