"""The machine of `wholebot` driven by Hypothesis, shown to get everywhere, and shown to notice what it should.

`NEGE_HYPOTHESIS=long` plays far more of it than CI has time for.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import text

from tests.usecases.wholebot import DAY, HOUR, SEEN, WholeBot

LONG = os.environ.get("NEGE_HYPOTHESIS") == "long"
RUNS, STEPS = (1000, 80) if LONG else (12, 30)
EVERYTHING = {
    "completed", "partial", "stopped", "expired", "phase language", "phase consent", "phase asking", "phase review",
    "expired by the clock", "reminders and invitations", "a duplicate", "a person who left", "a restart", "a new key",
}  # fmt: skip
"""What long runs must have met."""


def test_whole_bot_holds_whatever_happens(tell):
    whole = settings(max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck))

    try:
        run_state_machine_as_test(WholeBot, settings=whole)
    finally:
        tell("whole bot: " + ", ".join(f"{SEEN[name]} × {name}" for name in sorted(SEEN)))

    assert not LONG or set(SEEN) >= EVERYTHING


@pytest.fixture
def machine():
    """A bot that is up, and 1001, who completed an interview with a visit to a CSC."""
    machine = WholeBot()
    machine.open()
    _walk(machine, 1001)
    yield machine
    machine._down()
    machine.loop.close()


def _walk(machine, person, *, until=""):
    """Start and go ahead, to the end or until such a button is there."""
    machine.offered[person].clear()
    machine.start(person, "")
    actions = ("Lru", "!yes", "=a18", "+address", "!done", "=csc_operator", "=not_tried", "+paper", "!done", "=no_need")
    for action in (*actions, "!go", "!skip", "=5", "!skip", "!send"):
        if not machine._buttons(person, action, until or action):
            machine.wait(40)  # where the message was lost, the sweep shows it again
        if until and machine._buttons(person, until):
            return
        machine._press(person, machine._buttons(person, action), 0)


def _holds(machine):
    machine.rows_agree()
    machine.nobody_is_two_people()


def test_machine_reaches_every_end_of_an_interview(machine):
    before = SEEN.copy()
    _walk(machine, 1002, until="!send")
    machine.speak_another_language(1002, 1)
    machine.come_again(0)
    machine.command(1002, "stop")
    _walk(machine, 1003, until="+address")
    machine.command(1003, "stop")
    _holds(machine)
    machine.next_wave()
    _walk(machine, 1003, until="+address")
    machine.all_at_once([1003, 1003], 0, again=True)
    machine.wait(40)
    machine.wait(25 * HOUR)
    machine.wait(15 * DAY)
    machine.take_a_new_key()
    machine.restart()
    _holds(machine)
    machine.leave(1001, "иә")
    _holds(machine)

    met = {name for name in SEEN if SEEN[name] > before[name]}

    assert met >= EVERYTHING - {"phase language", "phase consent", "phase asking", "phase review"}


DAMAGE = {
    "a lost answer": "DELETE FROM answer WHERE interview_id = 2",
    "a withdrawn answer to what is asked": "UPDATE answer SET withdrawn = 1 WHERE interview_id = 1",
    "another episode than the answers give": "UPDATE episode SET service = 'passport'",
    "an end without a week": "UPDATE interview SET week = NULL WHERE id = 1",
    "a question that is not on the way": """
        UPDATE interview SET state = replace(state, '"channel","address"', '"channel","licence"') WHERE id = 2
    """,
    "a question that was shown before it was asked": "UPDATE interview SET shown_turn = turn + 1 WHERE id = 2",
}


@pytest.mark.parametrize("harm", DAMAGE)
def test_machine_notices(machine, harm):
    _walk(machine, 1002, until="=csc_operator")
    _holds(machine)
    with machine.store.write() as tx:
        assert tx.execute(text(DAMAGE[harm])).rowcount

    with pytest.raises(AssertionError):
        _holds(machine)


def test_machine_notices_words_that_outlived_their_owner(machine):
    _walk(machine, 1002, until="!skip")
    machine.say_what_nobody_else_says(1002)
    words = next(trace for trace in machine.traces[1002] if trace.decode(errors="ignore").startswith("сирек")).decode()
    machine.leave(1002, "да")
    machine._look_for_traces()

    with machine.store.write() as tx:
        tx.execute(text("UPDATE interview SET comment = :words").bindparams(words=words))

    with pytest.raises(AssertionError):
        machine._look_for_traces()
