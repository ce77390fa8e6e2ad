"""One interview per wave: whoever comes again is thanked and told when the next one begins."""

import pytest

from bot.interview.effects import Say
from bot.interview.events import Command, Start, Tap
from bot.stats.weeks import next_wave
from bot.texts import LANGUAGES, say
from bot.usecases.expire import LIFE_SECONDS, expire
from tests.usecases.chatting import NOW, Talk, texts

PERSON = 1001


def complete(talk, language):
    talk.complete(PERSON, language)


def stop(talk, language):
    talk.start(PERSON)
    talk.tap(PERSON, f"L{language}", "!yes", "=a18")
    talk.say(PERSON, "стоп")


def stop_late(talk, language):
    talk.start(PERSON)
    talk.tap(PERSON, f"L{language}", "!yes", "=a18", "=none", "=no_need", "!go", "!skip")
    talk.command(PERSON, "stop")


def be_ineligible(talk, language):
    talk.start(PERSON)
    talk.tap(PERSON, f"L{language}", "!yes", "=a0")


def never_come_back(talk, language):
    # So that the end is in the same wave.
    talk.now -= LIFE_SECONDS
    talk.start(PERSON)
    talk.tap(PERSON, f"L{language}", "!yes", "=a18")
    talk.now += LIFE_SECONDS + 1
    expire(talk.store, talk.now)


ENDS = {
    "completed": complete,
    "stopped": stop,
    "partial": stop_late,
    "ineligible": be_ineligible,
    "expired": never_come_back,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ENDS)
@pytest.mark.parametrize("event", [Start(NOW), Command("again", NOW)], ids=["start", "again"])
def test_second_start_thanks_and_names_the_date(sqlite_store, keys, dice, status, language, event):
    talk = Talk(sqlite_store, keys, dice)
    ENDS[status](talk, language)

    reply = talk.send(talk.incoming(PERSON, event))[0]

    date = f"{next_wave(talk.now):%d.%m.%Y}"
    assert texts(reply) == [say(language, f"next.{status}", date=date)]
    assert date in texts(reply)[0]
    assert any(word in texts(reply)[0].lower() for word in ("рахмет", "спасибо", "thank you"))


def test_who_was_erased_is_told_the_date_in_every_language(sqlite_store, keys, dice):
    talk = Talk(sqlite_store, keys, dice)
    talk.complete(PERSON)
    talk.send(talk.incoming(PERSON, Tap("finished:0:!forget", NOW)))

    for event in (Start(NOW), Command("again", NOW)):
        (said,) = texts(talk.send(talk.incoming(PERSON, event))[0])
        assert said.count(f"{next_wave(NOW):%d.%m.%Y}") == len(LANGUAGES)


def test_help_explains_one_account_one_interview(sqlite_store, keys, dice):
    talk = Talk(sqlite_store, keys, dice)
    talk.complete(PERSON, "en")

    reply = talk.command(PERSON, "help")

    assert isinstance(reply.effects[0], Say)
    assert "One Telegram account, one survey" in texts(reply)[0]
