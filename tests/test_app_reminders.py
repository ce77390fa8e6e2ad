"""A reminder on its whole way, over real HTTP: owed, sent, tapped."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.app import House
from bot.sandbox.citizen import Citizen
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.stats.weeks import ALMATY
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.telegram.client import Client
from bot.texts import say
from bot.web.serving import Serving
from tests.example import EXAMPLE

NOON = int(datetime(2026, 11, 24, 12, tzinfo=ALMATY).timestamp())
DAY = int(timedelta(days=1).total_seconds())


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def world():
    return World(conflict_seconds=0)


@pytest.fixture
async def house(tmp_path, world, clock):
    """A house that serves the world over real HTTP, at the time of the clock."""
    store = open_store(tmp_path / "nege.sqlite3", create=True)
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, NOON, open_=True)
    serving = Serving(build(world, page=False), "127.0.0.1", 0)
    await serving.start()
    client = Client(f"http://127.0.0.1:{serving.port}", world.token)
    house = House(store, Keys("a secret of the tests that is long enough"), client, world.me.id, clock)
    living = asyncio.create_task(house.live())
    yield house
    house.stop()
    await asyncio.wait_for(living, 20)
    await client.close()
    world.close()
    await serving.stop()
    store.close()


async def _answer_one_question(citizen, language):
    citizen.start()
    for label, wanted in ((f"L{language}", "asks"), ("!yes", "Age?"), ("=a18", "Services?")):
        await citizen.wait_for(lambda citizen: citizen.last and citizen.last.rows)
        data = next(b.callback_data for row in citizen.last.rows for b in row if b.callback_data.endswith(f":{label}"))
        citizen.tap(data)
        await citizen.wait_for(wanted)


async def _quiet(house):
    """Wait until every reply has gone out and is marked as shown."""
    await house.replies.finish(10)
    await house.sweep()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_somebody_who_left_is_reminded_continues_and_is_left_alone(house, world, clock, language):
    citizen = Citizen(world)
    await _answer_one_question(citizen, language)
    await _quiet(house)
    clock.now += DAY

    await house.remind()
    await house.drain.run()
    await citizen.wait_for(say(language, "remind.hello"))
    citizen.tap(say(language, "resume.resume"))
    await citizen.wait_for(lambda citizen: citizen.last.words.startswith("Services?"))
    await _quiet(house)
    clock.now += 3 * DAY
    await house.remind()
    await house.drain.run()
    await citizen.wait_for(say(language, "remind.hello"))
    tap = citizen.tap(say(language, "remind.no_more"))

    assert await citizen.answered(tap) == say(language, "remind.quiet")
    before = len(citizen.heard)
    clock.now += 5 * DAY
    await house.remind()
    assert await house.drain.run() == 0
    assert len(citizen.heard) == before
