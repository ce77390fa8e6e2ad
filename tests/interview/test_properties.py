"""Whatever a citizen does, in whatever order: the promises of the engine hold."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interview import state as states
from bot.interview.card import lines
from bot.interview.effects import Ask, Finish, Forget, Keep
from bot.interview.events import Command, Start, Tap, Typed, Unreadable
from bot.interview.route import route
from bot.message import DATA_BYTES, TEXT_UNITS, utf16_units
from bot.settings import ROOT
from bot.usecases.sources import loaded
from tests.example import ASIDE, EXAMPLE, NONCE, Walker

SURVEY = ROOT / "surveys" / "service_usage.yaml"
SCRIPTS = [EXAMPLE, loaded(SURVEY, ROOT / "seeds").script]

WORDS = st.one_of(
    st.sampled_from(["1", "2", "1, 3", "5", "A18 (en)", "passport", "иә", "yes", "kk", "no_need", "nan", "1e999", "², ³"]),
    st.text(max_size=40),
)
DATA = st.one_of(
    st.text(max_size=70),
    st.builds(lambda turn, action: f"{NONCE}:{turn}:{action}", st.integers(-1, 60), st.text(max_size=12)),
)
DOINGS = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 30)),
    st.tuples(st.just("tap"), st.integers(0, 30)),
    st.tuples(st.just("old"), st.integers(0, 500)),
    st.tuples(st.just("forged"), DATA),
    st.tuples(st.just("typed"), WORDS),
    st.tuples(st.just("command"), st.sampled_from(["language", "stop", "why", "privacy", "help", "forget", "again"])),
    st.tuples(st.just("other"), st.sampled_from([Start(0), Unreadable(0)])),
)


def do(walker, doing):
    """Do one thing of the list above; taps go to keyboards that were really shown."""
    how, what = doing
    keyboards = walker.keyboards if how == "old" else walker.keyboards[-1:]
    data = [button.data for message in keyboards for row in message.rows for button in row]
    events = {
        "tap": lambda: Tap(data[what % len(data)], 0) if data else Typed("5", 0),
        "old": lambda: Tap(data[what % len(data)], 0) if data else Start(0),
        "forged": lambda: Tap(what, 0),
        "typed": lambda: Typed(what, 0),
        "command": lambda: Command(what, 0),
        "other": lambda: what,
    }
    return walker.send(events[how]())


@given(st.lists(DOINGS, max_size=60), st.integers(0, 3), st.sampled_from(SCRIPTS))
@settings(max_examples=400, deadline=None)
def test_any_sequence_of_events_keeps_the_promises(doings, seed, script):
    walker = Walker(script, seed=seed)
    if seed:
        walker.begin(("kk", "ru", "en")[seed - 1])
    stored = {}

    for doing in doings:
        before = walker.state
        turn = do(walker, doing)
        state = walker.state
        for effect in turn.effects:
            if isinstance(effect, Keep):
                stored[effect.answer.slot.key] = effect.answer
            if isinstance(effect, Forget) or effect in (Finish("ineligible"), Finish("declined")):
                stored.clear()

        assert states.decode(states.encode(state)) == state
        assert sum(isinstance(effect, Ask) for effect in turn.effects) <= 1
        assert state.turn >= before.turn
        assert state.opened <= state.turn
        assert (state.slot is not None) == (state.phase == "asking")
        asked = {slot.key for slot in route(script, state.answers)}
        assert all((key in asked) != answer.withdrawn for key, answer in state.answers.items())
        if state.phase == "asking":
            assert state.slot.key in asked
            assert {key: answer for key, answer in state.answers.items() if key != "note"} == stored


@given(st.lists(DOINGS, max_size=40), st.integers(0, 10**6), st.sampled_from(SCRIPTS))
@settings(max_examples=100, deadline=None)
def test_card_is_reached_from_anywhere_and_shows_just_the_answers_that_count(doings, seed, script):
    walker = Walker(script).begin("kk")
    for doing in doings:
        do(walker, doing)
    choose = random.Random(seed).choice

    for _ in range(200):
        if walker.state.phase in ("review", "final"):
            break
        forward = [action for action in walker.buttons() if action not in ASIDE and action[0] not in "-p#@"]
        walker.tap(choose(forward)) if forward else walker.type("5")

    assert walker.state.phase in ("review", "final")
    if walker.state.phase == "review":
        asked = [slot.key for slot in route(script, walker.state.answers) if slot.question != "note"]
        assert [line.slot.key for line in lines(script, walker.state)] == asked
        assert walker.tap("!send").effects[1] == Finish("completed")


@given(st.lists(DOINGS, max_size=40), st.sampled_from(SCRIPTS))
@settings(max_examples=150, deadline=None)
def test_every_message_fits_into_telegram(doings, script):
    walker = Walker(script).begin("ru")

    for doing in doings:
        do(walker, doing)

    messages = [effect.message for turn in walker.turns for effect in turn.effects if hasattr(effect, "message")]
    assert all(0 < utf16_units(message.text) <= TEXT_UNITS for message in messages)
    buttons = [button for message in messages for row in message.rows for button in row]
    assert all(0 < len(button.data.encode()) <= DATA_BYTES for button in buttons)


@given(st.lists(DOINGS, max_size=40), st.integers(0, 10**6), st.sampled_from(SCRIPTS))
@settings(max_examples=150, deadline=None)
def test_every_walk_ends(doings, seed, script):
    walker = Walker(script).begin("kk")
    for doing in doings:
        do(walker, doing)

    steps = walker.finish(random.Random(seed).choice)

    assert steps < 200
