"""What goes wrong: rows that cannot be read, numbers that no column holds, a damaged file, an end in the middle."""

import asyncio

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.interview.effects import Ask, Say
from bot.interview.events import Start, Tap, Typed
from bot.usecases.desk import Desk
from bot.usecases.exchange import Incoming, Shown
from tests.usecases.chatting import NOW, texts

TOO_MUCH = 2**70
"""No integer column holds this."""

SECONDS = 10
"""Longer than any answer takes: who waits so long waits for ever."""


@pytest.fixture
async def sqlite_desk(sqlite_store, keys, dice, clock):
    async with Desk(sqlite_store, keys, bot_id=7, clock=clock, dice=dice) as desk:
        yield desk


async def took(desk, *batch):
    taking = (desk.take(incoming) for incoming in batch)
    return await asyncio.wait_for(asyncio.gather(*taking, return_exceptions=True), SECONDS)


def start(update, person=1001):
    return Incoming(update, person, person, Start(NOW))


def typed(update, words, person=1001):
    return Incoming(update, person, person, Typed(words, NOW))


def kinds(reply):
    return [type(effect) for effect in reply.effects]


def rows(store, query):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


def spoil(store, column="state", value='{"nonce": 5}', person=1):
    with store.write() as tx:
        table = "contact" if column == "address" else "interview"
        tx.execute(text(f"UPDATE {table} SET {column} = :value WHERE respondent_id = {person}"), {"value": value})


async def test_state_that_cannot_be_read_stops_only_its_own_person(desk, store):
    await took(desk, start(1), start(2, 1002))
    spoil(store)

    bad, good = await took(desk, typed(3, "слова"), typed(4, "ru", 1002))

    assert kinds(bad) == [Say]
    assert "Ваши прежние ответы сохранены" in texts(bad)[0]
    assert kinds(good)[-1] is Ask
    assert rows(store, "SELECT language FROM interview ORDER BY id") == [("",), ("ru",)]
    assert rows(store, "SELECT skeleton FROM failed_update") == [("Typed, 5 characters, payload 0",)]


async def test_poison_is_told_of_in_the_language_of_its_person(desk, store):
    [first] = await took(desk, start(1))
    nonce = first.effects[0].message.rows[0][0].data.split(":")[0]
    await took(desk, Incoming(2, 1001, 1001, Tap(f"{nonce}:1:Lkk", NOW)))
    spoil(store)

    [reply] = await took(desk, Incoming(3, 1001, 1001, Tap(f"{nonce}:2:!yes", NOW), callback="c"))

    assert reply.callback == "c"
    assert "сақтаулы" in texts(reply)[0]
    assert "сохранены" not in texts(reply)[0]
    assert rows(store, "SELECT skeleton FROM failed_update") == [("Tap, 15 characters, payload 0, turn 2",)]


async def test_poison_that_comes_again_is_not_handled_again(desk, store):
    await took(desk, start(1))
    spoil(store)
    await took(desk, typed(2, "слова"))

    [again] = await took(desk, typed(2, "слова"))

    assert again.effects == ()
    assert rows(store, "SELECT count(*) FROM failed_update") == [(1,)]


async def test_number_that_no_column_holds_stops_nobody(desk):
    bad, good = await took(desk, start(TOO_MUCH), start(5, 1002))

    assert kinds(bad) == [Say]
    assert kinds(good) == [Ask]
    assert [kinds(reply) for reply in await took(desk, start(6, 1003))] == [[Ask]]


async def test_note_that_cannot_be_kept_stops_nobody(desk):
    desk.mark(Shown(1, 1, TOO_MUCH))

    assert [kinds(reply) for reply in await took(desk, start(6, 1003))] == [[Ask]]
    assert await desk.sweep() == []


@pytest.mark.parametrize(("column", "value"), [("state", '{"nonce": 5}'), ("address", b"sealed under another key")])
async def test_sweep_passes_over_a_row_that_cannot_be_read(desk, store, clock, column, value):
    await took(desk, start(1), start(2, 1002))
    spoil(store, column, value)
    clock.now += 6

    assert [reply.chat for reply in await desk.sweep()] == [1002]


async def test_note_about_a_deleted_interview_is_not_taken_for_the_next_one(desk, store):
    [first] = await took(desk, start(1))
    nonce = first.effects[0].message.rows[0][0].data.split(":")[0]
    await took(
        desk, *(Incoming(n, 1001, 1001, Tap(f"{nonce}:{n - 1}:{action}", NOW)) for n, action in ((2, "Lru"), (3, "!no")))
    )

    [second] = await took(desk, start(4, 1002))
    desk.mark(Shown(first.interview, first.turn, 77))
    desk.unreachable(first.interview)
    await took(desk, start(5, 1003))

    assert second.interview != first.interview
    assert rows(store, f"SELECT shown_turn FROM interview WHERE id = {second.interview}") == [(0,)]
    assert rows(store, "SELECT count(*) FROM contact WHERE address IS NULL") == [(0,)]


async def test_person_who_unblocks_the_bot_is_not_left_without_a_question(desk, clock):
    [reply] = await took(desk, start(1))
    desk.unreachable(reply.interview)

    await took(desk, typed(2, "ru"))
    clock.now += 6

    assert [again.chat for again in await desk.sweep()] == [1001]


async def test_damaged_file_never_acknowledges(sqlite_desk, sqlite_store, tmp_path):
    desk, store = sqlite_desk, sqlite_store
    await took(desk, start(1))
    assert store.forget_log()
    store.close()
    file = tmp_path / "nege.sqlite3"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096))

    failures = [*await took(desk, start(2, 1002), start(3, 1003)), *await took(desk, start(4, 1002))]

    assert [type(failure) for failure in failures] == [StoreError] * 3


async def test_closed_desk_takes_nothing(store, keys, dice, clock):
    async with Desk(store, keys, bot_id=7, clock=clock, dice=dice) as desk:
        pass

    with pytest.raises(StoreError):
        await asyncio.wait_for(desk.take(start(1)), SECONDS)


async def test_end_keeps_everything_that_was_taken(store, keys, dice, clock):
    desk = Desk(store, keys, bot_id=7, clock=clock, dice=dice)
    await desk.start()
    taking = [asyncio.create_task(desk.take(start(number, 5000 + number))) for number in range(1, 601)]
    await asyncio.sleep(0)

    await asyncio.wait_for(desk.close(), SECONDS)

    replies = await asyncio.wait_for(asyncio.gather(*taking), SECONDS)
    assert all(kinds(reply) == [Ask] for reply in replies)
    assert rows(store, "SELECT count(*) FROM interview") == [(600,)]


async def test_mark_before_the_end_is_kept(store, keys, dice, clock):
    async with Desk(store, keys, bot_id=7, clock=clock, dice=dice) as desk:
        [reply] = await took(desk, start(1))
        desk.mark(Shown(reply.interview, reply.turn, 77))

    assert rows(store, "SELECT shown_message_id FROM interview") == [(77,)]


async def test_forgotten_words_leave_the_log_when_the_last_reader_is_gone(sqlite_desk, sqlite_store, tmp_path):
    desk, store, words = sqlite_desk, sqlite_store, "неповторимое-слово"
    [reply] = await took(desk, start(1))
    nonce = reply.effects[0].message.rows[0][0].data.split(":")[0]
    for update, action in enumerate(("Lru", "!yes", "=a18"), 2):
        await took(desk, Incoming(update, 1001, 1001, Tap(f"{nonce}:{update - 1}:{action}", NOW)))
    await took(desk, typed(5, words))

    with store.read() as tx:
        tx.execute(text("SELECT count(*) FROM interview")).all()
        await took(desk, Incoming(6, 1001, 1001, Tap(f"{nonce}:0:!forget", NOW)))
        during = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    await desk.sweep()

    assert words.encode() in during
    assert words.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
