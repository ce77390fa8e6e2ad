import asyncio
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from starlette.applications import Starlette

from bot.app import ERRANDS, House, shelf
from bot.app.house import EVERYBODY, WEB
from bot.sandbox.citizen import Citizen
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.stats.weeks import bounds, shift, week_of
from bot.store import meta, revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.store.tables import Answer, Interview
from bot.telegram import webhook
from bot.telegram.client import Client
from bot.texts import say
from bot.usecases.disclosure import close_week
from bot.usecases.exchange import Errand, Reply
from bot.usecases.invite import invite
from bot.usecases.sweep import SETTLED_SECONDS
from bot.web.serving import Serving
from tests.example import EXAMPLE
from tests.serving import serve
from tests.telegram.walking import walk

ADULT = ("=a18", "+address", "=csc_operator")


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "nege.sqlite3", create=True)
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, 1, open_=True)
        meta.put(tx, "link", "https://t.me/trial_bot?start=")
    yield store
    store.close()


@pytest.fixture
async def world():
    return World(conflict_seconds=0)


@dataclass
class Running:
    """A house and the task it lives in; `stop` comes back when everything under way is done."""

    house: House
    living: asyncio.Task

    async def stop(self):
        self.house.polling.stop()
        await asyncio.wait_for(self.living, 20)


@pytest.fixture
async def running(world, store):
    """A house that serves the world over real HTTP."""
    serving = Serving(build(world, page=False), "127.0.0.1", 0)
    await serving.start()
    client = Client(f"http://127.0.0.1:{serving.port}", world.token)
    house = House(store, Keys("a secret of the tests that is long enough"), client, world.me.id)
    running = Running(house, asyncio.create_task(house.live()))
    yield running
    await running.stop()
    await client.close()
    world.close()
    await serving.stop()


@pytest.fixture
def house(running):
    return running.house


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_a_citizen_walks_from_start_to_the_last_words(running, world, store, language):
    citizen = Citizen(world)
    await walk(citizen, language, ADULT)
    assert citizen.last.text.startswith(EXAMPLE.thanks[language])
    await running.stop()
    with store.read() as tx:
        columns = (col(getattr(Interview, name)) for name in ("status", "language", "turn", "shown_turn"))
        row = tx.execute(select(*columns)).one()
        assert (row.status, row.language, row.shown_turn) == ("completed", language, row.turn)
        assert tx.execute(select(func.count()).select_from(Answer)).scalar_one() > 5


async def test_several_citizens_walk_at_the_same_time(running, world, store):
    citizens = [Citizen(world) for _ in range(5)]
    await asyncio.gather(*(walk(citizen, "ru", ADULT) for citizen in citizens))
    await running.stop()
    with store.read() as tx:
        assert tx.execute(select(col(Interview.status))).scalars().all() == ["completed"] * 5
    assert all(len({message.message_id for message in citizen.heard}) == len(citizen.heard) for citizen in citizens)


async def test_an_official_who_asks_gets_the_weekly_message(house, world, store):
    token = invite(store, "official", "ru", house._now()).partition("start=")[2]
    official = Citizen(world)
    official.start(token)
    await official.wait_for(say("ru", "invite.welcome.official"))
    official.say("/digest")
    await official.wait_for(lambda official: len(official.heard) == 2)
    assert say("ru", "invite.welcome.official") not in official.last.text


async def test_an_official_gets_a_menu_of_their_own_and_nobody_else_does(house, world, store):
    token = invite(store, "official", "ru", house._now()).partition("start=")[2]
    official, citizen = Citizen(world), Citizen(world)
    official.start(token)
    await world.bell.until(lambda: world.profile.menu("ru", official.id), 10)
    shown = [command.command for command in world.profile.menu("ru", official.id)]
    assert shown[:2] == ["digest", "start"]
    assert world.profile.menu("ru", citizen.id) == ()
    world.profile.commands.clear()
    house.deliver(Reply(0, errand=Errand("menu", EVERYBODY)))
    await world.bell.until(lambda: world.profile.menu("ru", official.id), 10)
    assert len(world.profile.menu("ru", official.id)) == len(shown)


async def test_a_language_that_is_chosen_beside_the_question_leaves_the_question_editable(house, world):
    citizen = Citizen(world)
    citizen.start()
    await citizen.wait_for(lambda citizen: citizen.last and citizen.last.rows)
    question = citizen.last
    citizen.say("/language")
    await citizen.wait_for(lambda citizen: len(citizen.heard) == 2)
    citizen.say("2")
    await citizen.wait_for(lambda citizen: len(citizen.heard) == 3)
    assert not citizen.room.messages[question.message_id].rows


async def test_health_is_good_while_telegram_answers(house, world):
    citizen = Citizen(world)
    citizen.start()
    await citizen.wait_for(lambda citizen: citizen.last)
    found = await house.health()
    assert (found.database, found.migrated, found.good) == (True, True, True)


async def test_health_tells_an_old_database(house, store):
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = 'old'")
    found = await house.health()
    assert (found.database, found.migrated, found.good) == (True, False, False)


async def test_methods_are_read_from_what_was_frozen_at_most_once_a_minute(house, store):
    now = house._now()
    before = await house.shelf.methods("en")
    await asyncio.to_thread(close_week, store, bounds(shift(week_of(now), -1))[1] + 4 * 3600)
    within = await house.shelf.methods("en")
    house.shelf._now = lambda: now + shelf.SECONDS
    after = await house.shelf.methods("en")
    figures = await house.shelf.figures("en")

    assert (before, within) == (None, None)
    assert figures.title == "Why people still go to Citizen Service Centres"
    assert after.title.startswith("How these figures were made")


async def test_a_failed_errand_is_logged_without_its_words(house, caplog, monkeypatch):
    def broken(*_):
        raise ValueError("secret figure")

    monkeypatch.setitem(ERRANDS, "digest", broken)
    house.deliver(Reply(1, errand=Errand("digest", 1)))
    await asyncio.gather(*house._errands)
    assert "the errand digest failed: ValueError" in caplog.text
    assert "secret figure" not in caplog.text


async def test_web_announces_a_reply_that_is_slow_so_that_no_other_process_sends_it_too(world, store):
    """Telegram asks for patience for longer than the sweep of the worker waits."""
    serving = Serving(build(world, page=False), "127.0.0.1", 0)
    await serving.start()
    keys = Keys("a secret of the tests that is long enough")
    client = Client(f"http://127.0.0.1:{serving.port}", world.token)
    house = House(store, keys, client, world.me.id, duties=WEB)
    living = asyncio.create_task(house.live())
    citizen = Citizen(world)
    citizen.start()
    world.brake(citizen.room, 6)
    hook = webhook.Hook("secret", house.desk.take, house.deliver, house._now)
    async with serve(webhook.before(Starlette(), hook, "/telegram")) as address:
        await client.call("setWebhook", url=f"{address}/telegram", secret_token="secret")
        await citizen.wait_for(lambda citizen: citizen.last, 20)
        with store.read() as tx:
            row = tx.execute(select(col(Interview.changed_at), col(Interview.show_again_at))).one()
        await client.call("deleteWebhook")
    house.stop()
    await living
    await client.close()
    world.close()
    await serving.stop()
    assert row.show_again_at > row.changed_at + SETTLED_SECONDS
    assert len(citizen.heard) == 1


async def test_a_house_without_the_duty_to_poll_never_asks_for_updates_and_is_healthy(world, store):
    client = Client("http://127.0.0.1:9", world.token)
    house = House(store, Keys("k" * 40), client, world.me.id, duties=WEB)
    living = asyncio.create_task(house.live())
    found = await house.health()
    house.stop()
    await asyncio.wait_for(living, 20)
    await client.close()
    assert (found.good, found.silence, found.polls) == (True, None, False)
