import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.errors import StoreError
from bot.interview.effects import Ask, Settle
from bot.interview.events import Start, Tap, Typed
from bot.usecases import batch as batches
from bot.usecases.desk import Desk
from bot.usecases.exchange import Incoming, Shown
from bot.usecases.sweep import pause
from tests.usecases.chatting import NOW, texts


@pytest.fixture
async def sqlite_desk(sqlite_store, keys, dice, clock):
    async with Desk(sqlite_store, keys, bot_id=7, clock=clock, dice=dice) as desk:
        yield desk


def rows(store, query):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


def start(update, person=1001):
    return Incoming(update, person, person, Start(NOW))


async def test_take_returns_after_the_commit(desk, store):
    reply = await desk.take(start(1))

    assert rows(store, "SELECT id, status FROM interview") == [(reply.interview, "opened")]


async def test_updates_that_wait_go_into_one_transaction(desk, store, monkeypatch):
    sizes = []
    whole = batches.play

    def play(tx, office, batch, new, now):
        sizes.append(len(batch))
        return whole(tx, office, batch, new, now)

    monkeypatch.setattr("bot.usecases.desk.play", play)

    await asyncio.gather(*(desk.take(start(number, 2000 + number)) for number in range(1, 41)))

    assert sum(sizes) == 40
    assert len(sizes) <= 3
    assert rows(store, "SELECT count(*) FROM interview") == [(40,)]


async def test_mark_is_written_with_the_next_transaction(desk, store):
    reply = await desk.take(start(1))

    desk.mark(Shown(reply.interview, reply.turn, 77))
    await desk.take(start(2, 1002))

    assert rows(store, "SELECT shown_turn, shown_message_id FROM interview WHERE id = 1") == [(1, 77)]


async def test_sweep_shows_what_was_never_shown_with_growing_pauses(desk, store, clock):
    reply = await desk.take(start(1))
    clock.now += 6

    first = await desk.sweep()
    clock.now += 5
    second = await desk.sweep()
    clock.now += 6
    third = await desk.sweep()

    assert [(again.chat, again.interview, again.turn) for again in first] == [(1001, reply.interview, 1)]
    assert texts(first[0]) == texts(reply)
    assert second == []
    assert len(third) == 1
    assert [pause(failures) for failures in range(4)] == [10, 20, 40, 80]


async def test_sweep_leaves_alone_what_was_shown_or_is_unreachable(desk, clock):
    shown, gone = await desk.take(start(1)), await desk.take(start(2, 1002))
    desk.mark(Shown(shown.interview, shown.turn, 77))
    desk.unreachable(gone.interview)
    await desk.take(start(3, 1003))
    clock.now += 6

    again = await desk.sweep()

    assert [reply.chat for reply in again] == [1003]


ASKED_ANEW = {
    "a button of an older question": lambda old: Tap(old, NOW),
    "words that are no answer": lambda _: Typed("нечто", NOW),
    "/start in the middle": lambda _: Start(NOW),
}


@pytest.mark.parametrize("event", ASKED_ANEW)
@pytest.mark.parametrize("arrived", [False, True], ids=["never arrived", "arrived"])
async def test_question_that_loses_its_buttons_is_asked_by_the_sweep_unless_it_arrived_anew(desk, clock, event, arrived):
    shown = await desk.take(start(1))
    nonce = shown.effects[0].message.rows[0][0].data.split(":")[0]
    for update, pressed in enumerate(("1:Lru", "2:!yes", "3:=a18"), 2):
        shown = await desk.take(Incoming(update, 1001, 1001, Tap(f"{nonce}:{pressed}", NOW), message=update))
    desk.mark(Shown(shown.interview, shown.turn, 8))

    anew = await desk.take(Incoming(5, 1001, 1001, ASKED_ANEW[event](f"{nonce}:2:!yes"), message=3))
    if arrived:
        desk.mark(Shown(anew.interview, anew.turn, 9))
    at_once = await desk.sweep()
    clock.now += 6
    later = await desk.sweep()

    assert {Ask, Settle} <= {type(effect) for effect in anew.effects}
    assert at_once == []
    assert [texts(again)[0].split("?")[0] for again in later] == ([] if arrived else ["Services"])


async def test_sweep_brings_the_last_words_of_a_finished_interview_and_then_forgets_the_address(desk, store, clock):
    reply = await desk.take(start(1))
    nonce = reply.effects[0].message.rows[0][0].data.split(":")[0]
    for update, (turn, action) in enumerate([(1, "Lru"), (2, "!yes"), (3, "=a0")], 2):
        reply = await desk.take(Incoming(update, 1001, 1001, Tap(f"{nonce}:{turn}:{action}", NOW)))
    clock.now += 6

    [again] = await desk.sweep()
    desk.mark(Shown(again.interview, again.turn, 78))
    clock.now += 3600

    assert "18" in texts(again)[0]
    assert await desk.sweep() == []
    assert rows(store, "SELECT address FROM contact") == [(None,)]


async def test_interview_without_consent_is_deleted_after_a_day(desk, store, clock):
    await desk.take(start(1))
    clock.now += 24 * 3600 + 1

    await desk.sweep()

    assert rows(store, "SELECT count(*) FROM interview") == [(0,)]
    assert rows(store, "SELECT count(*) FROM contact") == [(0,)]


async def test_poison_update_is_kept_as_a_skeleton_and_the_others_are_handled(desk, store, monkeypatch):
    secret = "my secret words"
    whole = batches.step

    def step(script, state, event):
        if getattr(event, "text", "") == secret:
            raise ValueError(event.text)
        return whole(script, state, event)

    monkeypatch.setattr("bot.usecases.batch.step", step)
    await asyncio.gather(*(desk.take(start(number, 2000 + number)) for number in range(1, 51)))
    good = [Incoming(100 + number, 2000 + number, 2000 + number, Typed("ru", NOW)) for number in range(1, 51)]
    poison = Incoming(99, 2001, 2001, Typed(secret, NOW))

    replies = await asyncio.gather(*map(desk.take, [*good[:25], poison, *good[25:]]))

    assert "ошибка" in texts(replies[25])[0]
    assert rows(store, "SELECT count(*) FROM interview WHERE language = 'ru'") == [(50,)]
    [(skeleton, trace)] = rows(store, "SELECT skeleton, traceback FROM failed_update")
    assert skeleton == "Typed, 15 characters, payload 0"
    assert "ValueError" in trace
    assert secret not in skeleton + trace
    assert "2001" not in skeleton


async def test_database_that_is_away_never_acknowledges(store, keys, dice, clock):
    class Away:
        journal = None

        def write(self):
            raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    async with Desk(Away(), keys, bot_id=7, clock=clock, dice=dice) as desk:
        with pytest.raises(StoreError):
            await desk.take(start(1))


async def test_forgotten_words_are_in_no_file_any_more(sqlite_desk, tmp_path):
    desk, words = sqlite_desk, "неповторимое-слово"
    reply = await desk.take(start(1))
    nonce = reply.effects[0].message.rows[0][0].data.split(":")[0]
    events = [Tap(f"{nonce}:1:Lru", NOW), Tap(f"{nonce}:2:!yes", NOW), Tap(f"{nonce}:3:=a18", NOW), Typed(words, NOW)]
    for update, event in enumerate(events, 2):
        reply = await desk.take(Incoming(update, 1001, 1001, event))
    await desk.take(Incoming(20, 1001, 1001, Tap(f"{nonce}:{reply.turn}:!done", NOW)))
    before = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    await desk.take(Incoming(21, 1001, 1001, Tap(f"{nonce}:0:!forget", NOW)))

    after = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert words.encode() in before
    assert words.encode() not in after
