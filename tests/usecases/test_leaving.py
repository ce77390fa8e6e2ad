"""/forget works wherever a person is, by tap and by words, and tells the truth about what stays."""

import random

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.interview.effects import Alert, Ask, Bare, Say, Settle
from bot.interview.events import Command, Start, Tap, Typed
from bot.interview.step import WORDS_UNITS
from bot.message import LABEL_CHARS, Message
from bot.store import interviews, outbox, roles
from bot.store.journal import Journal
from bot.store.keys import Keys
from bot.store.tables import Outbox
from bot.texts import LANGUAGES, say
from bot.usecases.batch import Office
from tests.usecases.chatting import NOW, Talk, texts

OF_PEOPLE = ("answer", "episode", "episode_reason", "interview", "contact", "respondent", "outbox")
WAVE_SECONDS = 12 * 7 * 86_400
YES = ("Иә", "ия", "да", "ДА!", "Удалить", "yes", " Delete ", "Да, удалить", "Иә, өшіріңіз", "Yes, delete")
NO = ("жоқ", "нет", "no", "5", "да нет", "почему?", "ok", "", "д" * WORDS_UNITS)


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "nege.erasures")


@pytest.fixture
def talk(store, keys, dice, journal):
    talk = Talk(store, keys, dice)
    talk.office = Office(keys, 7, dice, journal)
    return talk


def rows(store, name):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(SQLModel.metadata.tables[name].select())]


def left(store):
    return {name: found for name in OF_PEOPLE if (found := rows(store, name))}


def agree(talk, person=1001):
    """/forget, and its button."""
    asked = talk.command(person, "forget")
    button = next(b.data for e in asked.effects for row in e.message.rows for b in row if b.data.endswith("!forget"))
    return talk.send(talk.incoming(person, Tap(button, talk.now), message=9, callback="c"))[0]


def say_yes(talk, person=1001):
    """/forget, and words."""
    talk.command(person, "forget")
    return talk.say(person, "иә")


def begun(talk):
    talk.start(1001)


def in_language(talk):
    talk.start(1001)
    talk.tap(1001, "Lru")


def mid_question(talk):
    in_language(talk)
    talk.tap(1001, "!yes", "=a18")


def with_ticks(talk):
    mid_question(talk)
    talk.tap(1001, "+passport")


def words_awaited(talk):
    with_ticks(talk)
    talk.tap(1001, "+other")


def completed(talk):
    talk.complete(1001)


def partial(talk):
    with_ticks(talk)
    talk.tap(1001, "!done", "=csc_operator", "+paper", "!done", "=no_need")
    talk.command(1001, "stop")


def stopped(talk):
    mid_question(talk)
    talk.command(1001, "stop")


def ineligible(talk):
    in_language(talk)
    talk.tap(1001, "!yes", "=a0")


def expired(talk):
    stopped(talk)
    with talk.store.write() as tx:
        tx.execute(text("UPDATE interview SET status = 'expired'"))


def gone_and_back(talk):
    mid_question(talk)
    with talk.store.write() as tx:
        interviews.unreachable(tx, 1)


def later_wave(talk):
    talk.complete(1001)
    talk.now += WAVE_SECONDS


def second_interview(talk):
    later_wave(talk)
    talk.start(1001)


def older_key(talk):
    mid_question(talk)
    talk.office = Office(
        Keys("n" * 40 + " " + "a-secret-of-the-tests-that-is-long-enough"), 7, random.Random(2), talk.office.journal
    )


def declined_later(talk):
    second_interview(talk)
    talk.tap(1001, "Lru", "!no")


STATES = (
    begun, in_language, mid_question, with_ticks, words_awaited, completed, partial, stopped, ineligible, expired,
    gone_and_back, later_wave, second_interview, older_key, declined_later,
)  # fmt: skip


@pytest.mark.parametrize("leave", [agree, say_yes], ids=["tap", "words"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_everything_goes_in_every_state(talk, store, journal, state, leave):
    state(talk)
    before = left(store)

    reply = leave(talk)

    assert {"interview", "contact", "respondent"} <= before.keys()
    assert left(store) == {}
    receipt = texts(reply)[-1]
    assert receipt.startswith((say("ru", "chat.forget.receipt"), say("kk", "chat.forget.receipt")))
    assert [entry.hashes for entry in journal.read().entries] == [talk.office.keys.person_hashes(1001)]


@pytest.mark.parametrize("words", YES)
@pytest.mark.parametrize("state", [mid_question, completed], ids=lambda state: state.__name__)
def test_clear_yes_in_any_language_erases(talk, store, state, words):
    state(talk)
    talk.command(1001, "forget")

    talk.say(1001, words)

    assert left(store) == {}


@pytest.mark.parametrize("words", NO)
def test_anything_else_keeps_everything_and_answers_nothing(talk, store, words):
    words_awaited(talk)
    answered, shown = rows(store, "answer"), talk.keyboard(1001)
    talk.command(1001, "forget")

    reply = talk.say(1001, words)

    assert [type(effect) for effect in reply.effects] == [Settle, Ask]
    assert texts(reply)[-1].startswith(say("ru", "chat.forget.kept"))
    assert rows(store, "answer") == answered
    assert talk.keyboard(1001) == shown


def test_after_the_end_words_that_are_no_yes_keep_everything(talk, store):
    talk.complete(1001)
    before = left(store)
    talk.command(1001, "forget")

    reply = talk.say(1001, "нет")

    assert texts(reply) == [say("ru", "chat.forget.kept")]
    assert left(store) == before


@pytest.mark.parametrize("state", [mid_question, completed, later_wave], ids=lambda state: state.__name__)
@pytest.mark.parametrize("between", ["why", "start"])
def test_yes_that_does_not_follow_the_question_erases_nothing(talk, store, state, between):
    state(talk)
    talk.command(1001, "forget")
    talk.start(1001) if between == "start" else talk.command(1001, between)

    talk.say(1001, "да")

    assert rows(store, "interview")


def test_keeping_by_tap_shows_the_question_again_and_changes_nothing(talk, store):
    with_ticks(talk)
    before = rows(store, "answer")
    keep = talk.command(1001, "forget").effects[0].message.rows[1][0].data

    reply = talk.send(talk.incoming(1001, Tap(keep, NOW), message=9, callback="c"))[0]

    assert [type(effect) for effect in reply.effects] == [Settle, Ask]
    assert rows(store, "answer") == before
    assert any("-passport" in data for data in talk.keyboard(1001))


def test_button_of_an_earlier_interview_still_erases(talk, store):
    talk.start(1001)
    old = talk.command(1001, "forget").effects[0].message.rows[0][0].data
    talk.tap(1001, "Lru", "!no")
    mid_question(talk)

    talk.send(talk.incoming(1001, Tap(old, NOW), message=9, callback="c"))

    assert left(store) == {}


def test_second_tap_and_second_command_say_again_that_all_is_deleted(talk):
    mid_question(talk)
    agree(talk)

    tap = talk.send(talk.incoming(1001, Tap("finished:0:!forget", NOW), callback="c"))[0]
    command = talk.command(1001, "forget")

    words = say("ru", "desk.erased", date="05.10.2026")
    assert [words in texts(reply)[0] for reply in (tap, command)] == [True, True]


def test_stranger_is_told_that_there_is_nothing(talk, journal):
    reply = talk.command(1001, "forget")

    assert say("en", "desk.nothing") in texts(reply)[0]
    assert not journal.path.exists()


def test_this_wave_is_barred_and_the_receipt_names_the_date(talk, store):
    completed(talk)

    reply = agree(talk)

    assert say("ru", "leaving.again", date="05.10.2026") in texts(reply)[-1]
    assert [type(effect) for effect in talk.start(1001).effects] == [Say]
    assert len(rows(store, "erasure")) == 1


def test_later_wave_is_not_barred_because_nothing_was_answered_in_it(talk, store):
    later_wave(talk)

    reply = agree(talk)

    assert say("ru", "leaving.now") in texts(reply)[-1]
    assert rows(store, "erasure") == []
    assert [type(effect) for effect in talk.start(1001).effects] == [Ask]


@pytest.mark.parametrize("kind", ["official", "administrator"])
def test_role_stays_and_the_receipt_says_so(talk, store, keys, kind):
    with store.write() as tx:
        role = roles.add(tx, kind, keys.role_hash(1001), keys.seal_role_address(1001), "ru", NOW)
        outbox.add(tx, role, "digest", Message("неделя"), NOW)
    completed(talk)

    reply = agree(talk)

    assert say("ru", "leaving.role") in texts(reply)[-1]
    assert [row[1] for row in rows(store, "role")] == [kind]
    assert len(rows(store, "outbox")) == 1


def test_others_keep_everything(talk, store):
    talk.complete(1002)
    before = left(store)
    completed(talk)

    agree(talk)

    assert left(store) == before


def test_owed_messages_of_the_person_go(talk, store):
    mid_question(talk)
    with store.write() as tx:
        for once, sent in (("reminder/1", None), ("reminder/2", NOW)):
            row = {"interview_id": 1, "once": once, "message": "{}", "due_at": NOW, "sent_at": sent, "failures": 0, "error": ""}
            tx.execute(SQLModel.metadata.tables[Outbox.__tablename__].insert().values(**row))

    agree(talk)

    assert left(store) == {}


def test_question_and_its_words_may_come_in_one_batch(talk, store):
    completed(talk)

    talk.send(talk.incoming(1001, Command("forget", NOW)), talk.incoming(1001, Typed("да", NOW)))

    assert left(store) == {}


def test_no_to_a_new_interview_and_forget_in_one_batch_erase_the_older_one(talk, store):
    second_interview(talk)
    talk.tap(1001, "Lru")
    no = talk.tapped(1001, "!no")

    talk.send(no, talk.incoming(1001, Command("forget", talk.now)), talk.incoming(1001, Typed("да", talk.now)))

    assert left(store) == {}


def test_start_after_the_question_is_answered_as_ever(talk):
    completed(talk)
    talk.command(1001, "forget")

    reply = talk.send(talk.incoming(1001, Start(NOW)))[0]

    assert say("ru", "next.completed", date="05.10.2026") in texts(reply)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_question_says_what_goes_and_what_stays_on_buttons_that_fit(talk, language):
    talk.start(1001)
    talk.tap(1001, f"L{language}")

    message = talk.command(1001, "forget").effects[0].message

    assert message.text == say(language, "chat.forget.ask")
    assert len(message.text.split("\n")) == 5
    assert [len(row) for row in message.rows] == [1, 1]
    assert all(len(row[0].label) <= LABEL_CHARS for row in message.rows)


def test_before_a_language_is_chosen_all_are_spoken(talk):
    talk.start(1001)

    asked = talk.command(1001, "forget").effects[0].message
    receipt = texts(talk.say(1001, "yes"))[-1]

    assert [len(row) for row in asked.rows] == [2, 2, 2]
    for language in LANGUAGES:
        assert say(language, "chat.forget.ask") in asked.text
        assert say(language, "chat.forget.receipt") in receipt
        assert say(language, "leaving.again", date="05.10.2026") in receipt


def test_tap_of_somebody_of_whom_nothing_is_kept_gets_an_alert_and_a_message(talk):
    reply = talk.send(talk.incoming(1001, Tap("finished:0:!forget", NOW), callback="c"))[0]

    assert [type(effect) for effect in reply.effects] == [Alert, Bare, Say]
