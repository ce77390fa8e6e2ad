import pytest
from sqlalchemy import text

from bot.interview.effects import Alert, Ask, Bare, Redraw, Say, Settle
from bot.interview.events import Command, Start, Tap, Typed
from bot.interview.state import decode
from bot.store import answers, interviews
from bot.usecases.batch import handle
from tests.usecases.chatting import NOW, Talk, texts


@pytest.fixture
def talk(store, keys, dice):
    return Talk(store, keys, dice)


def rows(store, table):
    with store.read() as tx:
        return [dict(row) for row in tx.execute(text(f"SELECT * FROM {table} ORDER BY 1")).mappings()]


def kinds(reply):
    return [type(effect) for effect in reply.effects]


def test_start_opens_an_interview_and_asks_for_the_language(talk, store):
    reply = talk.start(1001)

    assert kinds(reply) == [Ask]
    assert [row["status"] for row in rows(store, "interview")] == ["opened"]
    assert reply.interview == rows(store, "interview")[0]["id"]


def test_answers_are_stored_as_they_are_given(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes", "=a18", "+passport", "+licence")

    stored = {(row["question"], row["item"]): row["value"] for row in rows(store, "answer")}

    assert stored == {("age", ""): '["a18"]', ("services", ""): '["passport","licence"]'}


def test_completed_interview_has_its_episode_and_no_state(talk, store):
    talk.complete(1001)

    interview, episode = rows(store, "interview")[0], rows(store, "episode")[0]

    assert (interview["status"], interview["state"], interview["week"]) == ("completed", "", "2026-W39")
    assert (episode["service"], episode["channel"], episode["csc"], episode["week"]) == (
        "passport",
        "csc_operator",
        1,
        "2026-W39",
    )


def test_update_seen_again_changes_nothing_and_ends_the_spinner(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes")
    tap = talk.tapped(1001, "=a18")
    talk.send(tap)
    before = rows(store, "interview")

    again = talk.send(tap)[0]

    assert (again.effects, again.callback) == ((), "c")
    assert rows(store, "interview") == before


def test_same_update_twice_in_one_batch_counts_once(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes")
    tap = talk.tapped(1001, "=a18")

    first, second = talk.send(tap, tap)

    assert Ask in kinds(first)
    assert second.effects == ()


def test_two_updates_of_one_person_in_one_batch_follow_each_other(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes")

    first, second = talk.send(talk.incoming(1001, Typed("a18", NOW)), talk.incoming(1001, Typed("1", NOW)))

    assert kinds(first) == [Settle, Ask]
    assert kinds(second) == [Settle, Ask]
    assert second.shown == 0  # the message of the second question has no id yet: nothing older may be edited
    assert [row["value"] for row in rows(store, "answer")] == ['["a18"]']


def test_people_in_one_batch_do_not_meet(talk, store):
    talk.send(*(talk.incoming(person, Start(NOW)) for person in range(1001, 1011)))

    talk.send(*(talk.tapped(person, "Lkk") for person in range(1001, 1011)))

    assert [row["language"] for row in rows(store, "interview")] == ["kk"] * 10


def test_second_interview_in_a_wave_is_refused_with_its_date(talk, store):
    talk.complete(1001)

    reply = talk.start(1001)

    assert kinds(reply) == [Say]
    assert "05.10.2026" in texts(reply)[0]
    assert len(rows(store, "interview")) == 1


def test_next_wave_opens_a_new_interview(talk, store):
    talk.complete(1001)
    talk.now += 12 * 7 * 24 * 3600

    talk.start(1001)

    assert [row["wave"] for row in rows(store, "interview")] == [12, 13]
    assert len(rows(store, "contact")) == 1


def test_open_interview_goes_on_across_the_border_of_a_wave(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes")
    talk.now += 12 * 7 * 24 * 3600

    talk.tap(1001, "=a18")

    assert len(rows(store, "interview")) == 1


def test_no_to_the_consent_leaves_no_row(talk, store):
    talk.start(1001)

    talk.tap(1001, "Lru", "!no")

    assert not any(rows(store, table) for table in ("interview", "contact", "respondent", "answer"))


def test_declined_person_may_start_again(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!no")

    assert kinds(talk.start(1001)) == [Ask]


def test_ineligible_person_leaves_no_answer_but_is_not_asked_again(talk, store):
    talk.start(1001)

    talk.tap(1001, "Lru", "!yes", "=a0")

    assert not rows(store, "answer")
    assert not rows(store, "episode")
    assert kinds(talk.start(1001)) == [Say]


def test_forget_erases_everything_and_bars_the_wave(talk, store):
    talk.complete(1001)
    asked = talk.command(1001, "forget")
    talk.replies[1001] = asked
    forget = next(b.data for e in asked.effects for row in e.message.rows for b in row if b.data.endswith("!forget"))

    reply = talk.send(talk.incoming(1001, Tap(forget, NOW)))[0]

    tables = ("answer", "episode", "episode_reason", "interview", "contact", "respondent")
    assert not any(rows(store, table) for table in tables)
    assert "Удалено" in texts(reply)[-1]
    assert "2026" in texts(talk.start(1001))[0]
    assert not rows(store, "interview")


def test_privacy_is_answered_before_any_interview(talk):
    reply = talk.command(1001, "privacy")

    assert kinds(reply) == [Say, Settle, Ask]
    assert all(word in texts(reply)[0] for word in ("Не сақталады", "Что сохраняется", "What is kept"))


def test_without_an_open_survey_people_are_told(talk, store):
    with store.write() as tx:
        tx.execute(text("UPDATE revision SET open = false"))

    assert "Сейчас открытого опроса нет" in texts(talk.start(1001))[0]


def test_tick_redraws_the_tapped_message(talk):
    talk.start(1001)
    reply = talk.tap(1001, "Lru", "!yes", "=a18", "+passport")

    assert kinds(reply) == [Redraw]
    assert reply.shown == 5


def test_forged_tap_of_somebody_else_changes_nothing(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes")
    talk.start(1002)
    foreign = talk.data(1001, "=a18")

    reply = talk.send(talk.incoming(1002, Tap(foreign, NOW)))[0]

    assert kinds(reply) == [Alert, Bare, Settle, Ask]
    assert not rows(store, "answer")


def test_tap_on_an_old_message_edits_that_one_and_the_open_question(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes")
    old = talk.data(1001, "=a18")
    talk.tap(1001, "=a18")
    with store.write() as tx:
        tx.execute(text("UPDATE interview SET shown_turn = turn, shown_message_id = 60"))

    reply = talk.send(talk.incoming(1001, Tap(old.replace("a18", "a60"), NOW), message=41, callback="c"))[0]

    assert kinds(reply) == [Alert, Bare, Settle, Ask]
    assert (reply.tapped, reply.shown) == (41, 60)


def test_nothing_is_kept_when_the_transaction_fails(store, keys, dice):
    talk = Talk(store, keys, dice)

    class CrashError(Exception):
        pass

    def crash():
        with store.write() as tx:
            handle(tx, talk.office, [talk.incoming(1001, Start(NOW))], NOW)
            raise CrashError

    with pytest.raises(CrashError):
        crash()

    assert not any(rows(store, table) for table in ("interview", "contact", "seen_update"))


def test_no_telegram_id_stands_anywhere_in_the_files(sqlite_store, keys, dice, tmp_path):
    person, talk = 8_123_456_789, Talk(sqlite_store, keys, dice)
    talk.complete(person)

    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert str(person).encode() not in files
    assert person.to_bytes(8, "big") not in files
    assert person.to_bytes(6, "big") not in files


def test_state_and_rows_tell_the_same_answers(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes", "=a18", "+passport", "!done", "=csc_operator", "+paper", "!done", "!back", "!back")
    talk.tap(1001, "=egov_mobile")

    with store.read() as tx:
        known = next(iter(interviews.find(tx, [talk.office.keys.person_hash(1001)]).values()))
        stored = {answer.slot.key: answer for answer in answers.read(tx, known.interview.id)}

    assert stored == decode(known.interview.state).answers
    assert stored["reasons@passport"].withdrawn


def test_stop_keeps_what_was_said(talk, store):
    talk.start(1001)
    talk.tap(1001, "Lru", "!yes", "=a18", "+passport", "!done", "=csc_operator")

    talk.send(talk.incoming(1001, Command("stop", NOW)))

    assert [row["status"] for row in rows(store, "interview")] == ["stopped"]
    assert len(rows(store, "episode")) == 1
