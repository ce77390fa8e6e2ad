import asyncio

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.delivery import drain as drains
from bot.delivery.drain import LEASE, LEASE_SECONDS, Drain
from bot.errors import TransportError
from bot.message import Attachment, Button, Message
from bot.store import leases, outbox, roles
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.store.tables import Outbox, Role
from bot.texts import LANGUAGES, say

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
def store(database):
    store = open_store(database, create=True)
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


@pytest.fixture
def owe_parts(store, keys):
    """Owes an official in this chat one message in these parts."""

    def add(chat, *texts):
        with store.write() as tx:
            role = roles.add(tx, "official", keys.role_hash(chat), keys.seal_role_address(chat), "ru", NOW)
            outbox.add_parts(tx, role, "digest:1:2026-W47", [Message(text) for text in texts], NOW)

    return add


async def test_parts_go_in_order_and_none_before_the_one_in_front_of_it(drain, owe_parts, gateway, store, clock):
    gateway.errors[71] = [TransportError("no answer")]
    owe_parts(71, "first", "second", "third")
    assert await drain.run() == 0
    clock.now += 60
    gateway.errors[71] = []
    assert await drain.run() == 3
    assert [text for _, text in gateway.sent] == ["first", "second", "third"]
    assert {row.failures for row in _rows(store).values()} == {0, 1}


async def test_a_brake_counts_as_no_failure_and_others_go_on(drain, owe, gateway, store):
    gateway.errors[71] = [TransportError("429", retry_after=30)]
    owe(71, "one", "two")
    owe(72, "one")
    assert await drain.run() == 1
    rows = _rows(store)
    assert [rows[once].due_at for once in ("71:one", "71:two")] == [NOW + 31] * 2
    assert {row.failures for row in rows.values()} == {0}
    with store.write() as tx:
        assert leases.take(tx, LEASE, "another process", NOW, LEASE_SECONDS)


async def test_buttons_that_telegram_refuses_are_left_out_once(drain, owe, gateway, store):
    gateway.errors[71] = [TransportError("BUTTON_URL_INVALID", permanent=True, code=400)]
    owe(71, Message("with a button", ((Button("b", url="https://example.kz"),),)))
    assert await drain.run() == 1
    assert gateway.sent == [(71, "with a button")]


async def test_a_text_that_telegram_refuses_is_not_repeated_at_once(drain, owe, gateway, store):
    gateway.errors[71] = [TransportError("message is too long", permanent=True, code=400)]
    owe(71, "one")
    assert await drain.run() == 0
    assert _rows(store)["71:one"].due_at == NOW + 60


async def test_administrators_are_told_once_in_their_language_of_what_does_not_arrive(drain, owe, gateway, store, keys, clock):
    owe(71, "one")
    for chat, language in enumerate(LANGUAGES, 91):
        with store.write() as tx:
            roles.add(tx, "administrator", keys.role_hash(chat), keys.seal_role_address(chat), language, NOW)
    gateway.errors[71] = [TransportError("no answer") for _ in range(12)]
    told = []
    for _ in range(12):
        clock.now = _rows(store)["71:one"].due_at
        await drain.run()
        told.append(len(gateway.sent))
    assert told == [0] * 6 + [3] * 6
    words = {language: say(language, "delivery.undelivered", role=1, error="no answer") for language in LANGUAGES}
    assert sorted(gateway.sent) == [(91 + at, words[language]) for at, language in enumerate(LANGUAGES)]
    assert clock.now - NOW > 5 * 24 * 3600


async def test_nobody_is_told_of_a_word_about_trouble_that_does_not_arrive(drain, owe, gateway, store, keys, clock):
    owe(71, "one")
    with store.write() as tx:
        roles.add(tx, "administrator", keys.role_hash(91), keys.seal_role_address(91), "kk", NOW)
    gateway.errors = {chat: [TransportError("no answer") for _ in range(40)] for chat in (71, 91)}
    for _ in range(30):
        clock.now = min(row.due_at for row in _rows(store).values())
        await drain.run()
    assert gateway.sent == []
    assert set(_rows(store)) == {"71:one", "undelivered:71:one:2"}


class Slow(Gateway):
    """Sends when it is let go; `begun` tells how many calls there were."""

    def __init__(self):
        super().__init__()
        self.begun, self.go, self.started = 0, asyncio.Event(), asyncio.Event()

    async def send(self, chat, message):
        self.begun += 1
        self.started.set()
        await self.go.wait()
        return await super().send(chat, message)


async def test_two_drains_at_once_never_send_twice(store, keys, clock, owe):
    gateway = Gateway()
    drains_of_processes = [Drain(store, keys, gateway, clock) for _ in range(4)]
    for chat in range(71, 81):
        owe(chat, "one")
    counts = await asyncio.gather(*(drain.run() for drain in drains_of_processes))
    assert sum(counts) == 10
    assert sorted(gateway.sent) == [(chat, "one") for chat in range(71, 81)]


async def test_while_one_sends_another_sends_nothing_and_afterwards_there_is_nothing_left(store, keys, clock, owe):
    slow, other = Slow(), Gateway()
    owe(71, "one")
    sending = asyncio.create_task(Drain(store, keys, slow, clock).run())
    await slow.started.wait()
    meanwhile = await Drain(store, keys, other, clock).run()
    slow.go.set()
    assert (meanwhile, await sending, await Drain(store, keys, other, clock).run()) == (0, 1, 0)
    assert (slow.begun, other.sent) == (1, [])


async def test_after_a_crash_another_goes_on_when_the_lease_has_ended(store, keys, clock, owe):
    owe(71, "one")
    with store.write() as tx:
        leases.take(tx, LEASE, "a process that was killed", NOW, LEASE_SECONDS)
    gateway = Gateway()
    drain = Drain(store, keys, gateway, clock)
    before = await drain.run()
    clock.now += LEASE_SECONDS
    assert (before, await drain.run()) == (0, 1)


async def test_who_lost_the_lease_begins_no_further_call(store, keys, clock, owe, monkeypatch):
    """A process that slept (a suspended machine) finds its lease ended and taken."""
    slow = Slow()
    drain = Drain(store, keys, slow, clock)
    owe(71, "first", "second")
    sending = asyncio.create_task(drain.run())
    await slow.started.wait()
    clock.now += LEASE_SECONDS
    with store.write() as tx:
        assert leases.take(tx, LEASE, "another process", clock.now, LEASE_SECONDS)
    drain._safe_until = 0.0
    slow.go.set()
    assert await sending == 0
    assert slow.sent == [(71, "first")]
    with store.write() as tx:
        assert not leases.take(tx, LEASE, "a third", clock.now, LEASE_SECONDS)


async def test_a_call_never_outlives_the_lease(store, keys, clock, owe, monkeypatch):
    monkeypatch.setattr(drains, "SEND_SECONDS", 0.01)
    slow = Slow()
    owe(71, "one")
    assert await Drain(store, keys, slow, clock).run() == 0
    assert _rows(store)["71:one"].error == "no answer in 0.01 seconds"


def test_the_lease_is_longer_than_two_calls():
    assert drains.LEASE_SECONDS > 2 * drains.SEND_SECONDS + drains.SPARE_SECONDS


async def test_with_nothing_due_nothing_is_written(drain, store):
    assert await drain.run() == 0
    with store.write() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM lease").scalar() == 0


async def test_a_drain_that_is_stopped_ends_the_call_under_way_marks_it_and_gives_the_lease_back(store, keys, clock, owe):
    slow = Slow()
    drain = Drain(store, keys, slow, clock)
    owe(71, "first", "second")
    sending = asyncio.create_task(drain.run())
    await slow.started.wait()
    drain.stop()
    slow.go.set()
    await sending
    assert slow.sent == [(71, "first")]
    assert [_rows(store)[once].sent_at is None for once in ("71:first", "71:second")] == [False, True]
    with store.write() as tx:
        assert leases.take(tx, LEASE, "another process", clock.now, LEASE_SECONDS)
