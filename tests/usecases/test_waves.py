"""What one wave leaves, the next one does not take."""

import pytest
from sqlalchemy import text

from bot.interview.effects import Alert, Ask, Bare, Say
from bot.interview.events import Command, Start, Tap, Typed
from bot.store import sources
from bot.store.sources import Source
from bot.usecases.sweep import CONSENT_SECONDS, sweep
from tests.usecases.chatting import NOW, Talk, texts

WAVE_SECONDS = 12 * 7 * 24 * 3600


@pytest.fixture
def talk(store, keys, dice):
    talk = Talk(store, keys, dice)
    talk.complete(1001)
    talk.now += WAVE_SECONDS
    return talk


def rows(store, query):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


def kinds(reply):
    return [type(effect) for effect in reply.effects]


def test_no_in_the_second_wave_keeps_the_answers_of_the_first(talk, store):
    before = rows(store, "SELECT * FROM answer"), rows(store, "SELECT * FROM episode")
    talk.start(1001)

    reply = talk.tap(1001, "Lru", "!no")

    assert "Ничего не сохранено" in texts(reply)[-1]
    assert (rows(store, "SELECT * FROM answer"), rows(store, "SELECT * FROM episode")) == before
    assert rows(store, "SELECT status FROM interview") == [("completed",)]
    assert rows(store, "SELECT address FROM contact") == [(None,)]
    assert kinds(talk.start(1001)) == [Ask]


def test_interview_that_nobody_agreed_to_goes_alone(talk, store, keys):
    talk.start(1001)

    with store.write() as tx:
        sweep(tx, keys, talk.now + CONSENT_SECONDS + 1)

    assert rows(store, "SELECT status FROM interview") == [("completed",)]
    assert rows(store, "SELECT count(*) FROM episode") == [(1,)]
    assert rows(store, "SELECT address FROM contact") == [(None,)]


def test_forget_in_the_second_wave_erases_the_first_too(talk, store):
    asked = talk.command(1001, "forget")
    forget = next(b.data for e in asked.effects for row in e.message.rows for b in row if b.data.endswith("!forget"))

    talk.send(talk.incoming(1001, Tap(forget, talk.now)))

    assert not any(
        rows(store, f"SELECT 1 FROM {table}") for table in ("answer", "episode", "interview", "contact", "respondent")
    )


def test_words_in_a_new_wave_begin_its_interview(talk, store):
    reply = talk.say(1001, "сәлем")

    assert kinds(reply) == [Ask]
    assert rows(store, "SELECT status FROM interview ORDER BY id") == [("completed",), ("opened",)]


def test_end_of_the_old_and_start_of_the_new_interview_fit_into_one_batch(store, keys, dice):
    talk = Talk(store, keys, dice)
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes")
    talk.now += WAVE_SECONDS

    talk.send(talk.tapped(1001, "=a0"), talk.incoming(1001, Start(talk.now)))

    # Who was ineligible ended that old interview in the new wave, and is asked again in it.
    assert rows(store, "SELECT status, state = '', wave FROM interview ORDER BY id") == [
        ("ineligible", 1, 12),
        ("opened", 0, 13),
    ]
    assert rows(store, "SELECT count(*) FROM answer") == [(0,)]


@pytest.mark.parametrize("name", ["forget", "stop"])
def test_command_that_ends_something_opens_nothing(talk, store, name):
    reply = talk.command(1002, name)

    assert kinds(reply) == [Say]
    assert rows(store, "SELECT count(*) FROM interview") == [(1,)]


def test_button_of_an_interview_that_is_gone_gets_an_alert_and_opens_nothing(talk, store):
    talk.start(1002)
    talk.tap(1002, "Lru")
    no = talk.tapped(1002, "!no")
    talk.send(no)

    reply = talk.send(talk.incoming(1002, no.event, message=5, callback="c"))[0]

    assert (kinds(reply), reply.tapped) == ([Alert, Bare, Say], 5)
    assert len(reply.effects[0].text) <= 200
    assert rows(store, "SELECT count(*) FROM interview") == [(1,)]


def test_place_of_recruitment_comes_from_the_link(talk, store):
    with store.write() as tx:
        sources.add(tx, Source("astana_03", "csc_site", "astana", "The desk"), NOW)

    for person, payload in enumerate(("s_astana_03", "s_unknown", "csc_site", "somebody's own words"), 1002):
        talk.start(person, payload=payload)

    assert rows(store, "SELECT recruited_at, source FROM interview WHERE id > 1 ORDER BY id") == [
        ("csc_site", "astana_03"),
        ("other", ""),
        ("other", ""),
        ("other", ""),
    ]


class TestAfterTheEnd:
    @pytest.fixture
    def ended(self, store, keys, dice):
        talk = Talk(store, keys, dice)
        talk.start(1001)
        talk.tap(1001, "Lru", "!yes")
        talk.last = talk.data(1001, "=a0")
        talk.asked = talk.command(1001, "forget")
        talk.send(talk.incoming(1001, Tap(talk.last, NOW)))
        return talk

    def test_second_tap_on_the_last_answer_is_a_success(self, ended):
        reply = ended.send(ended.incoming(1001, Tap(ended.last, NOW), message=5, callback="c"))[0]

        assert (reply.effects, reply.callback) == ((), "c")

    def test_old_button_much_later_is_said_to_be_old_and_goes(self, ended):
        ended.now += 3600

        reply = ended.send(ended.incoming(1001, Tap(ended.last, NOW), message=5, callback="c"))[0]

        assert (kinds(reply), reply.tapped) == ([Alert, Bare, Say], 5)
        assert "закончен" in reply.effects[0].text

    def test_button_to_forget_from_before_the_end_still_works(self, ended, store):
        forget = next(b.data for e in ended.asked.effects for row in e.message.rows for b in row if b.data.endswith("!forget"))

        ended.send(ended.incoming(1001, Tap(forget, NOW)))

        assert rows(store, "SELECT count(*) FROM interview") == [(0,)]

    def test_language_may_still_be_changed(self, ended, store):
        asked = ended.command(1001, "language")
        kazakh = asked.effects[0].message.rows[0][0].data

        ended.send(ended.incoming(1001, Tap(kazakh, NOW), message=9))

        assert rows(store, "SELECT language, state, status FROM interview") == [("kk", "", "ineligible")]

    def test_other_commands_and_words_are_answered_without_a_change(self, ended, store):
        before = rows(store, "SELECT * FROM interview")

        assert ended.command(1001, "language").aside
        replies = [ended.command(1001, "help"), ended.say(1001, "ещё"), ended.send(ended.incoming(1001, Typed("1", NOW)))[0]]
        stop = ended.send(ended.incoming(1001, Command("stop", NOW)))[0]

        assert all(Say in kinds(reply) for reply in [*replies, stop])
        assert rows(store, "SELECT * FROM interview") == before
