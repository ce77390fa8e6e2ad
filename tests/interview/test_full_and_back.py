"""A question that is full goes on by itself, and one that was left by going back keeps its marks."""

import pytest

from bot.interview.effects import Alert, Ask, Keep, Settle
from bot.interview.events import Tap
from bot.interview.state import decode, encode
from bot.interview.step import opening
from bot.settings import ROOT
from bot.usecases.sources import loaded
from tests.example import NONCE, Walker


@pytest.fixture
def walker():
    """Before the services of the example: at most two may be marked."""
    walker = Walker().begin()
    walker.tap("=a18")
    return walker


@pytest.fixture
def at_services():
    """Before the services of the shipped survey: a long list, at most three."""
    walker = Walker(loaded(ROOT / "surveys" / "service_usage.yaml", ROOT / "seeds").script)
    walker.state = opening(NONCE, 1)
    walker.begin().tap("=a30")
    return walker


def test_last_mark_that_may_be_made_answers_the_question(walker):
    walker.tap("+address")

    turn = walker.tap("+passport")

    assert [type(effect) for effect in turn.effects] == [Settle, Keep, Ask]
    assert turn.effects[1].answer.codes == ("passport", "address")
    assert walker.state.slot.key == "channel@passport"


def test_done_right_behind_the_last_mark_is_a_success_that_changes_nothing(walker):
    walker.tap("+address")
    drawn = walker.state.turn
    walker.tap("+passport")
    before = walker.state

    turn = walker.send(Tap(f"{NONCE}:{drawn}:!done", 0))

    assert (turn.effects, walker.state) == ((), before)


def test_done_on_an_older_keyboard_is_an_old_button_all_the_same(walker):
    drawn = walker.state.turn
    walker.tap("+address")
    walker.tap("+passport")

    turn = walker.send(Tap(f"{NONCE}:{drawn}:!done", 0))

    assert isinstance(turn.effects[0], Alert)


def test_typed_marks_wait_for_done_however_many_they_are(walker):
    walker.type("1, 2")

    assert walker.state.ticks == ("passport", "address")
    assert walker.buttons() == ["-passport", "-address", "=none", "!done", "!back"]
    assert "2 are marked, and that is the most." in walker.keyboards[-1].text


def test_mark_taken_off_a_full_question_brings_the_others_back(walker):
    walker.type("1, 2")

    walker.tap("-passport")

    assert walker.buttons() == ["+passport", "-address", "+licence", "=none", "+other", "!done", "!back"]


def test_full_long_list_shows_what_is_marked_wherever_it_stands(at_services):
    at_services.type("1, 2, 43")

    marked = [action for action in at_services.buttons() if action[0] == "-"]
    assert len(marked) == 3
    assert set(at_services.buttons()) == {*marked, "=none", "!done", "!back"}
    assert "43. " in at_services.keyboards[-1].text


def test_marks_stand_there_again_after_going_back(walker):
    walker.tap("+address")

    walker.tap("!back")
    walker.state = decode(encode(walker.state))
    walker.tap("=a60")

    assert walker.state.slot.key == "services"
    assert walker.state.ticks == ("address",)
    assert "Marked: Address (en)" in walker.keyboards[-1].text


def test_question_that_was_answered_shows_its_answer_after_going_back(walker):
    for action in ("+address", "!done", "!back", "-address", "!back", "=a18", "!back"):
        walker.tap(action)

    assert walker.state.slot.key == "services"
    assert (walker.state.ticks, walker.state.drafts) == (("address",), {})


def test_words_typed_for_a_mark_stand_there_again_after_going_back(walker):
    walker.tap("+other")
    walker.type("a dog licence")

    walker.tap("!back")
    walker.tap("=a18")

    assert (walker.state.ticks, walker.state.words) == (("other",), "a dog licence")


def test_answer_leaves_no_draft_and_start_again_none_at_all(walker):
    for action in ("+address", "!back", "=a18", "!done"):
        walker.tap(action)

    assert walker.state.drafts == {}


@pytest.mark.parametrize(("way", "up"), [("#health", "*"), ("#*", "")])
def test_back_inside_a_long_list_leads_out_of_it_and_keeps_what_is_marked(at_services, way, up):
    at_services.tap("+eds")
    at_services.tap("#*")
    at_services.tap(way)

    assert "!back" not in at_services.buttons()
    at_services.type("back")

    assert at_services.state.slot.key == "services"
    assert (at_services.state.category, at_services.state.ticks) == (up, ("eds",))
