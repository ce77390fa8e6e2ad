import asyncio

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.delivery.drain import Drain
from bot.errors import TransportError
from bot.message import Attachment, Button, Message
from bot.store import outbox, roles
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.store.tables import Outbox, Role

NOW = 1_790_000_000


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


class Gateway:
    """Keeps what was sent; answers with the errors it was given, per chat, first."""

    def __init__(self):
        self.sent, self.errors = [], {}

    async def send(self, chat, message):
        if self.errors.get(chat):
            raise self.errors[chat].pop(0)
        self.sent.append((chat, message.text))
        return len(self.sent)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "nege.sqlite3", create=True)
    yield store
    store.close()


@pytest.fixture
def keys():
    return Keys("k" * 40)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def gateway():
    return Gateway()


@pytest.fixture
def slept():
    return []


@pytest.fixture
def drain(store, keys, gateway, clock, slept):
    async def sleep(seconds):
        slept.append(seconds)
        await asyncio.sleep(0)

    return Drain(store, keys, gateway, clock, sleep)


@pytest.fixture
def owe(store, keys):
    """Owes each message to the official in this chat, who is made at the first one."""
    known = {}

    def add(chat, *messages):
        with store.write() as tx:
            if chat not in known:
                known[chat] = roles.add(tx, "official", keys.role_hash(chat), keys.seal_role_address(chat), "ru", NOW)
            for message in messages:
                text = message if isinstance(message, Message) else Message(message)
                outbox.add(tx, known[chat], f"{chat}:{text.text}", text, NOW)

    return add


def _rows(store):
    with store.read() as tx:
        rows = tx.execute(
            select(col(Outbox.once), col(Outbox.sent_at), col(Outbox.due_at), col(Outbox.failures), col(Outbox.error))
        )
        return {row.once: row for row in rows}


async def test_run_sends_what_is_due_and_marks_it(drain, owe, gateway, store):
    owe(71, "one")
    owe(72, "two")
    assert await drain.run() == 2
    assert sorted(gateway.sent) == [(71, "one"), (72, "two")]
    assert [row.sent_at for row in _rows(store).values()] == [NOW, NOW]


async def test_run_again_sends_nothing_twice(drain, owe, gateway):
    owe(71, "one")
    await drain.run()
    assert await drain.run() == 0
    assert gateway.sent == [(71, "one")]


async def test_run_keeps_the_order_of_parts_and_a_second_between_them(drain, owe, gateway, slept):
    owe(71, "first", "second", "third")
    await drain.run()
    assert [text for _, text in gateway.sent] == ["first", "second", "third"]
    assert slept[1] > 0.9


async def test_run_keeps_buttons_and_files(owe, store, keys, clock):
    message = Message("a", ((Button("b", "c"),),), Attachment("a.png", b"\x89PNG\x00", "image/png"))
    kept = []

    class Whole(Gateway):
        async def send(self, _chat, message):
            kept.append(message)
            return 1

    owe(71, message)
    await Drain(store, keys, Whole(), clock).run()
    assert kept == [message]


async def test_a_failure_puts_the_message_and_what_follows_it_off(drain, owe, gateway, store, clock):
    gateway.errors[71] = [TransportError("no answer"), TransportError("no answer")]
    owe(71, "first", "second")
    assert await drain.run() == 0
    assert {row.due_at for row in _rows(store).values()} == {NOW + 60}
    clock.now += 60
    assert await drain.run() == 0
    assert _rows(store)["71:first"].due_at == NOW + 60 + 240
    clock.now += 240
    assert await drain.run() == 2
    assert [text for _, text in gateway.sent] == ["first", "second"]


async def test_a_brake_of_telegram_is_respected(drain, owe, gateway, store):
    gateway.errors[71] = [TransportError("429", retry_after=30)]
    owe(71, "one")
    await drain.run()
    assert _rows(store)["71:one"].due_at == NOW + 31


async def test_a_person_who_blocked_the_bot_is_written_to_no_more_and_others_are(drain, owe, gateway, store, clock):
    gateway.errors[71] = [TransportError("403", permanent=True, unreachable=True)]
    owe(71, "one", "two")
    owe(72, "one")
    assert await drain.run() == 1
    clock.now += 10**6
    assert await drain.run() == 0
    with store.read() as tx:
        assert sorted(tx.execute(select(col(Role.unreachable))).scalars()) == [False, True]


async def test_an_address_under_another_key_is_kept_for_later(store, owe, gateway, clock, caplog):
    owe(71, "one")
    assert await Drain(store, Keys("x" * 40), gateway, clock).run() == 0
    assert _rows(store)["71:one"].due_at == NOW + 60
    assert "NEGE_SECRET_KEY" in caplog.text


async def test_more_than_one_batch_goes_in_one_run(drain, owe, monkeypatch):
    monkeypatch.setattr("bot.delivery.drain.BATCH", 2)
    for chat in range(71, 76):
        owe(chat, "one")
    assert await drain.run() == 5
