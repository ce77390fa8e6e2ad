"""What Telegram brings: over real HTTP, with a real desk on a real database."""

import asyncio
import json
import random
import sqlite3

import aiohttp
import pytest
from sqlalchemy import func, select
from sqlmodel import col
from starlette.applications import Starlette

from bot.errors import StoreError
from bot.interview.effects import Alert, Say, Settle
from bot.message import Message
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.store.tables import Interview, SeenUpdate
from bot.telegram.calls import Replies
from bot.telegram.webhook import LARGEST_BODY, SECRET_HEADER, Hook, before, in_response
from bot.texts import say
from bot.usecases.desk import Desk
from bot.usecases.exchange import Reply
from tests.example import EXAMPLE
from tests.serving import serve

NOW = 1_790_000_000
SECRET = "a-secret_of-these-tests"
PERSON = {"id": 1001, "is_bot": False, "first_name": "Айгүл"}
CHAT = {"id": 1001, "type": "private"}
SECONDS = 10


def opened(where):
    store = open_store(where, create=True)
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, NOW, open_=True)
    return store


@pytest.fixture
def store(database):
    store = opened(database)
    yield store
    store.close()


@pytest.fixture
async def desk(store):
    async with Desk(store, Keys("k" * 40), bot_id=7, clock=lambda: NOW, dice=random.Random(1)) as desk:
        yield desk


class Caller:
    """A webhook that is served; `replies` is what it handed on."""

    def __init__(self):
        self.replies, self.address, self.http = [], "", None

    def message(self, update, text):
        said = {"message_id": update, "from": PERSON, "chat": CHAT, "date": NOW, "text": text}
        return json.dumps({"update_id": update, "message": said})

    def tap(self, update, data):
        shown = {"message_id": 5, "chat": CHAT, "date": NOW}
        tapped = {"id": f"tap{update}", "from": PERSON, "message": shown, "chat_instance": "1", "data": data}
        return json.dumps({"update_id": update, "callback_query": tapped})

    async def post(self, body, secret=SECRET):
        """Status, headers and body of the answer."""
        headers = {SECRET_HEADER.decode(): secret} if secret else {}
        async with self.http.post(self.address, data=body, headers=headers) as response:
            return response.status, response.headers, await response.read()


def app(*parts):
    return before(Starlette(), Hook(*parts), "/telegram")


@pytest.fixture
async def hook(desk):
    hook = Caller()
    async with serve(app(SECRET, desk.take, hook.replies.append, lambda: NOW)) as address, aiohttp.ClientSession() as http:
        hook.address, hook.http = f"{address}/telegram", http
        yield hook


def rows(store, table, *conditions):
    with store.read() as tx:
        return tx.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", "сыр"])
async def test_a_wrong_secret_is_refused_and_nothing_is_kept(hook, store, secret):
    status, _, body = await hook.post(hook.message(1, "/start"), secret)

    assert (status, body) == (403, b"")
    assert (rows(store, SeenUpdate), hook.replies) == (0, [])


def test_a_webhook_without_a_secret_is_never_built(desk):
    with pytest.raises(ValueError, match="secret"):
        Hook("", desk.take, print, lambda: NOW)


async def test_a_large_body_is_refused_with_and_without_a_told_length(hook, store):
    async def pieces():
        for _ in range(LARGEST_BODY // 1024 + 1):
            yield b" " * 1024

    answers = [await hook.post(b" " * (LARGEST_BODY + 1)), await hook.post(pieces())]

    assert [status for status, _, _ in answers] == [413, 413]
    assert rows(store, SeenUpdate) == 0


async def test_the_largest_body_is_taken(hook, store):
    status, _, _ = await hook.post(hook.message(1, "/start").ljust(LARGEST_BODY))

    assert (status, rows(store, SeenUpdate)) == (200, 1)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff\x00", b'{"update_id": "x"}', b'{"update_id": 5, "poll": {"id": "1"}}', b'{"update_id": 5}'],
)
async def test_what_nobody_understands_is_acknowledged(hook, body):
    assert (await hook.post(body))[0] == 200
    assert not hook.replies


async def test_other_paths_and_methods_are_not_there(hook):
    async with hook.http.get(hook.address) as get, hook.http.post(f"{hook.address}/x", data=b"") as other:
        assert (get.status, other.status) == (405, 404)


async def test_what_was_answered_with_200_is_in_the_database_already(hook, store):
    status, _, body = await hook.post(hook.message(1, "/start"))

    assert (status, body) == (200, b"")
    assert (rows(store, SeenUpdate), rows(store, Interview)) == (1, 1)
    assert [reply.chat for reply in hook.replies] == [1001]


async def test_an_update_that_comes_again_changes_nothing(hook, store):
    for _ in range(3):
        assert (await hook.post(hook.message(1, "/start")))[0] == 200

    assert (rows(store, SeenUpdate), rows(store, Interview)) == (1, 1)
    assert [bool(reply.effects) for reply in hook.replies] == [True, False, False]


async def test_while_the_database_is_away_nothing_is_acknowledged_and_later_it_is_kept_once(sqlite_file, monkeypatch):
    monkeypatch.setattr("bot.store.engine.BUSY_SECONDS", 0)
    store, hook = opened(sqlite_file), Caller()
    desk = Desk(store, Keys("k" * 40), bot_id=7, clock=lambda: NOW)
    served = app(SECRET, desk.take, hook.replies.append, lambda: NOW)
    async with desk, serve(served) as address, aiohttp.ClientSession() as hook.http:
        hook.address = f"{address}/telegram"
        other = sqlite3.connect(sqlite_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        away = [await hook.post(hook.message(1, "/start")) for _ in range(2)]
        other.execute("ROLLBACK")
        other.close()
        back = await hook.post(hook.message(1, "/start"))

    assert [(status, headers["Retry-After"]) for status, headers, _ in away] == [(503, "2")] * 2
    assert (back[0], rows(store, SeenUpdate), rows(store, Interview), len(hook.replies)) == (200, 1, 1, 1)
    store.close()


async def test_a_desk_that_is_closed_acknowledges_nothing(hook, desk):
    await desk.close()

    status, headers, _ = await hook.post(hook.message(1, "/start"))

    assert (status, headers["Retry-After"]) == (503, "2")


async def test_the_reason_of_a_503_stands_in_the_log_without_the_update(hook, desk, caplog):
    await desk.close()
    await hook.post(hook.message(1, "my secret answer"))
    assert "could not be kept" in caplog.text
    assert "secret" not in caplog.text.replace("NEGE_SECRET_KEY", "")
    assert "1001" not in caplog.text


def keyboard(hook):
    message = hook.replies[-1].effects[-1].message
    return [button.data for row in message.rows for button in row]


async def test_a_tap_is_answered_in_the_response_and_not_again(hook, store):
    await hook.post(hook.message(1, "/start"))
    status, headers, body = await hook.post(hook.tap(2, keyboard(hook)[0]))

    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert json.loads(body) == {"method": "answerCallbackQuery", "callback_query_id": "tap2"}
    assert (hook.replies[-1].callback, bool(hook.replies[-1].effects)) == ("", True)


async def test_a_notice_travels_with_the_answer_and_is_not_sent_again(hook):
    await hook.post(hook.message(1, "/start"))
    _, _, body = await hook.post(hook.tap(2, "aaaaaaaa:1:=x"))

    answer = json.loads(body)
    assert (answer["callback_query_id"], answer["show_alert"]) == ("tap2", True)
    assert answer["text"]
    assert not [effect for effect in hook.replies[-1].effects if isinstance(effect, Alert)]


async def test_a_tap_that_comes_again_has_its_spinner_ended_again(hook, store):
    await hook.post(hook.message(1, "/start"))
    data = keyboard(hook)[0]
    answers = [await hook.post(hook.tap(2, data)) for _ in range(2)]

    assert answers[0][2] == answers[1][2] != b""
    assert not hook.replies[-1].effects


def test_in_response_takes_one_notice_and_leaves_the_rest_in_order():
    effects = (Settle(Message("old")), Alert("first"), Alert("second"), Say(Message("new")))

    body, rest = in_response(Reply(1, effects, callback="c", interview=3, turn=4))

    assert json.loads(body)["text"] == "first"
    assert rest == Reply(1, (effects[0], effects[2], effects[3]), interview=3, turn=4)


def test_in_response_leaves_a_reply_to_a_message_alone():
    reply = Reply(1, (Say(Message("new")),))
    assert in_response(reply) == (b"", reply)


async def test_a_slow_reply_does_not_hold_the_response(desk, api, client):
    api.held["sendMessage"] = asyncio.Event()
    replies, hook = Replies(client, desk.mark, desk.unreachable), Caller()
    async with serve(app(SECRET, desk.take, replies.put, lambda: NOW)) as address, aiohttp.ClientSession() as hook.http:
        hook.address = f"{address}/telegram"
        status, _, _ = await asyncio.wait_for(hook.post(hook.message(1, "/start")), SECONDS)
        await api.until(1, "sendMessage")
        waiting = replies.busy(1001)
        api.held["sendMessage"].set()
        await replies.finish(SECONDS)

    assert (status, waiting) == (200, True)
    assert api.methods() == ["sendMessage"]


async def test_many_at_once_share_transactions_and_are_all_kept(hook, store):
    answers = await asyncio.gather(*(hook.post(hook.message(update, "/help")) for update in range(1, 101)))

    assert {status for status, _, _ in answers} == {200}
    assert rows(store, SeenUpdate) == 100


async def test_an_update_that_breaks_the_code_is_acknowledged_and_the_others_are_kept(hook, store, monkeypatch):
    from bot.usecases import batch

    original = batch.step

    def step(script, state, event):
        if getattr(event, "text", "") == "poison":
            raise ZeroDivisionError
        return original(script, state, event)

    monkeypatch.setattr(batch, "step", step)
    await hook.post(hook.message(1, "/start"))
    answers = [await hook.post(hook.message(2, "poison")), await hook.post(hook.message(3, "ru"))]

    assert [status for status, _, _ in answers] == [200, 200]
    assert rows(store, SeenUpdate) == 3
    assert rows(store, Interview, col(Interview.language) == "ru") == 1


async def test_a_store_error_of_any_kind_is_no_200():
    async def take(_):
        raise StoreError("disk full")

    hook = Caller()
    async with serve(app(SECRET, take, hook.replies.append, lambda: NOW)) as address, aiohttp.ClientSession() as hook.http:
        hook.address = f"{address}/telegram"
        status, _, _ = await hook.post(hook.message(1, say("ru", "chat.consent.yes")))

    assert (status, hook.replies) == (503, [])
