import asyncio

import pytest

TAP = {"inline_keyboard": [[{"text": "key", "callback_data": "x"}]]}


async def test_update_comes_again_until_the_offset_confirms_it(call, citizen):
    citizen.say("second")
    first, second = await call("getUpdates")

    assert await call("getUpdates", offset=first["update_id"]) == [first, second]
    assert await call("getUpdates", offset=second["update_id"]) == [second]
    assert await call("getUpdates") == [second]
    assert await call("getUpdates", offset=second["update_id"] + 1) == []
    assert second["message"]["text"] == "second"


async def test_limit_and_negative_offset_choose_from_the_queue(call, citizen):
    for number in range(4):
        citizen.say(f"{number}")

    assert len(await call("getUpdates", limit=2)) == 2
    assert len(await call("getUpdates", limit=0)) == 1
    assert [update["message"]["text"] for update in await call("getUpdates", offset=-2)] == ["2", "3"]
    assert len(await call("getUpdates")) == 2


async def test_long_poll_ends_when_somebody_writes(call, citizen):
    (started,) = await call("getUpdates")
    waiting = asyncio.create_task(call("getUpdates", offset=started["update_id"] + 1, timeout=50))
    await asyncio.sleep(0)

    citizen.say("now")

    (update,) = await asyncio.wait_for(waiting, 5)
    assert update["message"]["text"] == "now"


async def test_second_poller_ends_the_first_with_a_conflict(world, ask, call):
    first = asyncio.create_task(ask("getUpdates", timeout=50))
    await world.bell.until(lambda: world.poller, 5)

    assert await call("getUpdates") == []

    status, answer = await asyncio.wait_for(first, 5)
    assert status == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_closed_world_lets_pollers_go(world, call):
    waiting = asyncio.create_task(call("getUpdates", timeout=50))
    await world.bell.until(lambda: world.poller, 5)

    world.close()

    assert await asyncio.wait_for(waiting, 5) == []


async def test_tap_waits_150_seconds_and_a_message_a_day(call, citizen, clock):
    await call("sendMessage", chat_id=citizen.id, text="?", reply_markup=TAP)
    citizen.tap("x")
    assert [list(update)[1] for update in await call("getUpdates")] == ["message", "callback_query"]

    clock.pass_by(150)
    assert [list(update)[1] for update in await call("getUpdates")] == ["message"]
    clock.pass_by(86_400 - 150)

    assert await call("getUpdates") == []


async def test_allowed_updates_hold_until_they_are_set_anew(call, citizen):
    await call("sendMessage", chat_id=citizen.id, text="?", reply_markup=TAP)
    (started,) = await call("getUpdates", allowed_updates=["callback_query"])
    citizen.say("not asked for")
    citizen.tap("x")

    (tap,) = await call("getUpdates", offset=started["update_id"] + 1)
    assert tap["callback_query"]["data"] == "x"
    await call("getUpdates", offset=tap["update_id"] + 1, allowed_updates=[])
    citizen.say("asked for again")

    (said,) = await call("getUpdates")
    assert said["message"]["text"] == "asked for again"


async def test_webhook_methods_tell_of_the_queue_and_empty_it(call, citizen):
    assert (await call("getWebhookInfo"))["pending_update_count"] == 1
    assert await call("deleteWebhook") is True
    assert (await call("getWebhookInfo"))["pending_update_count"] == 1

    await call("deleteWebhook", drop_pending_updates=True)

    assert await call("getWebhookInfo") == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


async def test_update_looks_as_telegram_makes_it(call, citizen, world):
    citizen.say("see https://egov.kz 🙂 /help")
    started, said = await call("getUpdates")

    person = {"id": citizen.id, "is_bot": False, "first_name": "Aigul", "language_code": "kk"}
    assert started["message"] == {
        "message_id": 1,
        "date": world.clock(),
        "chat": {"id": citizen.id, "type": "private", "first_name": "Aigul"},
        "from": person,
        "text": "/start",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }
    assert said["message"]["entities"] == [
        {"type": "url", "offset": 4, "length": 15},
        {"type": "bot_command", "offset": 23, "length": 5},
    ]


@pytest.mark.parametrize("first", ["getUpdates", "getupdates", "GETUPDATES"])
async def test_method_names_are_read_in_any_case(call, first):
    assert await call(first) == []
