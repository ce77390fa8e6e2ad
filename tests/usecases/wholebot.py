"""The whole bot as a machine that Hypothesis drives: real desks on a real file, restarts, keys, backups, and people."""

import asyncio
import os
import random
import shutil
import tempfile
from collections import Counter, defaultdict
from datetime import datetime, time
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from bot.interview import taps
from bot.interview.effects import Ask, Redraw, Say
from bot.interview.events import Command, Start, Tap, Typed, Unreadable
from bot.interview.facts import episodes as facts
from bot.interview.route import route, unanswered
from bot.interview.state import FINAL, decode
from bot.stats.weeks import ALMATY, next_wave, wave_of
from bot.store import answers, episodes, revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.store.tables import Answer, Contact, Episode, Erasure, FailedUpdate, Interview, Outbox, table
from bot.usecases.desk import Desk
from bot.usecases.erasures import apply
from bot.usecases.exchange import Incoming, Shown
from bot.usecases.expire import expire
from bot.usecases.facts import rebuild
from bot.usecases.keys import rotate
from bot.usecases.remind import make_due
from tests.example import EXAMPLE
from tests.usecases.chatting import NOW

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # files all the same, and no disk to wait for
PEOPLE = st.sampled_from((1001, 1002, 1003))
NUMBERS = st.integers(0, 60)
COMMANDS = ("language", "stop", "why", "privacy", "help", "forget", "mydata")
WORDS = ("1", "5", "ru", "нет слов", "passport", "да", "жоқ", "стоп", "")
AHEAD = ("=", "+", "L", "p", "!done", "!yes", "!go", "!skip", "!words", "!send")
HOUR, DAY = 3600, 86_400
PAUSES = (1, 40, 3 * HOUR, 25 * HOUR, 3 * DAY, 15 * DAY)


SEEN = Counter()
"""What happened in all runs so far: ends of interviews by status, and everything else that a run should be able to reach."""


class WholeBot(RuleBasedStateMachine):
    """`offered`: every keyboard that a person was shown. `traces`: bytes that only this person can have left.

    `gone`: traces of people who had everything erased; `barred`: the wave in which one may not begin again.
    """

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder, self.elsewhere = (Path(tempfile.mkdtemp(prefix="nege-whole-", dir=MEMORY)) for _ in range(2))
        self.file, self.now, self.secrets, self.update = self.folder / "nege.sqlite3", NOW, ["first" * 8], 0
        self.offered, self.came, self.traces = defaultdict(list), [], defaultdict(set)
        self.gone, self.barred, self.kept, self.message, self.ended = set(), {}, False, 0, set()

    @initialize()
    def open(self):
        self._up()
        with self.store.write() as tx:
            revisions.publish(tx, EXAMPLE, NOW, open_=True)

    def teardown(self):
        before = self._episodes()
        rebuild(self.store, self.now)
        assert self._episodes() == before
        self._down()
        self.loop.close()
        for folder in (self.folder, self.elsewhere):
            shutil.rmtree(folder)

    # What people do.

    @rule(person=PEOPLE, payload=st.sampled_from(["", "online", "csc_site", "nowhere"]))
    def start(self, person, payload):
        self._send(person, Start(self.now), payload)

    @rule(person=PEOPLE, number=NUMBERS)
    def press(self, person, number):
        """A button of the newest message that had any."""
        if self.offered[person]:
            self._press(person, self.offered[person][-1], number)

    @rule(person=PEOPLE, keyboard=NUMBERS, number=NUMBERS)
    def press_an_old_one(self, person, keyboard, number):
        if self.offered[person]:
            self._press(person, self.offered[person][-1 - keyboard % len(self.offered[person])], number)

    @rule(person=PEOPLE, steps=st.integers(1, 14), number=NUMBERS)
    def hurry(self, person, steps, number):
        """Straight ahead, so that somebody gets to the end."""
        for step in range(steps):
            ahead = self._buttons(person, *AHEAD)
            otherwise = Typed("5", self.now) if self.offered[person] else Start(self.now)
            self._press(person, ahead, number + step) if ahead else self._send(person, otherwise)

    @rule(person=PEOPLE, steps=st.integers(3, 14), number=NUMBERS)
    def fall_silent(self, person, steps, number):
        """On the way, until nobody waits any more."""
        self.hurry(person, steps, number)
        for seconds in (40, 25 * HOUR, 3 * DAY, 15 * DAY):
            self.wait(seconds)

    @rule(person=PEOPLE, steps=st.integers(3, 14), number=NUMBERS, words=st.sampled_from(["stop", "тоқта", "/stop"]))
    def stop_on_the_way(self, person, steps, number, words):
        self.hurry(person, steps, number)
        self._send(person, Command("stop", self.now) if words == "/stop" else Typed(words, self.now))

    @rule(person=PEOPLE, number=NUMBERS, by_hand=st.booleans())
    def change_an_answer(self, person, number, by_hand):
        """At the read-back card: a line by its button or its number, then on to the card again."""
        if lines := self._buttons(person, "@"):
            if not by_hand:
                self._press(person, lines, number)
            else:
                self._send(person, Typed(str(1 + number % 12), self.now))
            self.hurry(person, 3, number)

    @rule(person=PEOPLE, number=NUMBERS)
    def go_back(self, person, number):
        if way := self._buttons(person, "!back"):
            self._press(person, way, number)

    @rule(person=PEOPLE, number=NUMBERS)
    def speak_another_language(self, person, number):
        self._send(person, Command("language", self.now))
        if languages := self._buttons(person, "L"):
            self._press(person, languages, number)

    @rule(person=PEOPLE, words=st.sampled_from(WORDS))
    def say(self, person, words):
        self._send(person, Typed(words, self.now))

    @rule(person=PEOPLE)
    def say_what_nobody_else_says(self, person):
        words = f"сирек{self.update}қ{person}"
        self.traces[person].add(words.encode())
        self._send(person, Typed(words, self.now))

    @rule(person=PEOPLE, name=st.sampled_from(COMMANDS))
    def command(self, person, name):
        self._send(person, Command(name, self.now))

    @rule(person=PEOPLE, yes=st.sampled_from(["иә", "да", "Yes"]))
    def leave(self, person, yes):
        if self._known(person):
            self._send(person, Command("forget", self.now))
            self._send(person, Typed(yes, self.now))
            assert not self._known(person)

    @rule(person=PEOPLE)
    def speak(self, person):
        self._send(person, Unreadable(self.now))

    @rule(number=NUMBERS)
    def come_again(self, number):
        """Telegram sends an update again that it had not heard of as taken."""
        if self.came:
            before = self._all()
            self._take(self.came[-1 - number % len(self.came)])
            assert self._all() == before
            SEEN["a duplicate"] += 1

    @rule(people=st.lists(PEOPLE, min_size=2, max_size=5), number=NUMBERS, again=st.booleans())
    def all_at_once(self, people, number, again):
        """Taps and words that arrive together go into one transaction; Telegram may repeat one of them in it."""
        batch = [self._incoming(person, self._anything(person, number + place)) for place, person in enumerate(people)]
        heard = self.loop.run_until_complete(self._take_all([*batch, *batch[: int(again)]]))
        for incoming, reply in zip(batch, heard, strict=False):
            self._hear(incoming.person, reply)

    # What happens to the bot.

    @rule(seconds=st.sampled_from(PAUSES))
    def wait(self, seconds):
        # What is sent again after two days is no repeat any more; Telegram keeps nothing for so long.
        self.came = self.came if seconds < HOUR else []
        self.now += seconds
        SEEN["expired by the clock"] += expire(self.store, self.now)
        SEEN["reminders and invitations"] += make_due(self.store, self.now)
        self._sweep()

    @rule()
    def next_wave(self):
        self.came = []
        self.now = int(datetime.combine(next_wave(self.now), time(9), ALMATY).timestamp())

    @rule()
    def restart(self):
        self._down()
        self._up()
        SEEN["a restart"] += 1

    @rule()
    def take_a_new_key(self):
        self._down()
        self.secrets = [f"key number {len(self.secrets)}" * 4, *self.secrets]
        self._up()
        rotate(self.store, self._keys(), self.now)
        SEEN["a new key"] += 1

    @rule()
    def back_up(self):
        assert self.store.forget_log()
        shutil.copy(self.file, self.elsewhere / "backup")
        self.kept = True

    @precondition(lambda self: self.kept)
    @rule()
    def restore(self):
        self._down()
        for path in self.folder.glob("nege.sqlite3*"):
            path.unlink()
        shutil.copy(self.elsewhere / "backup", self.file)
        self.came = []
        self._up()
        self._look_for_traces()

    @rule(person=PEOPLE)
    def leave_between_backup_and_restore(self, person):
        if self._known(person):
            self.back_up()
            self.leave(person, "да")
            self.restore()
            assert not self._known(person)

    # What holds, always.

    @invariant()
    def rows_agree(self):
        with self.store.read() as tx:
            interviews = tx.execute(table(Interview).select()).all()
            scripts = revisions.by_id(tx, {row.revision_id for row in interviews})
            for row in interviews:
                self._look_at(tx, row, scripts[row.revision_id])
            assert not tx.execute(table(FailedUpdate).select()).all()
            owed = {row.interview_id for row in tx.execute(table(Outbox).select())}
            assert owed - {None} <= {row.id for row in interviews}
            contacts = tx.execute(table(Contact).select()).all()
            kept = [tx.execute(select(rows.interview_id)).scalars().all() for rows in (Answer, Episode)]
        # Nothing is left of an interview that is gone.
        assert {interview for found in kept for interview in found} <= {row.id for row in interviews}
        places = [(row.respondent_id, row.wave) for row in interviews]
        assert len(places) == len(set(places))
        assert {row.respondent_id for row in contacts} == {row.respondent_id for row in interviews}

    @invariant()
    def nobody_is_two_people(self):
        for person in (1001, 1002, 1003):
            found = self._known(person)
            assert len(found) <= 1
            assert not (found and self.barred.get(person) == wave_of(self.now))

    def _look_at(self, tx, row, script):
        kept = {answer.slot.key: answer for answer in answers.read(tx, row.id)}
        assert row.shown_turn <= row.turn
        if row.status in FINAL:
            self._count(row)
            assert (row.state, bool(row.week), bool(row.final_at)) == ("", True, True)
            assert not (row.status == "ineligible" and kept)
            derived = facts(script, kept.values()) if row.status in episodes.COUNTED else ()
            assert sorted(episodes.read(tx, row.id), key=repr) == sorted(derived, key=repr)
        else:
            state = decode(row.state)
            noted = {key: answer for key, answer in state.answers.items() if answer.slot.question != "note"}
            # Who began again has answers in the table that the state has forgotten: all of them are withdrawn.
            assert all(answer.withdrawn for key, answer in kept.items() if key not in noted)
            assert {key: kept.get(key) for key in noted} == noted
            assert state.phase != "asking" or state.slot in route(script, state.answers)
            assert state.phase != "review" or unanswered(route(script, noted), state.answers) is None
            SEEN[f"phase {state.phase}"] += 1
            asked = {slot.key for slot in route(script, noted)}
            assert all(answer.withdrawn == (key not in asked) for key, answer in noted.items())
        counted = {key: answer for key, answer in kept.items() if not answer.withdrawn}
        assert counted.keys() <= {slot.key for slot in route(script, counted)}

    def _count(self, row):
        if row.id not in self.ended:
            self.ended.add(row.id)
            SEEN[row.status] += 1

    # The way in and out.

    def _keys(self):
        return Keys(" ".join(self.secrets))

    def _up(self):
        self.store = open_store(self.file, create=True)
        apply(self.store, self.now)
        dice = random.Random(self.update)
        self.desk = Desk(self.store, self._keys(), bot_id=7, clock=lambda: self.now, dice=dice)
        self.loop.run_until_complete(self.desk.start())
        self._sweep()

    def _down(self):
        self.loop.run_until_complete(self.desk.close())
        self.store.close()

    def _press(self, person, buttons, number):
        data = buttons[number % len(buttons)]
        self._send(person, Tap(data, self.now), message=1 + number, callback="c")

    def _send(self, person, event, payload="", **more):
        incoming = self._incoming(person, event, payload=payload, **more)
        written = len(self.store.journal.read().entries)
        self._hear(person, self._take(incoming))
        entries = self.store.journal.read().entries[written:]
        if entries:
            self._left(person, entries[-1])

    def _incoming(self, person, event, **more):
        self.update += 1
        incoming = Incoming(self.update, person, person, event, **more)
        self.came.append(incoming)
        self._remember_addresses(person)
        return incoming

    def _buttons(self, person, *actions):
        """The buttons of the newest keyboard whose actions begin so."""
        newest = self.offered[person][-1] if self.offered[person] else []
        return [data for data in newest if (press := taps.read(data)) and press.action.startswith(actions)]

    def _anything(self, person, number):
        """A tap, or words where nothing was shown yet; nothing that erases."""
        newest = self._buttons(person, *AHEAD, "-", "!back", "!card", "@")
        return Tap(newest[number % len(newest)], self.now) if newest else Typed(str(number), self.now)

    async def _take_all(self, batch):
        return await asyncio.gather(*(self.desk.take(incoming) for incoming in batch))

    def _take(self, incoming):
        return self.loop.run_until_complete(self.desk.take(incoming))

    def _hear(self, person, reply):
        """Every sixth message never arrives."""
        self.message += 1
        asked = [effect.message for effect in reply.effects if isinstance(effect, Ask | Redraw | Say) and effect.message.rows]
        if self.message % 6 == 0:
            return
        for message in asked:
            buttons = [button.data for row in message.rows for button in row]
            self.offered[person].append(buttons)
            self.traces[person] |= {
                press.nonce.encode() for data in buttons if (press := taps.read(data)) and press.nonce != "finished"
            }
        standing = Ask | Redraw if reply.aside else Ask | Redraw | Say
        if reply.interview and any(isinstance(effect, standing) for effect in reply.effects):
            self.desk.mark(Shown(reply.interview, reply.turn, self.message))

    def _sweep(self):
        for reply in self.loop.run_until_complete(self.desk.sweep()):
            self._hear(reply.chat, reply)

    # What is left of somebody who left.

    def _left(self, person, entry):
        SEEN["a person who left"] += 1
        assert not self._known(person)
        self.gone |= self.traces.pop(person, set())
        self.barred[person] = entry.wave
        self._look_for_traces()
        with self.store.read() as tx:
            marks = [row.person_hash for row in tx.execute(table(Erasure).select())]
        files = self._bytes()
        for hashed in self._keys().person_hashes(person):
            assert files.count(hashed) <= 2 * marks.count(hashed)

    def _look_for_traces(self):
        files = self._bytes()
        assert not [trace for trace in self.gone if trace in files]

    def _bytes(self):
        return b"".join(path.read_bytes() for path in self.folder.glob("nege.sqlite3*"))

    def _remember_addresses(self, person):
        self.traces[person] |= {row.address for row in self._known(person) if row.address}

    def _known(self, person):
        with self.store.read() as tx:
            contacts = tx.execute(table(Contact).select()).all()
        return [row for row in contacts if row.person_hash in self._keys().person_hashes(person)]

    def _all(self):
        with self.store.read() as tx:
            told = select(Contact.respondent_id), select(Interview.id, Interview.state, Interview.status, Interview.language)
            return [tx.execute(each).all() for each in (*told, table(Answer).select(), table(Erasure).select())]

    def _episodes(self):
        with self.store.read() as tx:
            return sorted(tuple(row)[1:] for row in tx.execute(table(Episode).select()))
