"""Back after a while: time comes with the events."""

import msgspec
import pytest

from bot.interview import prompts, taps
from bot.interview.effects import Alert, Ask, Bare, Finish, Keep, Quiet, Say, Settle
from bot.interview.events import Command, Start, Tap, Typed, Unreadable
from bot.interview.resume import SILENCE_SECONDS
from bot.interview.state import Slot, decode, encode
from bot.interview.step import final, step
from bot.texts import LANGUAGES, say
from tests.example import EXAMPLE, NONCE, Walker

BEGUN = 1_790_000_000


class Visitor(Walker):
    """A citizen with a watch."""

    now = BEGUN

    def send(self, event):
        return super().send(type(event)(*_told(event), self.now))


def _told(event):
    return [getattr(event, name) for name in event.__dataclass_fields__ if name != "at"]


@pytest.fixture(params=LANGUAGES)
def visitor(request):
    """Somebody who answered two questions and then was away for two hours."""
    visitor = Visitor().begin(request.param)
    for action in ("=a18", "+passport", "!done"):
        visitor.tap(action)
    visitor.now += SILENCE_SECONDS
    return visitor


def kinds(turn):
    return [type(effect) for effect in turn.effects]


def actions(message):
    return [taps.read(button.data).action for row in message.rows for button in row]


def text(visitor, key, **values):
    return say(visitor.state.language, key, **values)


def test_start_in_the_middle_says_that_it_goes_on(visitor):
    visitor.now -= SILENCE_SECONDS
    turn = visitor.send(Start(0))

    assert kinds(turn) == [Settle, Ask]
    assert turn.effects[1].message.text == f"{text(visitor, 'onward.resumed')}\n\n{turn.effects[0].message.text}"
    assert turn.state.turn == visitor.turns[-2].state.turn


@pytest.mark.parametrize("actions", [(), ("Lru",)])
def test_start_before_the_first_question_says_nothing_of_going_on(actions):
    visitor = Visitor()
    for action in actions:
        visitor.tap(action)

    assert visitor.send(Start(0)).effects[-1].message == visitor.keyboards[-2]


@pytest.mark.parametrize("event", [Start(0), Typed("egov_mobile", 0), Unreadable(0)])
def test_who_comes_back_after_two_hours_is_asked_whether_to_go_on(visitor, event):
    turn = visitor.send(event)

    assert kinds(turn) == [Settle, Ask]
    assert EXAMPLE.blocks[1].questions[0].ask[visitor.state.language].replace("{item}", "")[:4] in turn.effects[1].message.text
    assert actions(turn.effects[1].message) == ["!resume", "!restart"]
    assert visitor.state.slot == Slot("channel", "passport")
    assert not any(isinstance(effect, Keep) for effect in turn.effects)


def test_words_that_are_not_taken_are_not_lost_silently(visitor):
    typed = visitor.type("egov_mobile")

    assert typed.effects[1].message.text.startswith(text(visitor, "resume.not_taken"))


def test_a_moment_before_two_hours_words_are_an_answer(visitor):
    visitor.now -= 1

    visitor.type("egov_mobile")

    assert visitor.state.answers["channel@passport"].codes == ("egov_mobile",)


@pytest.mark.parametrize("event", [Start(BEGUN), Typed("a18", BEGUN)])
def test_a_state_of_before_that_knows_no_moment_is_not_interrupted_and_learns_it(event):
    older = decode(encode(Walker().begin().state))
    assert "heard" not in encode(older)

    turn = step(EXAMPLE, older, event)

    assert (turn.state.card, turn.state.heard) == ("", BEGUN)


def test_a_tap_on_the_open_question_counts_however_late(visitor):
    visitor.now += 13 * 24 * 3600

    visitor.tap("=egov_mobile")

    assert visitor.state.answers["channel@passport"].codes == ("egov_mobile",)


def test_a_tap_on_the_open_question_counts_below_the_card_too(visitor):
    drawn = visitor.keyboards[-1].rows[2][0].data
    visitor.send(Start(0))

    visitor.send(Tap(drawn, 0))

    assert visitor.state.answers["channel@passport"].codes == ("egov_mobile",)
    assert visitor.state.card == ""


@pytest.mark.parametrize("how", ["tap", "word", "number"])
def test_continue_shows_the_open_question_anew(visitor, how):
    visitor.send(Start(0))
    words = {"word": text(visitor, "resume.resume").upper(), "number": "1"}

    turn = visitor.tap("!resume") if how == "tap" else visitor.type(words[how])

    assert kinds(turn) == [Settle, Ask]
    assert turn.effects[0].message.text.endswith(f"✓ {text(visitor, 'resume.resume')}")
    assert "=csc_self" in visitor.buttons()
    visitor.tap("=csc_self")
    assert visitor.state.answers["channel@passport"].codes == ("csc_self",)


@pytest.mark.parametrize("how", ["tap", "word", "number"])
def test_start_again_withdraws_every_answer_and_asks_the_first_question(visitor, how):
    visitor.send(Start(0))
    words = {"word": text(visitor, "resume.restart"), "number": "2"}

    turn = visitor.tap("!restart") if how == "tap" else visitor.type(words[how])

    kept = [effect.answer for effect in turn.effects if isinstance(effect, Keep)]
    assert [(answer.slot.key, answer.withdrawn) for answer in kept] == [("age", True), ("services", True)]
    assert (visitor.state.slot, visitor.state.answers, visitor.state.status) == (Slot("age"), {}, "consented")
    assert turn.effects[-1].message.text.startswith("Age?")


def test_after_starting_again_old_keyboards_are_old_and_no_answer_comes_back(visitor):
    services, channel = visitor.keyboards[-3].rows[0][0].data, visitor.keyboards[-1].rows[0][0].data
    visitor.send(Start(0))
    visitor.tap("!restart")

    stale = [visitor.send(Tap(data, 0)) for data in (services, channel)]
    visitor.tap("=a60")

    assert [kinds(turn) for turn in stale] == [[Alert, Bare, Settle, Ask]] * 2
    assert {key: answer.codes for key, answer in visitor.state.answers.items()} == {"age": ("a60",)}


def test_who_started_again_and_stops_did_not_answer_half(visitor):
    visitor.send(Start(0))
    visitor.tap("!restart")

    assert Finish("stopped") in visitor.send(Command("stop", 0)).effects


def test_words_below_the_card_bring_it_again_even_at_once(visitor):
    visitor.send(Start(0))

    turn = visitor.type("egov_mobile")

    assert actions(turn.effects[1].message) == ["!resume", "!restart"]
    assert "channel@passport" not in visitor.state.answers


@pytest.mark.parametrize("name", ["why", "privacy", "help"])
def test_commands_are_answered_and_repeat_the_card(visitor, name):
    visitor.send(Start(0))

    turn = visitor.send(Command(name, 0))

    assert kinds(turn) == [Say, Settle, Ask]
    assert actions(turn.effects[2].message) == ["!resume", "!restart"]


def test_again_shows_the_open_question_in_place_of_the_card(visitor):
    visitor.send(Start(0))

    visitor.send(Command("again", 0))

    assert "=csc_self" in visitor.buttons()
    assert visitor.state.card == ""


def test_again_moves_nothing(visitor):
    before = visitor.state

    turn = visitor.send(Command("again", 0))

    assert kinds(turn) == [Settle, Ask]
    assert msgspec.structs.replace(visitor.state, heard=before.heard) == before


class TestReminder:
    @pytest.fixture
    def told(self, visitor):
        visitor.now += 22 * 3600
        return prompts.reminder(EXAMPLE, visitor.state)

    def press(self, message, action):
        return Tap(next(b.data for row in message.rows for b in row if taps.read(b.data).action == action), 0)

    def test_says_where_one_stopped_and_how_to_be_left_alone(self, told):
        assert "Passport of a citizen" in told.text
        assert actions(told) == ["!resume", "!quiet"]

    def test_continue_shows_the_open_question_at_any_age(self, visitor, told):
        visitor.tap("=egov_mobile")
        visitor.now += 5 * 24 * 3600

        turn = visitor.send(self.press(told, "!resume"))

        assert kinds(turn) == [Settle, Ask]
        assert visitor.state.slot == Slot("note")

    @pytest.mark.usefixtures("told")
    def test_continue_typed_is_enough(self, visitor):
        turn = visitor.type(text(visitor, "resume.resume"))

        assert kinds(turn) == [Settle, Ask]
        # The message that is edited is the open question's: it stays what it was.
        assert turn.effects[0].message.text == turn.effects[1].message.text
        assert "=csc_self" in visitor.buttons()

    def test_continue_tapped_twice_shows_the_question_once_and_on_another_day_again(self, visitor, told):
        press = self.press(told, "!resume")
        visitor.send(press)
        twice = visitor.send(press)
        visitor.now += 3600

        later = visitor.send(press)

        assert (kinds(twice), kinds(later)) == ([], [Settle, Ask])

    @pytest.mark.usefixtures("told")
    @pytest.mark.parametrize("nonce", [NONCE, "another1"])
    def test_no_more_works_at_once_and_on_reminders_of_other_interviews(self, visitor, nonce):
        before = visitor.state

        turn = visitor.send(Tap(f"{nonce}:1:!quiet", 0))

        assert kinds(turn) == [Settle, Quiet, Alert]
        assert turn.effects[2].text == text(visitor, "remind.quiet")
        assert msgspec.structs.replace(visitor.state, heard=before.heard) == before

    def test_no_more_works_after_the_end(self, visitor, told):
        turn = step(EXAMPLE, final(visitor.state.language, "stopped"), self.press(told, "!quiet"))

        assert Quiet() in turn.effects
