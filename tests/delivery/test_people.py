"""Owed messages to people: by their own key, by day, and only while there is a reason."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text, update
from sqlmodel import col

from bot.delivery.drain import LEASE, LEASE_SECONDS, Drain
from bot.errors import TransportError
from bot.message import Message
from bot.stats.weeks import ALMATY, wave_of
from bot.store import interviews, leases, outbox, reminders, revisions, roles
from bot.store.engine import open_store
from bot.store.interviews import Stored
from bot.store.keys import Keys
from bot.store.tables import Contact, Interview, Outbox
from tests.delivery.test_drain import Clock, Gateway
from tests.example import EXAMPLE


def at(day, hour, minute=0):
    return int(datetime(2026, 11, day, hour, minute, tzinfo=ALMATY).timestamp())


NOON = at(24, 12)


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
    clock = Clock()
    clock.now = NOON
    return clock


@pytest.fixture
def gateway():
    return Gateway()


@pytest.fixture
def drain(store, keys, gateway, clock):
    async def sleep(_):
        await asyncio.sleep(0)

    return Drain(store, keys, gateway, clock, sleep)


@pytest.fixture
def remind(store, keys):
    """Owes a reminder to the person in this chat, who has an open interview, and was here a day before; its id."""

    def add(chat, words="come back", *, status="started", once=None, due=NOON):
        with store.write() as tx:
            revision, _ = revisions.publish(tx, EXAMPLE, NOON, open_=True)
            respondent = interviews.add_person(tx, keys.person_hash(chat), keys.seal_address(chat))
            stored = Stored(0, respondent, revision.id, wave_of(NOON), "ru", "other", "", status, 3, 0)
            interview = interviews.add(tx, stored, NOON - 24 * 3600)
            tx.execute(update(Interview).where(col(Interview.id) == interview).values(shown_turn=3))
            outbox.add_to_person(tx, interview, once or f"remind:{interview}:1:{NOON - 24 * 3600}", Message(words), due)
            return interview

    return add


@pytest.fixture
def remind_one(remind):
    return remind(71)


def rows(store):
    with store.read() as tx:
        return {row.once: row for row in tx.execute(select(*Outbox.__table__.columns))}


def contact(store):
    with store.read() as tx:
        return tuple(tx.execute(select(col(Contact.address), col(Contact.unreachable), col(Contact.opted_in_at))).one())


async def test_a_reminder_is_sent_to_the_address_of_its_person_and_marked(drain, remind, gateway, store):
    remind(71)

    assert await drain.run() == 1
    assert gateway.sent == [(71, "come back")]
    assert [row.sent_at for row in rows(store).values()] == [NOON]


async def test_people_and_officials_are_served_by_one_run(drain, remind, gateway, store, keys):
    remind(71)
    with store.write() as tx:
        role = roles.add(tx, "official", keys.role_hash(71), keys.seal_role_address(72), "ru", NOON)
        outbox.add(tx, role, "digest:1:2026-W47", Message("figures"), NOON)

    assert await drain.run() == 2
    assert sorted(gateway.sent) == [(71, "come back"), (72, "figures")]


@pytest.mark.parametrize(
    "change",
    [
        {"changed_at": NOON - 60},
        {"status": "stopped"},
        {"status": "completed"},
        {"quiet": True},
    ],
    ids=str,
)
async def test_what_lost_its_reason_is_deleted_and_not_sent(drain, remind, gateway, store, change):
    remind(71)
    with store.write() as tx:
        tx.execute(update(Interview).values(**change))

    assert await drain.run() == 0
    assert gateway.sent == []
    assert rows(store) == {}


async def test_who_comes_back_while_others_are_written_to_is_not_written_to(store, keys, clock, remind):
    """The reason is looked at right before each call."""
    first, second = remind(71), remind(72)

    class Meanwhile(Gateway):
        done = asyncio.Event()

        async def send(self, chat, message):
            with store.write() as tx:
                tx.execute(update(Interview).where(col(Interview.id) == second).values(changed_at=NOON))
            self.done.set()
            return await super().send(chat, message)

    gateway = Meanwhile()

    async def sleep(seconds):
        # The second call is paced: it comes when the first is done.
        if seconds > 0:
            await gateway.done.wait()

    assert await Drain(store, keys, gateway, clock, sleep).run() == 1
    assert gateway.sent == [(71, "come back")]
    assert [row.interview_id for row in rows(store).values()] == [first]


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (at(24, 20, 59), at(24, 20, 59)),
        (at(24, 21), at(25, 9)),
        (at(24, 23, 59), at(25, 9)),
        (at(25, 0), at(25, 9)),
        (at(25, 8, 59), at(25, 9)),
        (at(25, 9), at(25, 9)),
    ],
)
@pytest.mark.usefixtures("remind_one")
async def test_nobody_is_woken_even_after_a_downtime(drain, store, clock, now, goes):
    clock.now = now
    count = await drain.run()

    (row,) = rows(store).values()
    assert count == (now == goes)
    assert goes <= (row.sent_at or row.due_at) < goes + 3600
    clock.now = goes + 3600
    assert count + await drain.run() == 1


async def test_who_blocked_the_bot_is_unreachable_and_the_address_is_given_up(drain, remind, gateway, store, clock):
    remind(71)
    gateway.errors[71] = [TransportError("403", permanent=True, unreachable=True)]

    assert await drain.run() == 0
    assert contact(store) == (None, True, None)
    clock.now += 24 * 3600
    assert await drain.run() == 0
    with store.write() as tx:
        reminders.cancel(tx)
    assert rows(store) == {}


async def test_a_failure_is_tried_again_and_nobody_is_troubled_with_it(drain, remind, gateway, store, keys, clock):
    remind(71)
    with store.write() as tx:
        roles.add(tx, "administrator", keys.role_hash(91), keys.seal_role_address(91), "kk", NOON)
    gateway.errors[71] = [TransportError("no answer") for _ in range(20)]
    for _ in range(12):
        clock.now = next(iter(rows(store).values())).due_at
        await drain.run()

    assert gateway.sent == []
    assert [row.failures > 5 for row in rows(store).values()] == [True]


async def test_after_a_crash_a_reminder_waits_for_the_end_of_the_lease_and_goes_once(drain, remind, gateway, store, clock):
    remind(71)
    with store.write() as tx:
        leases.take(tx, LEASE, "a process that was killed", NOON, LEASE_SECONDS)

    before = await drain.run()
    clock.now += LEASE_SECONDS

    assert (before, await drain.run(), await drain.run()) == (0, 1, 0)
    assert len(gateway.sent) == 1


async def test_an_invitation_that_was_sent_is_forgotten_with_the_address(drain, remind, gateway, store):
    remind(71, status="completed", once="invite:14:1")
    with store.write() as tx:
        tx.execute(update(Contact).values(opted_in_at=NOON - 10**6))

    assert await drain.run() == 1
    assert contact(store) == (None, False, None)


async def test_an_invitation_to_somebody_who_began_already_is_not_sent(drain, remind, store):
    interview = remind(71, status="completed", once="invite:14:1")
    with store.write() as tx:
        tx.execute(update(Contact).values(opted_in_at=NOON - 10**6))
        (old,) = interviews.stored(tx, [interview])
        interviews.add(tx, replace(old, wave=old.wave + 1, status="opened"), NOON)

    assert await drain.run() == 0
    assert rows(store) == {}


async def test_rows_of_a_person_who_was_erased_are_gone(drain, remind, store):
    interview = remind(71)
    with store.write() as tx:
        outbox.erase(tx, interview)
        tx.execute(text("DELETE FROM interview"))

    assert await drain.run() == 0
