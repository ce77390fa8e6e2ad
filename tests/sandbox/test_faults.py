"""What goes wrong by a script: each kind over real HTTP, seen as the bot sees it, and counted."""

import asyncio
import errno
from collections import Counter

import aiohttp
import pytest

from bot.errors import TransportError
from bot.sandbox.citizen import Citizen
from bot.sandbox.faults import Faults, Kind
from bot.sandbox.world import World
from bot.telegram.client import Client


@pytest.fixture
def world(clock):
    return World(clock, conflict_seconds=0)


@pytest.fixture
async def client(world, address):
    opened = Client(address, world.token)
    yield opened
    await opened.close()


def only(kind, **options):
    return Faults(1, 1.0, (kind,), **options)


async def send(client, citizen):
    return await client.call("sendMessage", chat_id=citizen.id, text="hi")


@pytest.mark.parametrize(("kind", "code"), [("500", 500), ("502", 502), ("429", 429), ("timeout", 0)])
async def test_call_that_fails_is_not_run(world, client, citizen, kind, code):
    world.faults = only(kind, silence=0.02)

    with pytest.raises(TransportError) as caught:
        await send(client, citizen)

    assert (caught.value.code, caught.value.permanent) == (code, False)
    assert caught.value.retry_after in ({1, 2, 3} if kind == "429" else {0})
    assert citizen.heard == ()
    assert world.faults.counts == {kind: 1}
    assert world.faults.lost_replies == 0


async def test_call_whose_answer_is_lost_is_run_and_counted(world, client, citizen):
    world.faults = only("reset")

    with pytest.raises(TransportError, match="no answer"):
        await send(client, citizen)

    assert [message.text for message in citizen.heard] == ["hi"]
    assert (world.faults.counts[Kind.RESET], world.faults.lost_replies) == (1, 1)


async def test_lost_answer_is_a_reset_of_the_connection(world, address, session, citizen):
    world.faults = only("reset")

    with pytest.raises(aiohttp.ClientOSError) as caught:
        await session.post(f"{address}/bot{world.token}/sendMessage", json={"chat_id": citizen.id, "text": "hi"})

    assert caught.value.errno == errno.ECONNRESET


async def test_lost_answers_of_what_sends_nothing_are_no_lost_replies(world, client, citizen):
    sent = await send(client, citizen)
    world.faults = only("reset")

    for method, params in (
        ("editMessageText", {"chat_id": citizen.id, "message_id": sent["message_id"], "text": "changed"}),
        ("sendMessage", {"chat_id": 1, "text": "nobody"}),
        ("getMe", {}),
    ):
        with pytest.raises(TransportError, match="no answer"):
            await client.call(method, **params)

    assert citizen.last.text == "changed"
    assert (world.faults.counts[Kind.RESET], world.faults.lost_replies) == (3, 0)


async def test_slow_answer_comes_after_the_message(world, client, citizen):
    world.faults = only("slow", slowness=0.2)

    waiting = asyncio.create_task(send(client, citizen))
    shown = await citizen.wait_for("hi")
    assert not waiting.done()

    assert (await waiting)["message_id"] == shown.message_id
    assert world.faults.lost_replies == 0


async def test_answer_that_is_slower_than_the_bot_is_patient_is_a_lost_reply(world, client, citizen):
    world.faults = only("slow", slowness=0.5)

    with pytest.raises(TransportError, match="no answer"):
        await client.call("sendMessage", wait=0.02, chat_id=citizen.id, text="hi")

    assert await world.bell.until(lambda: world.faults.lost_replies, 5) == 1
    assert citizen.last.text == "hi"


async def test_updates_are_spared_unless_asked(world, client, citizen):
    world.faults = only("500")
    assert len(await client.call("getUpdates")) == 1
    assert world.faults.calls == 0

    world.faults = only("500", spared=())

    with pytest.raises(TransportError):
        await client.call("getUpdates")


async def test_call_with_a_wrong_token_is_refused_whatever_the_script_says(world, address):
    world.faults = only("reset")
    stranger = Client(address, "1:wrong")

    with pytest.raises(TransportError) as caught:
        await stranger.call("getMe")

    await stranger.close()
    assert (caught.value.code, world.faults.calls) == (401, 0)


def script(seed, calls=4000, **options):
    faults = Faults(seed, **options)
    return [faults.next("sendMessage") for _ in range(calls)], faults


def test_same_seed_is_the_same_script_and_another_is_another():
    assert script(7)[0] == script(7)[0]
    assert script(7)[0] != script(8)[0]


def test_so_many_calls_fail_as_the_rate_says_and_every_kind_comes():
    happened, faults = script(7)
    found = Counter(filter(None, happened))

    assert faults.calls == 4000
    assert faults.counts == found
    assert 0.13 < found.total() / 4000 < 0.17
    assert set(found) == set(Kind)
    assert min(found.values()) > 60


def test_rate_may_change_without_moving_what_comes_after():
    whole, _ = script(7)
    faults = Faults(7, 0)
    quiet = [faults.next("sendMessage") for _ in range(2000)]
    faults.rate = 0.15

    assert set(quiet) == {None}
    assert [faults.next("sendMessage") for _ in range(2000)] == whole[2000:]


def test_unknown_kind_is_refused_at_once():
    with pytest.raises(ValueError, match="earthquake"):
        Faults(1, kinds=("earthquake",))


async def test_chat_that_brakes_makes_the_bot_wait_and_no_other_chat_does(world, client, citizen, clock, ask):
    other = Citizen(world)
    other.start()
    citizen.brake(7)

    status, answer = await ask("sendMessage", chat_id=citizen.id, text="hi")
    with pytest.raises(TransportError) as caught:
        await send(client, citizen)
    await send(client, other)
    clock.pass_by(7)
    await send(client, citizen)

    assert (status, answer["description"]) == (429, "Too Many Requests: retry after 7")
    assert answer["parameters"] == {"retry_after": 7}
    assert (caught.value.retry_after, caught.value.permanent) == (7, False)
    assert (len(citizen.heard), len(other.heard)) == (1, 1)
