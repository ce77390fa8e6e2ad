"""People who answer whatever a bot asks, and remember what they said, with which tap or message."""

import asyncio
import random
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.interview import taps
from bot.sandbox.citizen import Citizen
from tests.faults.witness import END

QUESTION = re.compile(r"#(q\d+(?:@\w+)?)#")
NUMBER = "q06"
DOUBLE, BACK, BACKS, THINKING = 0.12, 0.05, 2, 0.15


class Said(NamedTuple):
    """A value (codes, or a number), and the tap or message that completed it."""

    value: tuple[str, ...] | float
    ref: str


class Place(NamedTuple):
    """What stands open in a chat: its turn, the question's own name, and its buttons as actions with their data."""

    turn: float
    key: str
    buttons: tuple[tuple[str, str], ...]

    @property
    def actions(self):
        return dict(self.buttons)


NOWHERE, OVER = Place(0, "", ()), Place(float("inf"), END, ())


@dataclass
class Clock:
    """When the bot came back, for the patience of everybody; `up`: does it run now?"""

    up: bool = False
    since: float = 0.0
    longest_wait: float = 0.0


@dataclass
class Person:
    """One citizen. `patience`: seconds to wait for the next question, counted from the bot's recovery where that is later.

    `left`: how often that did not come. `asked_again`: a question came although it had an answer that was acknowledged.
    """

    citizen: Citizen
    dice: random.Random
    clock: Clock
    patience: float
    said: dict[str, list[Said]] = field(default_factory=dict)
    left: int = 0
    backs: int = 0
    tapped_twice: int = 0
    wanted: tuple[str, ...] = ()
    last_tap: str = ""
    done: bool = False

    @property
    def id(self):
        return self.citizen.id

    async def live(self):
        """Start, and answer until the last words."""
        before = NOWHERE
        self.citizen.start()
        while (place := await self._next(before)) != OVER:
            await asyncio.sleep(self.dice.expovariate(1 / THINKING))
            if place == self.place():
                self._answer(place)
                before = place
        self.done = True

    def place(self):
        """The newest keyboard that stands in the chat; OVER after the last words.

        A question that came twice has two keyboards: people go on with the one that moves.
        """
        heard = self.citizen.heard
        if any(END in message.words for message in heard):
            return OVER
        return max((_place(message) for message in reversed(heard)), default=NOWHERE)

    async def _next(self, before):
        since, tries = asyncio.get_running_loop().time(), 0
        while True:
            new = await self.citizen.world.bell.until(lambda: self.place().turn > before.turn, 1)
            now = asyncio.get_running_loop().time()
            waited = now - max(since, self.clock.since)
            if self.clock.up or new:
                self.clock.longest_wait = max(self.clock.longest_wait, waited)
            if new:
                return self.place()
            if self.clock.up and waited > self.patience:
                self.left += tries == 0
                tries, since = tries + 1, now
                self._knock(tries)

    def _knock(self, tries):
        """What people do when nothing comes: the same tap once more, then start from the beginning."""
        if self.last_tap and tries == 1:
            self._tap(self.last_tap)
        else:
            self.citizen.start()

    def _answer(self, place):
        actions = place.actions
        if "!send" in actions:
            self._tap(actions["!send"])
        elif "!back" in actions and self.backs < BACKS and self.dice.random() < BACK:
            self.backs += 1
            self.wanted = ()
            self._tap(actions["!back"])
        elif any(action[0] in "+-" for action in actions):
            self._tick(place.key, actions)
        elif place.key == NUMBER:
            number = self.dice.randrange(600)
            message = self.citizen.say(str(number))
            self.last_tap = ""
            self._remember(place.key, float(number), f"message {message.message_id}")
        else:
            self._choose(place.key, actions)

    def _choose(self, key, actions):
        choices = [action for action in actions if action.startswith("=")]
        action = self.dice.choice(choices) if choices else next(name for name in actions if name.startswith(("L", "!yes")))
        ref = self._tap(actions[action])
        if choices:
            value = action[1:]
            self._remember(key, float(value) if value.isdecimal() else (value,), ref)
        if self.dice.random() < DOUBLE:
            self.tapped_twice += 1
            self._tap(actions[action])

    def _tick(self, key, actions):
        ticked = tuple(action[1:] for action in actions if action.startswith("-"))
        if not self.wanted:
            codes = [action[1:] for action in actions if action[0] in "+-"]
            self.wanted = tuple(sorted(self.dice.sample(codes, self.dice.randint(1, 2))))
        wrong = [f"-{code}" for code in ticked if code not in self.wanted]
        missing = [f"+{code}" for code in self.wanted if code not in ticked]
        if wrong or missing:
            self._tap(actions[(wrong + missing)[0]])
            return
        self._remember(key, self.wanted, self._tap(actions["!done"]))
        self.wanted = ()

    def _tap(self, data):
        self.last_tap = data
        return f"tap {self.citizen.tap(data).id}"

    def _remember(self, key, value, ref):
        self.said.setdefault(key, []).append(Said(value, ref))


def _place(message):
    data = [button.callback_data for row in message.rows for button in row if button.callback_data]
    if not data:
        return NOWHERE
    found = QUESTION.search(message.words)
    buttons = tuple((taps.read(one).action, one) for one in data)
    return Place(taps.read(data[0]).turn, found.group(1) if found else "", buttons)
