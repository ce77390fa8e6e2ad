"""People who talk to the desk without Telegram: they see what it replies, and mark it as shown."""

from bot.interview import taps
from bot.interview.effects import Ask, Redraw, Say
from bot.interview.events import Command, Start, Tap, Typed
from bot.usecases.batch import Office, handle
from bot.usecases.exchange import Incoming

NOW = 1_790_000_000


class Talk:
    """Several people, one desk, one transaction for each `send`."""

    def __init__(self, store, keys, dice, *, now=NOW):
        self.store, self.office, self.now = store, Office(keys, 7, dice), now
        self.update = 0
        self.replies = {}

    def incoming(self, person, event, **more):
        self.update += 1
        return Incoming(self.update, person, person, event, **more)

    def send(self, *batch):
        with self.store.write() as tx:
            handled = handle(tx, self.office, batch, self.now)
        for incoming, reply in zip(batch, handled.replies, strict=True):
            if any(isinstance(effect, Ask | Redraw) for effect in reply.effects):
                self.replies[incoming.person] = reply
        return handled.replies

    def start(self, person, **more):
        return self.send(self.incoming(person, Start(self.now), **more))[0]

    def say(self, person, words):
        return self.send(self.incoming(person, Typed(words, self.now)))[0]

    def command(self, person, name):
        return self.send(self.incoming(person, Command(name, self.now)))[0]

    def tap(self, person, *actions):
        reply = None
        for action in actions:
            reply = self.send(self.tapped(person, action))[0]
        return reply

    def tapped(self, person, action):
        return self.incoming(person, Tap(self.data(person, action), self.now), message=5, callback="c")

    def data(self, person, action):
        """The callback data of a button on the keyboard that this person sees."""
        return next(data for data in self.keyboard(person) if taps.read(data).action == action)

    def keyboard(self, person):
        message = [effect.message for effect in self.replies[person].effects if isinstance(effect, Ask | Redraw)][-1]
        return [button.data for row in message.rows for button in row]

    def complete(self, person, language="ru"):
        """A whole interview with one CSC visit."""
        self.start(person)
        self.tap(person, f"L{language}", "!yes", "=a18", "+passport", "!done", "=csc_operator", "+paper", "!done", "=no_need")
        self.tap(person, "!go", "!skip", "=4")
        self.say(person, "спасибо")
        return self.tap(person, "!send")


def texts(reply):
    return [effect.message.text for effect in reply.effects if isinstance(effect, Ask | Say | Redraw)]
