"""What people are written unasked: when, how often, and when not."""

from datetime import datetime

import pytest
from sqlalchemy import select, text, update
from sqlmodel import col

from bot.interview import taps
from bot.interview.events import Start, Tap
from bot.message import Message
from bot.stats.weeks import ALMATY, wave_of, wave_start
from bot.store import meta, outbox, reminders
from bot.store.tables import Contact, Interview, Outbox
from bot.texts import LANGUAGES, say
from bot.usecases.remind import DAY, INVITES_AFTER, INVITES_SPREAD, make_due
from tests.usecases.chatting import Talk, texts

BEGUN = int(datetime(2026, 11, 24, 12, tzinfo=ALMATY).timestamp())
PERSON = 1001


@pytest.fixture
def talk(store, keys, dice):
    return Talk(store, keys, dice, now=BEGUN)


def leave(talk, person=PERSON, language="ru"):
    """Somebody answers one question, sees the next one, and goes."""
    talk.start(person)
    talk.tap(person, f"L{language}", "!yes", "=a18")
    show(talk.store)


def show(store):
    with store.write() as tx:
        tx.execute(update(Interview).values(shown_turn=Interview.turn))


def owed(store):
    """What was not sent yet: (once, message, due at)."""
    with store.read() as tx:
        columns = (col(Outbox.once), col(Outbox.message), col(Outbox.due_at))
        rows = tx.execute(select(*columns).where(col(Outbox.sent_at).is_(None)).order_by(col(Outbox.id))).all()
    return [tuple(row) for row in rows]


def send(store, now):
    """As if everything that is due had been sent."""
    with store.write() as tx:
        for due in outbox.due(tx, now, 100):
            if reminders.wanted(tx, due.id):
                outbox.sent(tx, due.id, now)


def at(day, hour, minute=0):
    return int(datetime(2026, 11, day, hour, minute, tzinfo=ALMATY).timestamp())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_of_silence_owes_one_reminder_that_says_where_one_stopped(talk, store, language):
    leave(talk, language=language)
    before = make_due(store, BEGUN + DAY - 1)

    counts = [make_due(store, BEGUN + DAY), make_due(store, BEGUN + DAY + 300)]

    ((_, message, due_at),) = owed(store)
    assert (before, counts, due_at) == (0, [1, 0], BEGUN + DAY)
    assert say(language, "remind.hello") in message
    assert f"Services? ({language})" in message


def test_the_second_comes_on_the_third_day_and_no_third_ever(talk, store):
    leave(talk)
    sent = []
    for hour in range(13 * 24):
        now = BEGUN + hour * 3600
        sent += [now] * make_due(store, now)
        send(store, now)

    assert sent == [BEGUN + DAY, BEGUN + 3 * DAY]


def test_a_silence_that_ends_at_night_waits_for_the_morning(talk, store):
    talk.now = at(24, 22)
    leave(talk)

    make_due(store, at(25, 22))

    ((_, _, due_at),) = owed(store)
    assert at(26, 9) <= due_at < at(26, 10)


def test_after_a_downtime_two_reminders_do_not_come_at_once(talk, store):
    leave(talk)
    late = BEGUN + 5 * DAY
    make_due(store, late)
    send(store, late)

    counts = [make_due(store, late + DAY - 1), make_due(store, late + DAY)]

    assert counts == [0, 1]


def test_who_comes_back_is_not_reminded_of_the_old_place(talk, store):
    leave(talk)
    make_due(store, BEGUN + DAY)
    talk.now = BEGUN + DAY + 60
    talk.tap(PERSON, "+passport")
    show(store)

    with store.write() as tx:
        (due,) = outbox.due(tx, talk.now, 10)
        assert not reminders.wanted(tx, due.id)

    assert owed(store) == []


def test_who_comes_back_and_falls_silent_again_is_reminded_once_more_only(talk, store):
    leave(talk)
    make_due(store, BEGUN + DAY)
    send(store, BEGUN + DAY)
    talk.now = BEGUN + 9 * DAY
    talk.tap(PERSON, "+passport")
    show(store)

    counts = [make_due(store, talk.now + days * DAY) for days in (1, 2)]
    third_day = make_due(store, talk.now + 3 * DAY)
    send(store, talk.now + 3 * DAY)

    assert (counts, third_day, make_due(store, talk.now + 10 * DAY)) == ([0, 0], 1, 0)


@pytest.mark.parametrize("end", ["stop", "forget", "complete"])
def test_after_the_end_nothing_is_owed(talk, store, end):
    leave(talk)
    make_due(store, BEGUN + DAY)
    if end == "stop":
        talk.command(PERSON, "stop")
    if end == "forget":
        nonce = talk.keyboard(PERSON)[0].split(":")[0]
        talk.send(talk.incoming(PERSON, Tap(f"{nonce}:0:!forget", talk.now)))
        assert owed(store) == []
    if end == "complete":
        talk.tap(PERSON, "=none", "=no_need", "!go", "!skip", "=4")
        talk.say(PERSON, "спасибо")
        talk.tap(PERSON, "!send")

    assert make_due(store, BEGUN + 3 * DAY) == 0
    assert owed(store) == []


def test_those_who_wait_for_their_second_do_not_stand_in_the_way_of_the_first(talk, store, monkeypatch):
    monkeypatch.setattr("bot.usecases.remind.LIMIT", 2)
    for person in range(1001, 1004):
        leave(talk, person)
        talk.now += 60
    counts = []
    for _ in range(3):
        counts.append(make_due(store, talk.now + DAY))
        send(store, talk.now + DAY)

    assert counts == [2, 1, 0]


def test_before_consent_nobody_is_reminded(talk, store):
    talk.start(PERSON)
    talk.tap(PERSON, "Lru")
    show(store)

    assert make_due(store, BEGUN + DAY) == 0


def test_a_question_that_never_arrived_is_the_business_of_the_sweep(talk, store):
    leave(talk)
    with store.write() as tx:
        tx.execute(update(Interview).values(shown_turn=1))

    assert make_due(store, BEGUN + DAY) == 0


def test_no_more_is_obeyed_at_once_also_on_an_old_reminder(talk, store):
    leave(talk)
    make_due(store, BEGUN + DAY)
    make_due(store, BEGUN + DAY)
    nonce = talk.keyboard(PERSON)[0].split(":")[0]

    talk.send(talk.incoming(PERSON, Tap(f"{nonce}:1:!quiet", talk.now), message=9, callback="c"))

    assert owed(store) == []
    assert [make_due(store, BEGUN + days * DAY) for days in range(2, 13)] == [0] * 11
    talk.tap(PERSON, "=none")


def test_one_damaged_row_does_not_keep_others_from_being_reminded(talk, store, caplog):
    leave(talk)
    leave(talk, 1002)
    with store.write() as tx:
        first = tx.execute(select(col(Interview.id)).order_by(col(Interview.id))).scalars().first()
        tx.execute(update(Interview).where(col(Interview.id) == first).values(state="{}"))

    assert make_due(store, BEGUN + DAY) == 1
    assert f"interview {first} cannot be reminded of" in caplog.text


def test_in_a_demo_nobody_is_reminded(talk, store):
    leave(talk)
    with store.write() as tx:
        meta.put(tx, "demo", "1")

    assert make_due(store, BEGUN + DAY) == 0


class TestInvitation:
    MONDAY = wave_start(wave_of(BEGUN) + 1)

    @pytest.fixture
    def talk(self, talk, keys):
        """Somebody completed an interview and asked to be invited again."""
        talk.complete(PERSON)
        show(talk.store)
        with talk.store.write() as tx:
            tx.execute(update(Contact).values(opted_in_at=BEGUN, address=keys.seal_address(PERSON)))
        return talk

    def contact(self, store):
        with store.read() as tx:
            return tx.execute(text("SELECT opted_in_at IS NULL, address IS NULL FROM contact")).one()

    @pytest.mark.usefixtures("talk")
    def test_comes_once_on_the_first_monday_of_the_wave(self, store):
        times = (self.MONDAY - 1, self.MONDAY + INVITES_AFTER - 1, self.MONDAY + INVITES_AFTER, self.MONDAY + DAY)

        assert [make_due(store, moment) for moment in times] == [0, 0, 1, 0]
        ((_, message, due_at),) = owed(store)
        assert self.MONDAY + INVITES_AFTER <= due_at < self.MONDAY + INVITES_AFTER + INVITES_SPREAD
        assert say("ru", "remind.invitation") in message

    @pytest.mark.usefixtures("talk")
    def test_is_forgotten_with_the_address_when_it_was_sent(self, store):
        make_due(store, self.MONDAY + INVITES_AFTER)

        with store.write() as tx:
            reminders.invited(tx, 1)

        assert tuple(self.contact(store)) == (True, True)
        assert make_due(store, self.MONDAY + 3 * DAY) == 0

    def test_button_begins_the_new_interview(self, talk, store):
        make_due(store, self.MONDAY + INVITES_AFTER)
        talk.now = self.MONDAY + INVITES_AFTER + DAY

        reply = talk.send(talk.incoming(PERSON, Tap("finished:0:!begin", talk.now), message=3, callback="c"))[0]

        assert "Which language" in texts(reply)[0]
        with store.read() as tx:
            assert tx.execute(select(col(Interview.wave)).order_by(col(Interview.id))).scalars().all()[-1] == wave_of(talk.now)
        assert make_due(store, talk.now) == 0
        assert owed(store) == []

    def test_no_more_takes_the_wish_and_the_address_back(self, talk, store):
        make_due(store, self.MONDAY + INVITES_AFTER)

        talk.send(talk.incoming(PERSON, Tap("finished:0:!quiet", talk.now), message=3, callback="c"))

        assert tuple(self.contact(store)) == (True, True)
        assert owed(store) == []
        assert make_due(store, self.MONDAY + DAY) == 0

    def test_who_began_already_is_not_invited(self, talk, store):
        talk.now = self.MONDAY + 3600
        talk.start(PERSON)

        assert make_due(store, self.MONDAY + INVITES_AFTER) == 0

    @pytest.mark.usefixtures("talk")
    def test_without_an_open_survey_nobody_is_invited(self, store):
        with store.write() as tx:
            tx.execute(text("UPDATE revision SET open = :no"), {"no": False})

        assert make_due(store, self.MONDAY + INVITES_AFTER) == 0

    @pytest.mark.usefixtures("talk")
    def test_data_of_its_buttons_are_those_of_a_finished_interview(self, store):
        make_due(store, self.MONDAY + INVITES_AFTER)
        with store.read() as tx:
            (due,) = outbox.due(tx, self.MONDAY + 2 * DAY, 10)

        assert isinstance(due.message, Message)
        assert [taps.read(b.data) for row in due.message.rows for b in row] == [
            ("finished", 0, "!begin"),
            ("finished", 0, "!quiet"),
        ]


def test_start_of_somebody_with_an_open_interview_still_counts_as_coming_back(talk, store):
    leave(talk)
    talk.now = BEGUN + DAY - 60
    talk.send(talk.incoming(PERSON, Start(talk.now)))

    assert make_due(store, BEGUN + DAY) == 0
