import pytest

from bot.interview import taps
from bot.interview.effects import Redraw, Remember, Say
from bot.interview.events import Tap, Typed
from bot.interview.last import COMMENT_UNITS, NONCE, message
from bot.interview.state import Ending, changed
from bot.interview.step import final, step
from bot.message import LABEL_CHARS, TEXT_UNITS, utf16_units
from bot.texts import LANGUAGES
from tests.example import EXAMPLE


def ended(status="completed", **ending):
    return final("ru", status, turn=9, ending=Ending(**ending))


def tap(state, action, turn=9, nonce=NONCE):
    return step(EXAMPLE, state, Tap(taps.data(nonce, turn, action), 5))


def buttons(shown):
    return [taps.read(button.data).action for row in shown.rows for button in row]


@pytest.mark.parametrize(
    ("action", "ending"),
    [
        ("!useful", Ending(useful="yes")),
        ("!useless", Ending(useful="no")),
        ("!invite", Ending(invite=True)),
        ("!uninvite", Ending(invite=False)),
    ],
)
def test_tap_is_remembered_and_seen_in_the_message(action, ending):
    turn = tap(ended(), action)

    remembered, redrawn = turn.effects
    assert remembered == Remember(ending)
    assert "✓" in redrawn.message.text
    assert action not in buttons(redrawn.message)


def test_second_tap_only_draws_the_message_again():
    turn = tap(ended(useful="yes"), "!useful")

    assert [type(effect) for effect in turn.effects] == [Redraw]


@pytest.mark.parametrize("status", ["partial", "stopped", "expired", "ineligible", "declined"])
def test_only_a_completed_interview_has_it(status):
    turn = tap(ended(status), "!invite")

    assert not [effect for effect in turn.effects if isinstance(effect, Remember)]


@pytest.mark.parametrize("wrong", [{"turn": 8}, {"nonce": "k3v9x2ab"}, {"action": "!yes"}, {"action": "=a18"}])
def test_tap_of_another_message_changes_nothing(wrong):
    turn = tap(ended(), **{"action": "!invite", **wrong})

    assert turn.state.ending == Ending()
    assert not [effect for effect in turn.effects if isinstance(effect, Remember)]


def test_comment_is_masked_before_it_is_cut():
    turn = step(EXAMPLE, ended(), Typed("я" * 493 + " 87011234567", 5))

    assert utf16_units(turn.state.ending.comment) <= COMMENT_UNITS
    assert "8701" not in turn.state.ending.comment


def test_second_comment_is_added_to_the_first():
    state = step(EXAMPLE, ended(), Typed("Очередь", 5)).state

    turn = step(EXAMPLE, state, Typed("Спасибо", 6))

    assert turn.state.ending.comment == "Очередь / Спасибо"
    assert [type(effect) for effect in turn.effects] == [Remember, Say]


@pytest.mark.parametrize(("at", "kept"), [(100, True), (101, False)])
def test_words_are_a_comment_until_their_time_is_over(at, kept):
    turn = step(EXAMPLE, ended(until=100), Typed("Очередь", at))

    assert bool(turn.state.ending.comment) == kept
    assert turn.effects


@pytest.mark.parametrize("words", ["/again", "   "])
def test_unknown_command_and_empty_words_are_no_comment(words):
    assert step(EXAMPLE, ended(), Typed(words, 5)).state.ending.comment == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", [Ending(), Ending("yes", "x" * 500, invite=True), Ending("no", invite=False)])
def test_message_fits_with_short_buttons(language, ending):
    shown = message(EXAMPLE, changed(replace_language(ended(), language, ending), others="…"))

    assert utf16_units(shown.text) <= TEXT_UNITS
    assert "…" in shown.text
    assert all(len(button.label) <= LABEL_CHARS for row in shown.rows for button in row)


def replace_language(state, language, ending):
    return final(language, state.status, turn=state.turn, ending=ending)
