"""What was erased stands in no byte of any file, wherever SQLite had put it."""

import random

import pytest

from bot.interview.events import Tap, Typed
from tests.usecases.chatting import NOW, Talk

PEOPLE = range(1001, 1013)


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())


def wander(talk, person, chance):
    """A few random steps forward, so that rows grow, move and split their pages."""
    for _ in range(chance.randrange(5)):
        ahead = [data for data in talk.keyboard(person) if ":!back" not in data and ":-" not in data]
        event = Tap(chance.choice(ahead), NOW) if ahead else Typed("5", NOW)
        talk.send(talk.incoming(person, event))


@pytest.mark.parametrize("seed", range(15))
def test_words_of_a_forgotten_person_are_gone_and_others_stay(sqlite_store, keys, dice, tmp_path, seed):
    chance = random.Random(seed)
    talk = Talk(sqlite_store, keys, dice)
    for person in PEOPLE:
        talk.start(person)
        talk.tap(person, "Lru", "!yes", "=a18")
    for person in PEOPLE:
        talk.say(person, f"слово{person}" + "ы" * chance.randrange(400))
        talk.tap(person, "!done")
        wander(talk, person, chance)
    gone = chance.sample(list(PEOPLE), 6)

    for person in gone:
        nonce = talk.keyboard(person)[0].split(":")[0]
        talk.send(talk.incoming(person, Tap(f"{nonce}:0:!forget", NOW)))
    assert sqlite_store.forget_log()

    left = everything(tmp_path)
    assert [person for person in PEOPLE if f"слово{person}".encode() in left] == [p for p in PEOPLE if p not in gone]


def test_answer_of_a_person_who_turned_out_ineligible_is_gone(sqlite_store, keys, dice, tmp_path):
    talk = Talk(sqlite_store, keys, dice)
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes", "=a18")
    talk.say(1001, "неповторимое-слово")
    talk.tap(1001, "!done", "!back", "!back")

    talk.tap(1001, "=a0")
    sqlite_store.forget_log()

    assert "неповторимое-слово".encode() not in everything(tmp_path)
