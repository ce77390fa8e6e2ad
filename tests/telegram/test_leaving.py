"""What a person has erased is gone although Telegram does not answer; what they ask to see comes as a file."""

import asyncio
import random

import pytest
from sqlalchemy import text

from bot.interview.events import Command, Start, Tap, Typed
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.telegram.calls import Replies
from bot.texts import say
from bot.usecases.desk import Desk
from bot.usecases.exchange import Incoming
from tests.example import EXAMPLE

NOW = 1_790_000_000


@pytest.fixture
async def desk(sqlite_file):
    store = open_store(sqlite_file, create=True)
    with store.write() as tx:
        revisions.publish(tx, EXAMPLE, NOW, open_=True)
    async with Desk(store, Keys("k" * 40), bot_id=7, clock=lambda: NOW, dice=random.Random(1)) as desk:
        desk.rows = lambda table: _count(store, table)
        yield desk
    store.close()


def _count(store, table):
    with store.read() as tx:
        return tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


async def test_erased_at_once_although_no_call_to_telegram_comes_back(desk, api, client):
    replies = Replies(client, desk.mark, desk.unreachable)
    api.held = {name: asyncio.Event() for name in ("sendMessage", "editMessageText")}
    first = await desk.take(Incoming(1, 1001, 1001, Start(NOW)))
    nonce = first.effects[0].message.rows[0][0].data.split(":")[0]
    replies.put(first)
    events = [Tap(f"{nonce}:1:Len", NOW), Tap(f"{nonce}:2:!yes", NOW), Tap(f"{nonce}:3:=a18", NOW), Command("forget", NOW)]
    for update, event in enumerate([*events, Typed("yes", NOW)], 2):
        replies.put(await desk.take(Incoming(update, 1001, 1001, event)))
    await api.until(1, "sendMessage")

    assert [desk.rows(table) for table in ("answer", "interview", "contact", "respondent")] == [0, 0, 0, 0]
    assert len(api.methods("sendMessage")) == 1

    for held in api.held.values():
        held.set()
    await replies.finish(10)
    assert api.calls[-1][1]["text"].startswith(say("en", "chat.forget.receipt"))


async def test_file_goes_out_before_the_question_is_repeated(desk, api, client):
    replies = Replies(client, desk.mark, desk.unreachable)
    replies.put(await desk.take(Incoming(1, 1001, 1001, Start(NOW))))

    replies.put(await desk.take(Incoming(2, 1001, 1001, Command("mydata", NOW))))
    await replies.finish(10)

    assert api.methods() == ["sendMessage", "sendDocument", "sendMessage"]
    name, kind, content = api.calls[1][1]["document"]
    assert (name, kind) == ("nege-2026-09-21.html", "text/html")
    assert say("ru", "mydata.title") in content.decode()
    assert api.calls[1][1]["chat_id"] == "1001"
