"""What /health tells of the webhook: from Telegram itself, seldom asked, without its address."""

import json
from dataclasses import asdict

import pytest

from bot.app.lookout import ASKED_SECONDS, Lookout
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.telegram.client import Client
from bot.web.server import Webhook
from tests.serving import serve

HERE = "https://bot.example/telegram"
SECRET = "a-secret_of-the-tests"


class Clock:
    now = 1_790_000_000

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def world():
    world = World()
    yield world
    world.close()


@pytest.fixture
async def client(world):
    async with serve(build(world, page=False)) as address:
        client = Client(address, world.token)
        yield client
        await client.close()


@pytest.fixture
def lookout(client, clock):
    return Lookout(client, clock)


async def test_nothing_is_asked_before_an_address_is_expected(lookout, client):
    await client.call("setWebhook", url=HERE, secret_token=SECRET)

    assert await lookout.look() is None


async def test_webhook_that_is_here_is_told_without_its_address(lookout, client):
    await client.call("setWebhook", url=HERE, secret_token=SECRET)
    lookout.expect(HERE)

    found = await lookout.look()

    assert found == Webhook(here=True, pending=0, failed=None, age=0)
    assert "example" not in json.dumps(asdict(found))


@pytest.mark.parametrize("other", ["", "https://another.example/telegram"])
async def test_webhook_that_is_gone_or_elsewhere_is_not_here(lookout, client, clock, other):
    await client.call("setWebhook", url=HERE, secret_token=SECRET)
    lookout.expect(HERE)
    await lookout.look()
    await client.call("setWebhook", url=other, secret_token=SECRET)
    within = await lookout.look()
    clock.now += ASKED_SECONDS
    after = await lookout.look()

    assert (within.here, after.here) == (True, False)


@pytest.mark.parametrize("named", ["https://Bot.Example:443/telegram/", "https://bot.example/telegram"])
async def test_same_address_in_other_letters_is_here(lookout, client, named):
    await client.call("setWebhook", url=HERE, secret_token=SECRET)
    lookout.expect(named)

    assert (await lookout.look()).here


async def test_what_was_heard_grows_old_and_stays_where_telegram_does_not_answer(world, client, clock):
    lookout = Lookout(client, clock)
    await client.call("setWebhook", url=HERE, secret_token=SECRET)
    lookout.expect(HERE)
    await lookout.look()
    lookout._client = Client("http://127.0.0.1:9", world.token)
    clock.now += ASKED_SECONDS
    found = await lookout.look()
    await lookout._client.close()

    assert found == Webhook(here=True, pending=0, failed=None, age=ASKED_SECONDS)
