"""The demo's figures: made-up citizens come from several places and talk to the real desk, some weeks back.

Their database is marked as a demo.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.interview.effects import Alert, Ask, Redraw
from bot.interview.events import Event, Start, Tap
from bot.interview.origin import AT_A_DESK
from bot.message import Message
from bot.sandbox import places
from bot.sandbox.persona import Persona
from bot.stats.weeks import bounds, shift, week_of
from bot.store import interviews
from bot.store.engine import Store
from bot.store.keys import Keys
from bot.store.sources import Source
from bot.usecases.batch import Office, handle
from bot.usecases.exchange import Incoming, Reply
from bot.usecases.recruitment import PREFIX

FIRST_ID = 10**15
"""Higher than any Telegram id: a made-up citizen is never taken for a real one."""

COHORT = 12
SHARES = (0.32, 0.35, 0.2, 0.07, 0.06)
"""How many of them talk in the running week, in the one before, and so on back.

/digest tells of the running week and /figures of the one before: of a thousand people both are enough for reasons to show,
and the week before that for changes to be tested.
"""

STEP_SECONDS = 9
MOST_STEPS = 90


@dataclass(slots=True)
class _Citizen:
    id: int
    persona: Persona
    payload: str = ""
    shown: Message | None = None
    interview: int = 0
    asked: bool = True

    def event(self, moment: int) -> Event | None:
        """What this citizen does now; None when the chat waits for nothing, or they stop."""
        if self.shown is None:
            return Start(moment)
        data = self.persona.tap(self.shown) if self.asked else ""
        return Tap(data, moment) if data else None

    def hear(self, reply: Reply) -> None:
        drawn = [effect.message for effect in reply.effects if isinstance(effect, Ask | Redraw)]
        self.shown = drawn[-1] if drawn else self.shown
        self.interview = reply.interview or self.interview
        # An alert («at most three») leaves the question open; last words do not.
        self.asked = bool(drawn) or all(isinstance(effect, Alert) for effect in reply.effects)


@dataclass(slots=True)
class _Town:
    """The made-up citizens of one demo; `updates` numbers what they send."""

    store: Store
    office: Office
    seed: int
    places: tuple[Source, ...]
    updates: int = 0
    marks: list[tuple[int, int, int]] = field(default_factory=list)

    def cohort(self, first: int, size: int, moment: int) -> None:
        """Some citizens take part at about the same time."""
        citizens = [self._citizen(number) for number in range(first, first + size)]
        with self.store.write() as tx:
            for step in range(MOST_STEPS):
                if not self._round(tx, citizens, moment + step * STEP_SECONDS):
                    break
            interviews.mark_shown(tx, self.marks)
            for citizen in citizens:
                interviews.unreachable(tx, citizen.interview)
        self.marks.clear()

    def _citizen(self, number: int) -> _Citizen:
        source = places.drawn(self.places, self.seed + number)
        persona = Persona(self.seed + number, at_desk=source.place == AT_A_DESK, region=source.region)
        return _Citizen(FIRST_ID + number, persona, f"{PREFIX}{source.code}" if source.code else "")

    def _round(self, tx: Connection, citizens: list[_Citizen], moment: int) -> bool:
        doing = [(citizen, event) for citizen in citizens if (event := citizen.event(moment)) is not None]
        batch = [self._incoming(citizen, event) for citizen, event in doing]
        for (citizen, _), reply in zip(doing, handle(tx, self.office, batch, moment).replies, strict=True):
            citizen.hear(reply)
            self.marks.append((reply.interview, reply.turn, 1))
        return bool(doing)

    def _incoming(self, citizen: _Citizen, event: Event) -> Incoming:
        self.updates += 1
        payload = citizen.payload if isinstance(event, Start) else ""
        return Incoming(self.updates, citizen.id, citizen.id, event, message=1, payload=payload)


def fill(store: Store, keys: Keys, people: int, seed: int, now: int) -> None:
    """Play about so many interviews, over this week and the four before. The same seed gives the same people."""
    office = Office(keys, 0, random.Random(seed))  # noqa: S311 - made-up people, no secret
    with store.write() as tx:
        known = places.register(tx, now)
    town = _Town(store, office, seed * 1_000_000, known)
    for first, size, moment in _cohorts(people, now):
        town.cohort(first, size, moment)


def _cohorts(people: int, now: int) -> Iterator[tuple[int, int, int]]:
    """(first number, how many, when they begin), spread evenly over each week."""
    first = 0
    for back, share in enumerate(SHARES):
        begin, end = bounds(shift(week_of(now), -back))
        last = max(begin, min(end, now) - MOST_STEPS * STEP_SECONDS)
        cohorts = max(1, round(people * share / COHORT))
        for number in range(cohorts):
            yield first, COHORT, begin + (last - begin) * number // cohorts
            first += COHORT
