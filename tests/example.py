"""A small script with every kind of question, and a citizen who walks through any script."""

from collections.abc import Callable

from bot.interview import taps
from bot.interview.effects import Ask, Redraw, Turn
from bot.interview.events import Start, Tap, Typed
from bot.interview.state import State
from bot.interview.step import opening, step
from bot.message import Message
from bot.script.model import And, Answered, Block, Choice, Compare, Not, Or, Over, Question, Ref, Script

NONCE = "k3v9x2ab"

ASIDE = ("!back", "!no", "!card")
"""Buttons that do not lead on to the end."""


def text(words: str) -> dict[str, str]:
    return {language: f"{words} ({language})" for language in ("kk", "ru", "en")}


def choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, text(code.title())) for code in codes)


SERVICES = (
    Choice("passport", text("Passport"), name=text("Passport of a citizen"), columns={"online": "no"}),
    Choice("address", text("Address"), name=text("Certificate of address"), columns={"online": "yes"}),
    Choice("licence", text("Licence"), name=text("Licence to drive"), columns={"online": "partly"}),
    Choice("none", text("No service"), only=True),
    Choice("other", text("Another one"), typed=True),
)
VISITED = Compare(Ref("channel"), "in", ("csc_operator", "csc_self"))
NOT_TRIED = Or((Not(Answered("tried")), Compare(Ref("tried"), "!=", ("tried",))))
REASONS = (*choices("unaware", "faster", "paper"), Choice("hard_to_say", text("Hard to say"), only=True))

BEFORE = Block(
    (
        Question("age", "one", text("Age?"), measures="age", choices=choices("a0", "a18", "a60"), ineligible=("a0",)),
        Question("services", "many", text("Services?"), measures="service", choices=SERVICES, max=2),
    )
)
EACH = Block(
    (
        Question(
            "channel",
            "one",
            text("{item}: how?"),
            measures="channel",
            why=text("To know the way"),
            choices=choices("csc_operator", "csc_self", "egov_mobile"),
        ),
        Question(
            "tried",
            "one",
            text("Tried online?"),
            measures="tried_online",
            when=And((VISITED, Compare(Ref("services", "online"), "!=", ("no",)))),
            choices=choices("tried", "not_tried"),
        ),
        Question(
            "reasons",
            "many",
            text("Why?"),
            measures="reason",
            when=And((VISITED, NOT_TRIED)),
            choices=REASONS,
            shuffle=True,
        ),
    ),
    over="services",
)
AFTER = Block(
    (
        Question(
            "person_reason",
            "one",
            text("Why never online?"),
            when=Not(Over("any", "services", Compare(Ref("channel"), "==", ("egov_mobile",)))),
            choices=(*choices("no_need"), Choice("other", text("Another reason"), typed=True)),
        ),
        Question("note", "note", text("Two more.")),
        Question("minutes", "number", text("Minutes?"), min=0, max=600, optional=True),
        Question("mark", "scale", text("Mark?"), measures="satisfaction", min=1, max=5),
        Question("comment", "text", text("Comment?"), optional=True),
    )
)

EXAMPLE = Script(
    survey="example",
    title=text("Example"),
    languages=("kk", "ru", "en"),
    consent={language: "{operator} asks. " + language for language in ("kk", "ru", "en")},
    thanks=text("Thanks"),
    operator=text("The office"),
    blocks=(BEFORE, EACH, AFTER),
)


class Walker:
    """A citizen who taps and types through a script and remembers every keyboard."""

    def __init__(self, script: Script = EXAMPLE, *, seed: int = 1) -> None:
        self.script = script
        self.state: State = opening(NONCE, seed)
        self.keyboards: list[Message] = []
        self.turns: list[Turn] = []
        self.send(Start(0))

    def send(self, event: object) -> Turn:
        turn = step(self.script, self.state, event)
        self.state = turn.state
        self.turns.append(turn)
        self.keyboards += [effect.message for effect in turn.effects if isinstance(effect, Ask | Redraw)]
        return turn

    def tap(self, action: str) -> Turn:
        return self.send(Tap(taps.data(NONCE, self.state.turn, action), 0))

    def type(self, words: str) -> Turn:
        return self.send(Typed(words, 0))

    def begin(self, language: str = "en") -> "Walker":
        self.tap(f"L{language}")
        self.tap("!yes")
        return self

    def buttons(self) -> list[str]:
        """The actions on the newest keyboard."""
        rows = self.keyboards[-1].rows
        return [press.action for row in rows for button in row if (press := taps.read(button.data))]

    def finish(self, choose: Callable[[list[str]], str], limit: int = 200) -> int:
        """Tap what `choose` picks (or type 5 where there is no button) until the end; returns the number of steps."""
        for steps in range(limit):
            if self.state.phase == "final":
                return steps
            forward = [action for action in self.buttons() if action not in ASIDE and action[0] not in "-p#@"]
            self.tap(choose(forward)) if forward else self.type("5")
        raise AssertionError(f"still at {self.state.slot} after {limit} steps")
