"""Two desks on one database, as two processes have them: every answer is kept once, and nobody sees an error."""

import asyncio
import json
import logging
import random
from collections import deque
from contextlib import AsyncExitStack, closing
from datetime import datetime
from itertools import chain

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.errors import StoreError
from bot.interview.effects import Alert, Ask
from bot.interview.events import Start, Tap, Typed
from bot.script.model import Block, Question, Script
from bot.stats.weeks import ALMATY
from bot.store import audit, meta, revisions, roles
from bot.store.engine import open_store
from bot.texts import say
from bot.usecases import batch as batches
from bot.usecases.desk import TRIES, Desk
from bot.usecases.digest import close_week, make_due
from bot.usecases.exchange import Incoming, Shown
from bot.usecases.invite import invite
from tests.example import EXAMPLE, choices
from tests.example import text as words
from tests.usecases.chatting import NOW, texts

MONDAY_9 = int(datetime(2026, 11, 23, 9, tzinfo=ALMATY).timestamp())
TAPS = 600
LATER = 5
"""An update comes again at most so many updates later."""


@pytest.fixture
async def desks(database, store, keys, clock):
    """Two desks, each with connections of its own."""
    async with AsyncExitStack() as stack:
        opened = [stack.enter_context(closing(open_store(database))) for _ in range(2)]
        yield [
            await stack.enter_async_context(Desk(each, keys, bot_id=7, clock=clock, dice=random.Random(number)))
            for number, each in enumerate(opened)
        ]


def rows(store, query):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


class Telegram:
    """Sends updates to two desks, each update to one of them, some of them again."""

    def __init__(self, desks, seed=1):
        self.desks, self.chance, self.updates = desks, random.Random(seed), 0
        self.sent = deque(maxlen=LATER)

    def update(self, person, event, **more):
        self.updates += 1
        return Incoming(self.updates, person, person, event, **more)

    async def take(self, *updates):
        """All at once, to the desks in turn."""
        turn = self.chance.randrange(2)
        return await asyncio.gather(*(self.desks[(turn + place) % 2].take(each) for place, each in enumerate(updates)))

    async def twice(self, person, data):
        """A double tap: two updates, two desks, at the same moment; and something older once more. Gives the replies."""
        tap = Tap(data, NOW)
        pair = [self.update(person, tap, message=5, callback="c") for _ in range(2)]
        again = [self.chance.choice(self.sent)] if self.sent and self.chance.random() < 0.5 else []
        *replies, _ = (*await self.take(*pair, *again), None)
        self.sent.extend(pair)
        assert all(reply.effects == () for reply in replies[2:])
        return replies[:2]


def buttons(reply):
    """The actions of the newest keyboard, each with its callback data."""
    keyboard = [effect.message.rows for effect in reply.effects if isinstance(effect, Ask)][-1]
    return {button.data.split(":")[2]: button.data for row in keyboard for button in row}


def alerts(replies):
    return [effect.text for reply in replies for effect in reply.effects if isinstance(effect, Alert)]


def asking(replies):
    """The one reply of a double tap that brings the next question."""
    (reply,) = [reply for reply in replies if any(isinstance(effect, Ask) for effect in reply.effects)]
    return reply


LONG = Script(
    survey="long",
    title=words("Long"),
    languages=("kk", "ru", "en"),
    consent=words("?"),
    thanks=words("!"),
    blocks=(Block(tuple(Question(f"q{n}", "one", words("?"), choices=choices("a", "b", "c")) for n in range(TAPS + 1))),),
)


async def test_double_taps_in_one_chat_answer_every_question_once(desks, store):
    with store.write() as tx:
        revisions.publish(tx, LONG, NOW, open_=True)
    telegram = Telegram(desks)
    [reply] = await telegram.take(telegram.update(1001, Start(NOW)))
    seen, chosen = [], []
    for action in ("Lru", "!yes"):
        [reply] = await telegram.take(telegram.update(1001, Tap(buttons(reply)[action], NOW)))

    for _ in range(TAPS):
        chosen.append(telegram.chance.choice("abc"))
        replies = await telegram.twice(1001, buttons(reply)[f"={chosen[-1]}"])
        seen += alerts(replies)
        reply = asking(replies)

    stored = rows(store, "SELECT question, value, changes FROM answer")
    assert seen == []
    assert sorted(stored) == sorted((f"q{number}", f'["{code}"]', 0) for number, code in enumerate(chosen))


async def test_double_taps_in_three_hundred_chats_answer_every_question_once(desks, store):
    telegram = Telegram(desks)
    people = range(1001, 1301)

    async def walk(person):
        [reply] = await telegram.take(telegram.update(person, Start(NOW)))
        for action in ("Lru", "!yes"):
            [reply] = await telegram.take(telegram.update(person, Tap(buttons(reply)[action], NOW)))
        first = await telegram.twice(person, buttons(reply)["=a18" if person % 2 else "=a60"])
        second = await telegram.twice(person, buttons(asking(first))["+passport"])
        return alerts([*first, *second])

    seen = await asyncio.gather(*map(walk, people))

    assert list(chain(*seen)) == []
    assert rows(store, "SELECT question, value, changes, count(*) FROM answer GROUP BY 1, 2, 3 ORDER BY 1, 2") == [
        ("age", '["a18"]', 0, 150),
        ("age", '["a60"]', 0, 150),
    ]
    assert rows(store, "SELECT count(*) FROM interview WHERE state LIKE '%passport%'") == [(300,)]
    assert rows(store, "SELECT count(*) FROM contact") == [(300,)]


CROSSING = {
    "tap first": lambda tap, typed: ([tap], [typed]),
    "text first": lambda tap, typed: ([typed], [tap]),
    "at once": lambda tap, typed: ([tap, typed],),
    "at once, and again": lambda tap, typed: ([tap, typed, tap], [typed, tap]),
}


@pytest.mark.parametrize("order", CROSSING)
async def test_tap_and_text_that_cross_give_the_same_answers_in_either_order(desks, store, order):
    telegram = Telegram(desks)
    [reply] = await telegram.take(telegram.update(1001, Start(NOW)))
    for action in ("Lru", "!yes", "=a18"):
        [reply] = await telegram.take(telegram.update(1001, Tap(buttons(reply)[action], NOW)))
    passport = buttons(reply)["+passport"]
    tap, typed = telegram.update(1001, Tap(passport, NOW)), telegram.update(1001, Typed("Своими словами", NOW))

    replies = [await telegram.take(*together) for together in CROSSING[order](tap, typed)]
    await telegram.take(telegram.update(1001, Tap(passport.replace("+passport", "!done"), NOW)))

    assert alerts(chain(*replies)) == []
    stored = rows(store, "SELECT question, value, text, changes FROM answer ORDER BY question")
    assert [(question, set(json.loads(value)), *more) for question, value, *more in stored] == [
        ("age", {"a18"}, "", 0),
        ("services", {"passport", "other"}, "Своими словами", 0),
    ]


async def test_desks_with_the_same_people_never_wait_for_each_other_in_a_ring(desks, store, caplog):
    caplog.set_level(logging.INFO)
    people, telegram = list(range(1001, 1061)), Telegram(desks)
    opened = await telegram.take(*(telegram.update(person, Start(NOW)) for person in people))

    for _ in range(10):
        desks[0]._notes.shown += [Shown(reply.interview, reply.turn, 7) for reply in opened]
        desks[1]._notes.shown += [Shown(reply.interview, reply.turn, 8) for reply in reversed(opened)]
        telegram.chance.shuffle(people)
        away = [telegram.update(person, Typed("нечто", NOW)) for person in people]
        back = [telegram.update(person, Typed("нечто", NOW)) for person in reversed(people)]
        await asyncio.gather(*map(desks[0].take, away), *map(desks[1].take, back), desks[0].sweep(settled=-1), desks[1].sweep())

    for desk, message in zip(desks, (7, 8), strict=True):
        desk._notes.shown += [Shown(reply.interview, reply.turn, message) for reply in opened]
    await asyncio.gather(*(desk.sweep() for desk in desks))

    assert [record.getMessage() for record in caplog.records] == []
    assert rows(store, "SELECT count(*) FROM interview WHERE shown_turn = turn AND shown_message_id IN (7, 8)") == [(60,)]


async def test_every_question_is_shown_again_by_one_of_two_sweeps(desks, store, clock):
    telegram = Telegram(desks)
    await telegram.take(*(telegram.update(person, Start(NOW)) for person in range(1001, 1051)))
    clock.now += 6

    both = await asyncio.gather(*(desk.sweep() for desk in desks))

    assert sorted(reply.chat for reply in chain(*both)) == list(range(1001, 1051))


async def test_invitation_that_two_people_open_at_once_is_for_one_of_them(desks, store):
    with store.write() as tx:
        meta.put(tx, "link", "https://t.me/nege_bot?start=")
    tokens = [invite(store, "official", "ru", NOW).partition("=")[2] for _ in range(10)]
    telegram = Telegram(desks)

    for number, token in enumerate(tokens):
        pair = [telegram.update(who, Start(NOW), payload=token) for who in (2000 + number, 3000 + number)]
        told = sorted(texts(reply)[0] for reply in await telegram.take(*pair))
        assert told == sorted([say("ru", "invite.welcome.official"), say("ru", "invite.used")])

    with store.read() as tx:
        assert [entry.action for entry in audit.read(tx)].count("invitation taken") == 10
    assert rows(store, "SELECT count(*) FROM role") == [(10,)]


async def test_week_is_closed_and_owed_once_by_two_schedules(database, store):
    with store.write() as tx:
        for number in range(3):
            roles.add(tx, "official", bytes([number]), b"sealed", "ru", NOW)
    with closing(open_store(database)) as other:
        closed = await asyncio.gather(*(asyncio.to_thread(close_week, each, MONDAY_9) for each in (store, other)))
        owed = await asyncio.gather(*(asyncio.to_thread(make_due, each, MONDAY_9) for each in (store, other)))

    assert (sorted(closed), sorted(owed)) == ([False, True], [0, 3])


class CollisionError(Exception):
    sqlstate = "40P01"


@pytest.mark.parametrize(("collisions", "kept"), [(1, True), (TRIES - 1, True), (TRIES, False)])
async def test_batch_that_met_another_one_is_tried_again_and_never_lost(desks, store, monkeypatch, collisions, kept):
    whole, met = batches.play, []

    def play(*arguments):
        handled = whole(*arguments)
        if len(met) < collisions:
            met.append(1)
            raise DBAPIError("UPDATE", {}, CollisionError("deadlock detected"))
        return handled

    monkeypatch.setattr("bot.usecases.desk.play", play)
    update = Incoming(1, 1001, 1001, Start(NOW))

    [first] = await asyncio.gather(desks[0].take(update), return_exceptions=True)
    second = await desks[0].take(update)

    assert isinstance(first, StoreError) is not kept
    assert (second.effects == ()) is kept
    assert rows(store, "SELECT count(*) FROM interview") == [(1,)]
    assert rows(store, "SELECT count(*) FROM failed_update") == [(0,)]


@pytest.fixture
async def postgresql_desks(postgresql_address, postgresql_store, keys, clock):
    async with AsyncExitStack() as stack:
        opened = [stack.enter_context(closing(open_store(postgresql_address))) for _ in range(2)]
        yield [await stack.enter_async_context(Desk(each, keys, bot_id=7, clock=clock)) for each in opened]


async def test_sessions_that_end_under_load_lose_nothing_that_was_acknowledged(
    postgresql_desks, postgresql_store, postgres, postgresql_address
):
    async def insist(update):
        """As Telegram does: again until it is taken."""
        for tries in range(100):
            try:
                await postgresql_desks[tries % 2].take(update)
            except StoreError:
                continue
            return
        raise AssertionError("never taken")

    async def end():
        for _ in range(5):
            await asyncio.to_thread(postgres.end_sessions, postgresql_address)

    for first in range(1, 501, 100):
        updates = [Incoming(number, number, number, Start(NOW)) for number in range(first, first + 100)]
        await asyncio.gather(end(), *map(insist, updates))

    assert rows(postgresql_store, "SELECT count(*) FROM seen_update") == [(500,)]
    assert rows(postgresql_store, "SELECT count(*), count(DISTINCT respondent_id) FROM interview") == [(500, 500)]
    assert rows(postgresql_store, "SELECT count(*) FROM failed_update") == [(0,)]


def test_the_long_script_is_longer_than_the_taps():
    assert sum(len(block.questions) for block in LONG.blocks) > TAPS
    assert EXAMPLE.survey != LONG.survey
