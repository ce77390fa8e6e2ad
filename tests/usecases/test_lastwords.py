"""Below the last words: useful or not, an invitation, a comment; on both databases."""

import pytest
from sqlalchemy import text

from bot.interview import taps
from bot.interview.effects import Alert, Ask, Bare, Redraw, Say, Settle
from bot.interview.events import Tap, Typed
from bot.interview.last import COMMENT_SECONDS, NONCE
from bot.stats.counts import Cell, Counts, Table, Tally
from bot.stats.labels import labels
from bot.stats.summary import for_outsiders, summarize
from bot.store import interviews, publications
from bot.usecases.sweep import sweep
from tests.told import SCRIPT
from tests.usecases.chatting import NOW, Talk, texts

WAVE_SECONDS = 12 * 7 * 24 * 3600


@pytest.fixture
def talk(store, keys, dice):
    talk = Talk(store, keys, dice)
    talk.last = talk.complete(1001)
    return talk


def rows(store, query):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


def said(store):
    return rows(store, "SELECT useful, comment FROM interview")


def wish(store):
    return rows(store, "SELECT opted_in_at, address IS NOT NULL FROM contact")


def kinds(reply):
    return [type(effect) for effect in reply.effects]


def action(reply, name):
    found = [b.data for e in reply.effects if hasattr(e, "message") for row in e.message.rows for b in row]
    return next(data for data in found if taps.read(data).action == name)


def press(talk, name, data=""):
    """Tap a button of the last message, as it was first shown."""
    event = Tap(data or action(talk.last, "!useful").replace("!useful", name), talk.now)
    return talk.send(talk.incoming(1001, event, message=5, callback="c"))[0]


def shown(talk, reply):
    with talk.store.write() as tx:
        interviews.mark_shown(tx, [(reply.interview, reply.turn, 5)])


def test_address_goes_when_the_last_message_is_shown(talk, store):
    shown(talk, talk.last)

    assert wish(store) == [(None, False)]


def test_wish_to_be_invited_keeps_the_address_and_no_more_gives_it_up(talk, store, keys):
    shown(talk, talk.last)
    reply = press(talk, "!invite")
    shown(talk, reply)
    asked = wish(store)
    sealed = rows(store, "SELECT address FROM contact")[0][0]

    shown(talk, press(talk, "!uninvite"))

    assert asked == [(NOW, True)]
    assert keys.open_address(bytes(sealed)) == 1001
    assert wish(store) == [(None, False)]


def test_tap_edits_the_message_and_its_repeat_is_a_success(talk, store):
    first, second = press(talk, "!useless"), press(talk, "!useless")

    assert [kinds(first), kinds(second)] == [[Redraw], [Redraw]]
    assert (first.shown, first.callback) == (5, "c")
    assert texts(first) == texts(second)
    assert said(store) == [("no", "")]


def test_second_wish_keeps_its_first_moment(talk, store):
    press(talk, "!invite")
    talk.now += 60

    press(talk, "!invite")

    assert wish(store) == [(NOW, True)]


def test_comment_is_masked_and_answered(talk, store):
    reply = talk.say(1001, "Звоните 8 701 123 45 67")

    assert kinds(reply) == [Say]
    assert said(store) == [("", "Звоните •••")]
    assert "Звоните •••" in texts(reply)[0]


def test_comment_does_not_stand_for_last_words_that_never_arrived(talk, store, keys):
    reply = talk.say(1001, "Очередь")

    assert reply.aside
    with store.write() as tx:
        again = sweep(tx, keys, talk.now + 60)

    assert texts(again[0])[0].splitlines()[0] == "Thanks (ru)"


def test_words_after_a_day_are_no_comment(talk, store):
    talk.now += COMMENT_SECONDS + 1

    reply = late(talk, "Очередь")

    assert "не сохраняется" in texts(reply)[0]
    assert said(store) == [("", "")]


def late(talk, words):
    return talk.send(talk.incoming(1001, Typed(words, talk.now)))[0]


def test_comment_across_the_border_of_a_wave_begins_nothing(store, keys, dice):
    talk = Talk(store, keys, dice, now=NOW)
    talk.complete(1001)
    with store.write() as tx:
        # As if the interview had ended a minute before its wave did.
        tx.execute(text("UPDATE interview SET wave = wave - 1"))

    reply = late(talk, "Очередь")

    assert kinds(reply) == [Say]
    assert rows(store, "SELECT comment FROM interview") == [("Очередь",)]


def test_end_and_taps_in_one_batch_make_the_same_message(store, keys, dice):
    talk = Talk(store, keys, dice)
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes", "=a18", "+address", "!done", "=csc_operator", "=not_tried", "+unaware", "!done", "=no_need")
    talk.tap(1001, "!go", "!skip", "=4")
    talk.say(1001, "спасибо")
    turn = int(talk.data(1001, "!send").split(":")[1]) + 1

    _, reply = talk.send(
        talk.tapped(1001, "!send"),
        talk.incoming(1001, Tap(taps.data(NONCE, turn, "!useful"), NOW), message=6, callback="c"),
    )

    assert "Address (ru)" in texts(reply)[0]
    assert said(store) == [("yes", "")]


def test_lost_last_message_comes_again_with_the_same_words_and_buttons(store, keys, dice):
    talk = Talk(store, keys, dice)
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes", "=a18", "+address", "!done", "=csc_operator", "=not_tried", "+unaware", "!done", "=no_need")
    talk.tap(1001, "!go", "!skip", "=4")
    talk.say(1001, "спасибо")
    last = talk.tap(1001, "!send").effects[-1]

    with store.write() as tx:
        again = sweep(tx, keys, NOW + 60)

    assert "Address (ru)" in last.message.text
    assert [reply.effects for reply in again] == [(last,)]


def test_forged_tap_reaches_only_ones_own_interview(talk, store):
    talk.complete(1002)

    talk.send(talk.incoming(1002, Tap(action(talk.last, "!invite"), NOW), message=5, callback="c"))

    assert rows(store, "SELECT respondent_id, opted_in_at IS NOT NULL FROM contact ORDER BY 1") == [(1, False), (2, True)]


def test_after_forgetting_a_tap_hears_that_nothing_is_kept(talk, store):
    forget = action(talk.command(1001, "forget"), "!forget")
    talk.send(talk.incoming(1001, Tap(forget, NOW)))

    reply = press(talk, "!invite")

    assert kinds(reply) == [Say]
    assert "Ваши ответы удалены" in texts(reply)[0]
    assert wish(store) == []


def test_last_message_of_an_earlier_wave_is_an_old_one(talk, store):
    talk.now += WAVE_SECONDS
    talk.start(1001)

    reply = press(talk, "!useful")

    assert kinds(reply) == [Alert, Bare, Settle, Ask]
    assert said(store) == [("", ""), ("", "")]


def test_new_interview_fulfils_the_wish(talk, store):
    press(talk, "!invite")
    talk.now += WAVE_SECONDS

    talk.start(1001)

    assert wish(store) == [(None, True)]


def test_interview_that_was_stopped_has_nothing_to_tap(store, keys, dice):
    talk = Talk(store, keys, dice)
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes", "=a18")
    ended = talk.command(1001, "stop")

    reply = talk.send(talk.incoming(1001, Tap(taps.data(NONCE, ended.turn, "!invite"), NOW), message=5, callback="c"))[0]

    assert not [e for e in ended.effects if hasattr(e, "message") and e.message.rows]
    assert Redraw not in kinds(reply)
    assert wish(store) == [(None, True)]


def test_what_others_said_stands_in_the_last_words_and_when_they_come_again(store, keys, dice):
    cells = (Cell("unaware", 120, 100, 80, "inform"), Cell("advice", 60, 50, 130, "keep"))
    counted = Counts(people=180, reasons=Table(Tally(305, 180), cells))
    published = for_outsiders(summarize(("2026-W29",), counted, labels([SCRIPT])))
    with store.write() as tx:
        publications.freeze(tx, "2026-W29", published, NOW)
    talk = Talk(store, keys, dice)

    last = talk.complete(1001).effects[-1]
    with store.write() as tx:
        again = sweep(tx, keys, NOW + 60)

    assert "не знали, что есть онлайн" in last.message.text
    assert [reply.effects for reply in again] == [(last,)]


def test_publication_that_cannot_be_read_keeps_nobody_from_the_last_words(store, keys, dice, caplog):
    counted = Counts(people=180, reasons=Table(Tally(305, 180), (Cell("unaware", 120, 100, 80, "inform"),)))
    with store.write() as tx:
        publications.freeze(tx, "2026-W29", for_outsiders(summarize(("2026-W29",), counted, labels([SCRIPT]))), NOW)
        tx.execute(text("UPDATE publication SET figures = '[]'"))

    last = Talk(store, keys, dice).complete(1001).effects[-1]

    assert last.message.rows
    assert "nothing is said of others" in caplog.text
