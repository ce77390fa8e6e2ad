"""What nobody came back to ends without a word, and is kept as far as it went."""

import pytest
from sqlalchemy import text

from bot.interview.effects import Alert, Bare, Say
from bot.interview.events import Start, Tap
from bot.message import Message
from bot.store import meta
from bot.texts import LANGUAGES, say
from bot.usecases.expire import LIFE_SECONDS, expire
from bot.usecases.facts import rebuild
from bot.usecases.sweep import sweep
from tests.usecases.chatting import NOW, Talk, texts

PERSON = 1001
HALF = ("=a18", "+passport", "!done", "=csc_operator", "+paper", "!done", "=no_need")
BEGUN = NOW - LIFE_SECONDS
"""In the same wave as NOW."""

OVER = BEGUN + LIFE_SECONDS + 1


@pytest.fixture
def talk(store, keys, dice):
    return Talk(store, keys, dice, now=BEGUN)


def walk(talk, *actions, language="ru"):
    talk.start(PERSON)
    talk.tap(PERSON, f"L{language}", "!yes", *actions)


def rows(store, query):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


@pytest.mark.parametrize(("actions", "status"), [(("=a18",), "expired"), ((), "expired"), (HALF, "partial")])
def test_after_14_days_it_is_final_and_kept_by_the_rule(talk, store, actions, status):
    walk(talk, *actions)
    before = rows(store, "SELECT * FROM answer ORDER BY question")

    counts = [expire(store, OVER - 1), expire(store, OVER), expire(store, OVER)]

    assert counts == [0, 1, 0]
    assert rows(store, "SELECT status, state, final_at, week IS NULL FROM interview") == [(status, "", OVER, False)]
    assert rows(store, "SELECT * FROM answer ORDER BY question") == before


def test_its_episodes_are_written_with_it_and_equal_the_rebuilt_ones(talk, store):
    walk(talk, *HALF)
    expire(store, OVER)
    written = rows(store, "SELECT service, channel, csc, week FROM episode")

    rebuild(store, OVER)

    assert [row[:2] for row in written] == [("passport", "csc_operator")]
    assert rows(store, "SELECT service, channel, csc, week FROM episode") == written


def test_nobody_is_sent_a_message_for_it_and_the_address_is_given_up(talk, store, keys):
    walk(talk, "=a18")

    expire(store, OVER)

    with store.write() as tx:
        assert sweep(tx, keys, OVER + 3600) == []
    assert rows(store, "SELECT address FROM contact") == [(None,)]


def test_a_tap_brings_it_to_life_for_14_more_days(talk, store):
    walk(talk, "=a18")
    talk.now = OVER - 60
    talk.tap(PERSON, "+passport")

    assert expire(store, OVER) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_later_tap_hears_that_it_is_over_and_start_when_the_next_one_begins(talk, store, language):
    walk(talk, "=a18", language=language)
    data = talk.data(PERSON, "=none")
    expire(store, OVER)
    talk.now = OVER + 60

    tapped = talk.send(talk.incoming(PERSON, Tap(data, talk.now), message=5, callback="c"))[0]
    started = talk.send(talk.incoming(PERSON, Start(talk.now)))[0]

    over = say(language, "desk.over")
    assert tapped.effects == (Alert(over), Bare(), Say(Message(over)))
    assert tapped.tapped == 5
    assert texts(started)[0].startswith(say(language, "next.expired", date="x").partition("x")[0])


def test_one_damaged_row_does_not_keep_others_open(talk, store, caplog):
    walk(talk, "=a18")
    with store.write() as tx:
        tx.execute(text("UPDATE interview SET state = '{}'"))
    talk.start(1002)
    talk.tap(1002, "Lru", "!yes")

    assert expire(store, OVER) == 1
    assert sorted(rows(store, "SELECT status FROM interview")) == [("expired",), ("started",)]
    assert "cannot be ended" in caplog.text


def test_in_a_demo_made_up_people_are_left_as_they_are(talk, store):
    walk(talk, "=a18")
    with store.write() as tx:
        meta.put(tx, "demo", "1")

    assert expire(store, OVER) == 0
