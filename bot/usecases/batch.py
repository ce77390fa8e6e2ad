"""All updates that wait, in one transaction: seen once, played by the engine, kept. The replies go out after the commit."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection

from bot.interview.effects import (
    Alert,
    Ask,
    Bare,
    Disclose,
    Effect,
    Finish,
    Forget,
    Keep,
    Quiet,
    Redraw,
    Remember,
    Say,
    Settle,
    Turn,
)
from bot.interview.events import Command, Start, Tap
from bot.interview.last import NONCE as LAST_NONCE
from bot.interview.state import FINAL, Answer, State, Status, changed, decode, encode
from bot.interview.step import opening, step
from bot.interview.taps import NONCE_CHARS, read
from bot.script.model import Script
from bot.stats.weeks import next_wave, wave_of, week_of
from bot.store import answers, interviews, lastwords, outbox, reminders, revisions, roles, seen
from bot.store.engine import alone, lock
from bot.store.episodes import Source
from bot.store.interviews import Known, Stored
from bot.store.journal import Journal
from bot.store.keys import Keys
from bot.texts import LANGUAGES, say
from bot.usecases import invite, leaving, mydata, others, recruitment
from bot.usecases.erase import drop, erase
from bot.usecases.exchange import Errand, Incoming, Reply
from bot.usecases.facts import derived, keep
from bot.usecases.lastwords import comments, ended, remember
from bot.usecases.most_used import MostUsed
from bot.usecases.sweep import SETTLED_SECONDS
from bot.usecases.unopened import begins, everywhere, opens, outdated, works_always

NOTHING_KEPT: Final[frozenset[Status]] = frozenset({"ineligible", "declined"})
REPEAT_SECONDS: Final = 30
"""A tap that comes so soon after the end is the last one again: a success, no old button."""

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Office:
    """What the desk works with: keys, its own id, chance for nonces and shuffles, journal of erasures, most used services."""

    keys: Keys
    bot: int
    dice: random.Random
    journal: Journal | None = None
    most_used: MostUsed = field(default_factory=MostUsed)


@dataclass(slots=True)
class _Person:
    """One person while the batch runs.

    `id` is the Telegram id. `hashes`: under the newest key first. `state` is the decoded state of `stored`; `kept` waits to
    be written.
    """

    id: int
    hashes: tuple[bytes, ...]
    respondent: int = 0
    reachable: bool = True
    stored: Stored | None = None
    state: State | None = None
    week: str | None = None
    touched: bool = False
    kept: list[Answer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Handled:
    """The replies to a batch, in its order. `erased`: somebody's rows were deleted, so the log must be emptied."""

    replies: list[Reply]
    erased: bool


def handle(tx: Connection, office: Office, batch: Sequence[Incoming], now: int) -> Handled:
    """Play a batch. Everything is written to `tx`; nothing is committed.

    Locks come in the same order everywhere: seen updates by their ids, then people by their keys, then rows.
    """
    new = claim(tx, office, batch, now)
    hold(tx, office, batch)
    return play(tx, office, batch, new, now)


def claim(tx: Connection, office: Office, batch: Sequence[Incoming], now: int) -> set[int]:
    """Note these updates as seen; returns the ids of the new ones. Waits while somebody else has one of them in hand."""
    return seen.add(tx, office.bot, [incoming.update_id for incoming in batch], now)


def hold(tx: Connection, office: Office, batch: Sequence[Incoming], noted: Collection[int] = ()) -> None:
    """Let nobody else change the people of this batch and of the interviews in `noted`, until the end of the transaction."""
    if alone(tx):
        return
    people = {hashed for incoming in batch for hashed in office.keys.person_hashes(incoming.person)}
    lock(tx, people.union(interviews.people(tx, noted)))


def play(tx: Connection, office: Office, batch: Sequence[Incoming], new: set[int], now: int) -> Handled:
    """Play the new ones of a batch whose people are held.

    An update that was seen before changes nothing: its reply only ends the spinner of the tap. Ids are taken out of `new`
    as they are played.
    """
    desk = _Desk(tx, office, batch, now)
    replies = []
    for incoming in batch:
        fresh = incoming.update_id in new
        new.discard(incoming.update_id)
        replies.append(desk.handle(incoming) if fresh else Reply(incoming.chat, callback=incoming.callback))
    desk.write()
    return Handled(replies, desk.erased)


class _Desk:
    """The people of one batch, loaded at once and written at once."""

    def __init__(self, tx: Connection, office: Office, batch: Sequence[Incoming], now: int) -> None:
        self.tx, self.office, self.now, self.erased = tx, office, now, False
        self.people = {each.person: _Person(each.person, office.keys.person_hashes(each.person)) for each in batch}
        known = interviews.find(tx, [hashed for person in self.people.values() for hashed in person.hashes])
        for person in self.people.values():
            self._recognise(person, known)
        revision_ids = {person.stored.revision for person in self.people.values() if person.stored}
        self.scripts = dict(revisions.by_id(tx, revision_ids))
        self.sources = recruitment.of(tx, batch)

    def _recognise(self, person: _Person, known: Mapping[bytes, Known]) -> None:
        hashed = next((each for each in person.hashes if each in known), None)
        if hashed is None:
            return
        if hashed != person.hashes[0]:
            interviews.rekey(self.tx, hashed, person.hashes[0])
        found = known[hashed]
        person.respondent, person.reachable, person.stored = found.respondent, found.reachable, found.interview

    def handle(self, incoming: Incoming) -> Reply:
        if incoming.payload.startswith(invite.PREFIX):
            welcome = invite.accept(self.tx, self.office.keys, incoming.payload, incoming.person, incoming.chat, self.now)
            new = self._official(incoming)
            menu = Errand("menu", new) if new else None
            return Reply(incoming.chat, (Say(welcome),), callback=incoming.callback, errand=menu)
        official = self._official(incoming) if incoming.command == "digest" else 0
        if official:
            return Reply(incoming.chat, callback=incoming.callback, errand=Errand("digest", official))
        return self._talk(self.people[incoming.person], incoming)

    def write(self) -> None:
        self._save(self.people.values())

    def _save(self, people: Iterable[_Person]) -> None:
        touched = [(person, person.stored) for person in people if person.touched and person.stored]
        interviews.save(self.tx, [(stored, person.week) for person, stored in touched], self.now)
        answers.keep(self.tx, [(stored.id, answer) for person, stored in touched for answer in person.kept])
        for person, _ in touched:
            person.touched, person.week = False, None
            person.kept.clear()

    def _talk(self, person: _Person, incoming: Incoming) -> Reply:
        stored, event = person.stored, incoming.event
        if stored is None:
            return self._begin(person, incoming) if begins(event) else self._nothing(incoming)
        if stored.status not in FINAL:
            return self._step(person, incoming, stored)
        if leaving.deciding(self.tx, stored, event):
            person.state = changed(ended(self.tx, self.scripts[stored.revision], stored), leaving=True)
            return replace(self._step(person, incoming, stored), aside=True)
        answers_late = isinstance(event, Tap | Command) or comments(stored, event)
        if opens(event) or (stored.wave < wave_of(self.now) and not answers_late):
            return self._begin(person, incoming)
        return self._late(person, incoming, stored)

    def _nothing(self, incoming: Incoming) -> Reply:
        """A button of an interview that is no longer there, or /forget and /mydata from somebody of whom nothing is kept."""
        if isinstance(incoming.event, Command) and incoming.event.name == "mydata":
            return Reply(incoming.chat, (Say(mydata.nothing(self.tx, self.office.keys, incoming.person, self.now)),))
        if interviews.erased(self.tx, self.people[incoming.person].hashes, wave_of(self.now)):
            return self._sentence(incoming, "desk.erased")
        words = everywhere("desk.nothing")
        return outdated(incoming, words.text) if isinstance(incoming.event, Tap) else Reply(incoming.chat, (Say(words),))

    def _late(self, person: _Person, incoming: Incoming, stored: Stored) -> Reply:
        """After the end: commands, comments and taps on the last message; /forget and the languages on older keyboards, too."""
        self._save([person])
        person.state = ended(self.tx, self.scripts[stored.revision], stored)
        if not isinstance(incoming.event, Tap):
            # What is said here does not stand for last words that never arrived: the sweep still brings those.
            return replace(self._step(person, incoming, stored), aside=True)
        press = read(incoming.event.data)
        if press and press.action == "!begin":
            return self._begin(person, incoming)
        if press and (press.nonce == LAST_NONCE or works_always(press)):
            person.state = changed(person.state, nonce=press.nonce)
            return self._step(person, incoming, stored)
        repeated = self.now - (stored.final_at or 0) <= REPEAT_SECONDS
        over = outdated(incoming, say(stored.language or LANGUAGES[0], "desk.over"))
        return replace(over, effects=()) if repeated else over

    def _official(self, incoming: Incoming) -> int:
        held = roles.found(self.tx, self.office.keys.role_hashes(incoming.person))
        return next((role.id for role in held if role.kind == "official"), 0)

    def _begin(self, person: _Person, incoming: Incoming) -> Reply:
        wave = wave_of(self.now)
        if person.stored and person.stored.wave == wave:
            return self._sentence(incoming, f"next.{person.stored.status}", person.stored.language)
        if interviews.erased(self.tx, person.hashes, wave):
            return self._sentence(incoming, "desk.erased")
        revision = revisions.opened(self.tx)
        if revision is None:
            return self._sentence(incoming, "desk.closed")
        self.scripts |= revisions.by_id(self.tx, {revision.id})
        self._save([person])
        stored = self._open(person, incoming, revision.id, wave)
        event = incoming.event if isinstance(incoming.event, Command) else Start(incoming.event.at)
        return self._step(person, replace(incoming, event=event, message=0), stored)

    def _open(self, person: _Person, incoming: Incoming, revision: int, wave: int) -> Stored:
        address = self.office.keys.seal_address(incoming.chat)
        if person.respondent:
            interviews.reach(self.tx, person.respondent, address)
            lastwords.fulfil(self.tx, person.respondent)
        else:
            person.respondent = interviews.add_person(self.tx, person.hashes[0], address)
        nonce = "".join(self.office.dice.choices(_LETTERS, k=NONCE_CHARS))
        source = self.sources.get(recruitment.code(incoming.payload), recruitment.NOWHERE)
        first = self.office.most_used.first(self.tx, self.scripts[revision], self.now)
        seed = self.office.dice.randrange(2**31)
        person.state = opening(nonce, seed, first=first, place=source.place, region=source.region)
        stored = Stored(0, person.respondent, revision, wave, "", source.place, encode(person.state), "opened", 1, 0)
        person.stored = replace(stored, id=interviews.add(self.tx, stored, self.now, source.code))
        person.reachable = True
        return person.stored

    def _step(self, person: _Person, incoming: Incoming, stored: Stored) -> Reply:
        if not person.reachable and stored.status not in FINAL:
            interviews.reach(self.tx, person.respondent, self.office.keys.seal_address(incoming.chat))
            person.reachable = True
        script = self.scripts[stored.revision]
        if person.state is None:
            person.state = decode(stored.state)
        turn = step(script, others.told(self.tx, script, person.state), incoming.event)
        turn = Turn(changed(turn.state, others=""), turn.effects)
        refused = any(isinstance(effect, Forget) for effect in turn.effects) and not self._written(person)
        if refused:
            turn = Turn(person.state, (Say(leaving.refused(person.state.language)),))
        if turn.state.turn == person.state.turn and {Ask, Settle} <= {type(effect) for effect in turn.effects}:
            # The old keyboard goes although the turn stays: if nobody gets to ask, the sweep must.
            interviews.unmark(self.tx, stored.id, self.now + SETTLED_SECONDS)
        effects = self._take(person, script, turn)
        remember(self.tx, self.office.keys, stored, incoming.chat, turn.effects, self.now)
        where = person.stored if person.stored and person.stored.id == stored.id else None
        return Reply(
            incoming.chat,
            tuple(effects),
            interview=where.id if where else 0,
            turn=where.turn if where else 0,
            shown=stored.shown_message if Bare() in effects else incoming.message or stored.shown_message,
            tapped=incoming.message,
            callback=incoming.callback,
            aside=refused or turn.state.phase != "final",
        )

    def _take(self, person: _Person, script: Script, turn: Turn) -> list[Effect]:
        """Do what the engine says should be done with rows; give back what should be done in the chat."""
        chat: list[Effect] = []
        self._follow(person, turn)
        for effect in turn.effects:
            match effect:
                case Keep(answer):
                    person.kept.append(answer)
                case Finish(status):
                    self._finish(person, script, turn.state, status)
                case Forget(receipt):
                    self._forget(person)
                    said = leaving.receipt(self.tx, self.office.keys, person.id, receipt.text, turn.state.language, self.now)
                    chat.append(Say(said))
                case Quiet():
                    self._quieten(person)
                case Disclose(spoken):
                    self._save([person])
                    chat.append(Say(mydata.file(self.tx, self.office.keys, person.id, spoken, self.now)))
                case Ask() | Settle() | Redraw() | Bare() | Say() | Alert():
                    chat.append(effect)
                case Remember():
                    pass
        return chat

    def _follow(self, person: _Person, turn: Turn) -> None:
        stored, state = person.stored, turn.state
        if stored is None or state == person.state:
            return
        person.state, person.touched = state, True
        if stored.status in FINAL:
            person.stored = replace(stored, language=state.language)
            leaving.asked(self.tx, stored, state)
            return
        # Until the new question is marked as shown, no message in the chat may be edited in its place.
        asked = any(isinstance(effect, Ask) for effect in turn.effects)
        person.stored = replace(
            stored,
            language=state.language,
            state=encode(state),
            status=state.status,
            turn=state.turn,
            shown_message=0 if asked else stored.shown_message,
        )

    def _finish(self, person: _Person, script: Script, state: State, status: Status) -> None:
        stored = person.stored
        assert stored is not None  # noqa: S101 - only an interview can be finished
        if status == "declined":
            drop(self.tx, stored.id, stored.respondent)
            self._leave(person)
            return
        person.week = week_of(self.now)
        person.stored = replace(stored, state="", status=status, final_at=self.now)
        if status in NOTHING_KEPT:
            person.kept.clear()
            answers.erase(self.tx, stored.id)
            outbox.erase(self.tx, stored.id)
            self.erased = True
            return
        of = Source(stored.id, stored.respondent, stored.revision, person.week, stored.place, state.language)
        keep(self.tx, of, derived(script, state.answers.values()))

    def _quieten(self, person: _Person) -> None:
        if person.stored:
            reminders.quieten(self.tx, person.stored.id)

    def _written(self, person: _Person) -> bool:
        return leaving.written(self.office.journal, person.hashes, self._wave(person), self.now)

    def _forget(self, person: _Person) -> None:
        leaving.bar(self.tx, person.hashes, self._wave(person), self.now)
        erase(self.tx, person.respondent)
        self._leave(person)

    def _wave(self, person: _Person) -> int:
        return person.stored.wave if person.stored else wave_of(self.now)

    def _leave(self, person: _Person) -> None:
        """Rows of this person went; what is left is what an earlier wave has of them."""
        self.erased = True
        person.respondent, person.stored, person.state, person.week, person.touched = 0, None, None, None, False
        person.kept.clear()
        self._look_again(person)

    def _look_again(self, person: _Person) -> None:
        self._recognise(person, interviews.find(self.tx, person.hashes))
        if person.stored:
            self.scripts |= revisions.by_id(self.tx, {person.stored.revision})

    def _sentence(self, incoming: Incoming, key: str, language: str = "") -> Reply:
        words = everywhere(key, (language,) if language else LANGUAGES, date=f"{next_wave(self.now):%d.%m.%Y}")
        return Reply(incoming.chat, (Say(words),), callback=incoming.callback)


def languages(tx: Connection, office: Office, incoming: Incoming) -> Sequence[str]:
    """The language of whoever sent this, or all where it is not known."""
    known = next(iter(interviews.find(tx, office.keys.person_hashes(incoming.person)).values()), None)
    return (known.interview.language,) if known and known.interview and known.interview.language else LANGUAGES
