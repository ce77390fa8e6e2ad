import asyncio

import pytest

from bot.errors import StoreError, TransportError
from bot.interview.effects import Say
from bot.message import Message
from bot.telegram.calls import Replies
from bot.telegram.polling import EXPLAINED, Polling, explain
from bot.usecases.exchange import Reply


def _update(number, person=501, text="hello"):
    chat = {"id": person, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "from": {"id": person}, "chat": chat, "text": text}}


class Desk:
    """Commits in memory, and fails when it is told to."""

    def __init__(self):
        self.taken, self.failures = [], 0
        self.entered, self.gate = asyncio.Event(), asyncio.Event()
        self.gate.set()

    async def take(self, incoming):
        self.entered.set()
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise StoreError
        self.taken.append(incoming.update_id)
        return Reply(incoming.chat, (Say(Message(f"reply {incoming.update_id}")),))


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
async def polling(client, desk):
    replies = Replies(client, lambda _: None, lambda _: None)
    polling = Polling(client, desk.take, replies.put, clock=lambda: 1_790_000_000, wait=0)
    yield polling
    await replies.finish(5)


async def _run(polling, until):
    task = asyncio.create_task(polling.run())
    await until
    polling.stop()
    await asyncio.wait_for(task, 10)


def _offsets(api):
    return [params["offset"] for method, params in api.calls if method == "getUpdates"]


async def test_the_offset_moves_behind_the_last_update_when_all_are_committed(api, polling, desk):
    api.give("getUpdates", [_update(7), _update(9), {"update_id": 10, "poll": {}}])
    await _run(polling, api.until(2, "getUpdates"))
    assert _offsets(api)[:2] == [0, 11]
    assert desk.taken == [7, 9]


async def test_the_offset_waits_for_the_commit(api, polling, desk):
    desk.gate.clear()
    api.give("getUpdates", [_update(7)])
    task = asyncio.create_task(polling.run())
    await asyncio.wait_for(desk.entered.wait(), 10)
    assert (_offsets(api), polling.offset) == ([0], 0)
    desk.gate.set()
    await api.until(2, "getUpdates")
    polling.stop()
    await asyncio.wait_for(task, 10)
    assert _offsets(api)[1] == 8


async def test_replies_do_not_hold_the_offset(api, polling):
    api.held["sendMessage"] = asyncio.Event()
    api.give("getUpdates", [_update(7)])
    await _run(polling, api.until(2, "getUpdates"))
    assert _offsets(api)[1] == 8
    api.held["sendMessage"].set()


async def test_an_update_that_could_not_be_kept_comes_again(api, polling, desk):
    desk.failures = 1
    api.give("getUpdates", [_update(7)])
    api.give("getUpdates", [_update(7)])
    await _run(polling, api.until(3, "getUpdates"))
    assert _offsets(api)[:3] == [0, 0, 8]
    assert desk.taken == [7]


async def test_one_update_that_could_not_be_kept_holds_the_whole_batch(api, polling, desk):
    desk.failures = 1
    api.give("getUpdates", [_update(7), _update(8, person=502)])
    await _run(polling, api.until(2, "getUpdates"))
    assert _offsets(api)[1] == 0
    assert desk.taken == [8]


async def test_a_refusal_is_explained_and_tried_again(api, polling, caplog):
    api.refuse("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    await _run(polling, api.until(2, "getUpdates"))
    assert EXPLAINED[409] in caplog.text


async def test_an_answer_that_is_no_list_is_tried_again(api, polling):
    api.give("getUpdates", {"not": "a list"})
    await _run(polling, api.until(2, "getUpdates"))
    assert _offsets(api)[:2] == [0, 0]


async def test_stop_ends_a_waiting_long_poll_at_once(api, polling):
    api.held["getUpdates"] = asyncio.Event()
    await _run(polling, api.until(1, "getUpdates"))
    assert api.methods() == ["getUpdates"]


async def test_stop_ends_a_long_rest(api, polling):
    api.refuse("getUpdates", 429, "Too Many Requests: retry after 3600", retry_after=3600)
    await _run(polling, api.until(1, "getUpdates"))
    assert api.methods() == ["getUpdates"]


async def test_answered_at_is_set_by_the_first_answer(api, polling):
    assert polling.answered_at == 0
    await _run(polling, api.until(2, "getUpdates"))
    assert polling.answered_at == 1_790_000_000


async def test_only_messages_and_taps_are_asked_for(api, polling):
    await _run(polling, api.until(1, "getUpdates"))
    (_, params), *_ = api.calls
    assert params == {"offset": 0, "limit": 100, "timeout": 0, "allowed_updates": ["message", "callback_query"]}


def test_explain_leaves_other_failures_as_they_are():
    assert explain(TransportError("getUpdates: 500 Internal", code=500)) == "getUpdates: 500 Internal"
    assert "NEGE_TELEGRAM_TOKEN" in explain(TransportError("getUpdates: 401 Unauthorized", code=401))
