"""A new secret: people are found under the older one, and everything moves to the newest."""

import random

import pytest
from sqlalchemy import select

from bot.interview.effects import Say
from bot.interview.events import Tap, Typed
from bot.store import audit, meta, roles
from bot.store.keys import Keys
from bot.store.tables import Contact, Erasure, Role
from bot.usecases import keys as usecase
from bot.usecases.batch import Office
from bot.usecases.invite import accept, invite
from bot.usecases.keys import Rotated, rotate
from tests.usecases.chatting import NOW, Talk, texts

OLD, NEW = Keys("o" * 40), Keys("n" * 40)
RING = Keys("n" * 40 + " " + "o" * 40)


@pytest.fixture
def talk(store):
    return Talk(store, OLD, random.Random(1))


def turn_the_key(talk):
    talk.office = Office(RING, 7, random.Random(2))


def column(store, wanted):
    with store.read() as tx:
        return tx.execute(select(wanted).order_by(wanted)).scalars().all()


def test_interview_goes_on_under_a_new_key_and_the_person_moves_to_it(talk, store):
    talk.start(1001)
    talk.start(1002)
    turn_the_key(talk)

    talk.tap(1001, "Lru", "!yes")

    assert column(store, Contact.respondent_id) == [1, 2]
    assert column(store, Contact.person_hash) == sorted([NEW.person_hash(1001), OLD.person_hash(1002)])


def test_second_interview_is_refused_under_a_new_key(talk, store):
    talk.complete(1001)
    turn_the_key(talk)

    reply = talk.start(1001)

    assert [type(effect) for effect in reply.effects] == [Say]
    assert column(store, Contact.person_hash) == [NEW.person_hash(1001)]


def test_erased_person_stays_barred_under_a_new_key(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes")
    keyboard = talk.command(1001, "forget").effects[0].message.rows
    forget = next(button.data for row in keyboard for button in row if button.data.endswith("!forget"))
    talk.send(talk.incoming(1001, Tap(forget, NOW)))
    turn_the_key(talk)

    told = [texts(talk.start(1001))[0] for _ in range(2)]

    assert "2026" in told[0]
    assert told[0] == told[1]
    assert column(store, Erasure.person_hash) == [NEW.person_hash(1001)]
    assert column(store, Contact.person_hash) == []


def test_official_is_known_under_a_new_key_and_moves_to_it(talk, store):
    with store.write() as tx:
        official = roles.add(tx, "official", OLD.role_hash(5), OLD.seal_role_address(5), "ru", NOW)
        roles.add(tx, "administrator", OLD.role_hash(5), OLD.seal_role_address(5), "ru", NOW)
    turn_the_key(talk)

    reply = talk.send(talk.incoming(5, Typed("/digest", NOW), command="digest"))[0]

    assert reply.errand.role == official
    assert column(store, Role.role_hash) == [NEW.role_hash(5)] * 2


def test_rotation_seals_every_address_under_the_newest_key_once(talk, store, monkeypatch):
    monkeypatch.setattr(usecase, "CHUNK", 3)
    for person in range(1, 8):
        talk.start(person)
    with store.write() as tx:
        roles.add(tx, "official", OLD.role_hash(5), OLD.seal_role_address(5), "ru", NOW)
    turn_the_key(talk)
    talk.start(8)

    done = [rotate(store, RING, NOW), rotate(store, RING, NOW + 1)]

    assert done == [Rotated(7, 1, 0), Rotated(0, 0, 0)]
    assert sorted(map(NEW.open_address, column(store, Contact.address))) == list(range(1, 9))
    assert [NEW.open_role_address(sealed) for sealed in column(store, Role.address)] == [5]
    with store.read() as tx:
        assert [entry.detail for entry in audit.read(tx)] == [
            "7 people, 1 roles, 0 not opened",
            "0 people, 0 roles, 0 not opened",
        ]


def test_rotation_tells_what_no_key_opens_and_leaves_it(talk, store):
    talk.start(1)
    before = column(store, Contact.address)

    assert rotate(store, NEW, NOW) == Rotated(0, 0, 1)
    assert column(store, Contact.address) == before


def test_interview_is_whole_after_the_older_key_is_gone(talk, store):
    talk.start(1)
    turn_the_key(talk)
    talk.tap(1, "Lru")
    rotate(store, RING, NOW)
    talk.office = Office(NEW, 7, random.Random(3))

    talk.tap(1, "!yes", "=a18")

    assert column(store, Contact.respondent_id) == [1]


def test_link_is_taken_by_a_holder_under_a_new_key(store, talk):
    with store.write() as tx:
        meta.put(tx, "link", "?start=")
        roles.add(tx, "official", OLD.role_hash(5), OLD.seal_role_address(5), "ru", NOW)
    token = invite(store, "official", "kk", NOW).partition("=")[2]

    with store.write() as tx:
        accept(tx, RING, token, 5, 5, NOW)

    with store.read() as tx:
        (held,) = roles.held(tx, NEW.role_hash(5))
    assert (held.language, NEW.open_role_address(held.address)) == ("kk", 5)
