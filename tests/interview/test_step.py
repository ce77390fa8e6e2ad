import pytest

from bot.interview.effects import Alert, Ask, Bare, Finish, Forget, Keep, Redraw, Say, Settle
from bot.interview.events import Command, Start, Tap, Typed, Unreadable
from bot.interview.state import Slot
from bot.interview.step import final, step
from bot.texts import say
from tests.example import EXAMPLE, NONCE, Walker


def kinds(turn):
    return [type(effect) for effect in turn.effects]


def kept(walker):
    return [effect.answer for turn in walker.turns for effect in turn.effects if isinstance(effect, Keep)]


def test_opening_asks_for_the_language_in_all_languages():
    walker = Walker()

    text = walker.keyboards[-1].text

    assert walker.buttons() == ["Lkk", "Lru", "Len"]
    assert all(word in text for word in ("Қай тілде", "На каком языке", "Which language"))


def test_consent_names_the_operator_and_can_be_declined():
    walker = Walker()
    walker.tap("Len")

    assert "The office (en) asks" in walker.keyboards[-1].text
    turn = walker.tap("!no")

    assert Finish("declined") in turn.effects
    assert walker.state.phase == "final"


def test_answer_settles_the_question_keeps_it_and_asks_the_next():
    walker = Walker().begin()

    turn = walker.tap("=a18")

    assert kinds(turn) == [Settle, Keep, Ask]
    assert turn.effects[0].message.text == "Age? (en)\n\n✓ A18 (en)"
    assert turn.effects[1].answer.codes == ("a18",)
    assert walker.state.slot == Slot("services")


def test_ineligible_answer_ends_without_keeping_anything():
    walker = Walker().begin()

    turn = walker.tap("=a0")

    assert Finish("ineligible") in turn.effects
    assert not kept(walker)


def test_tick_redraws_in_place_and_done_shows_the_count():
    walker = Walker().begin()
    walker.tap("=a18")

    turn = walker.tap("+passport")

    assert kinds(turn) == [Redraw]
    labels = [button.label for row in walker.keyboards[-1].rows for button in row]
    assert "✅ Passport (en)" in labels
    assert "Done (1) ›" in labels


def test_two_quick_ticks_on_one_keyboard_both_count():
    walker = Walker().begin()
    for action in ("=a18", "+passport", "!done", "=csc_operator"):
        walker.tap(action)
    drawn = walker.state.turn

    walker.send(Tap(f"{NONCE}:{drawn}:+unaware", 0))
    walker.send(Tap(f"{NONCE}:{drawn}:+paper", 0))

    assert walker.state.ticks == ("unaware", "paper")


def test_double_tap_is_a_success_that_changes_nothing():
    walker = Walker().begin()
    drawn = walker.state.turn
    walker.tap("=a18")
    before = walker.state

    turn = walker.send(Tap(f"{NONCE}:{drawn}:=a18", 0))

    assert turn.effects == ()
    assert walker.state == before


def test_tap_of_another_turn_gets_a_notice_and_the_current_question():
    walker = Walker().begin()
    drawn = walker.state.turn
    walker.tap("=a18")
    before = walker.state

    turn = walker.send(Tap(f"{NONCE}:{drawn}:=a60", 0))

    assert kinds(turn) == [Alert, Bare, Settle, Ask]
    assert walker.state == before
    alert, _, settle, asked = turn.effects
    assert asked.message.text == f"{alert.text}\n\n{settle.message.text}"
    assert settle.message.rows == ()


@pytest.mark.parametrize(
    "data",
    ["", "x", "other123:3:=a18", f"{NONCE}:3:", f"{NONCE}:-3:=a18", f"{NONCE}:99:=a18", "::", "a:b:c"],
)
def test_forged_tap_changes_nothing(data):
    walker = Walker().begin()
    before = walker.state

    walker.send(Tap(data, 0))

    assert walker.state == before


def test_limit_of_many_is_said_in_an_alert():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.type("1, 2")

    turn = walker.tap("+licence")

    assert turn.effects == (Alert("You can mark at most 2. Take one mark off first."),)


def test_exclusive_choice_answers_at_once():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.tap("+passport")

    walker.tap("=none")

    assert kept(walker)[-1].codes == ("none",)
    assert walker.state.slot == Slot("person_reason")


def test_group_repeats_for_each_item_with_its_label():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.tap("+passport")
    walker.tap("+address")

    first = walker.keyboards[-1].text
    walker.tap("=egov_mobile")
    second = walker.keyboards[-1].text

    assert first.startswith("Service 1 of 2\nPassport of a citizen (en): how?")
    assert second.startswith("Service 2 of 2\nCertificate of address (en): how?")


def test_typed_other_stands_for_the_item_and_is_masked():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.tap("+other")
    walker.type("Archive paper 900101300123")
    walker.tap("!done")

    assert walker.keyboards[-1].text.startswith("Archive paper •••: how?")
    assert kept(walker)[-1].text == "Archive paper •••"


def test_service_that_is_not_online_skips_tried_and_asks_the_reasons():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.tap("+passport")
    walker.tap("!done")

    walker.tap("=csc_operator")

    assert walker.state.slot == Slot("reasons", "passport")


def test_back_opens_the_earlier_question_with_its_ticks():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.tap("+passport")
    walker.tap("!done")

    turn = walker.tap("!back")

    assert kinds(turn) == [Redraw]
    assert walker.state.slot == Slot("services")
    assert walker.state.ticks == ("passport",)


def test_changed_answer_withdraws_what_is_no_longer_asked_and_brings_it_back():
    walker = Walker().begin()
    for action in ("=a18", "+passport", "!done", "=csc_self", "+paper", "!done", "!back", "!back", "=egov_mobile"):
        walker.tap(action)

    assert walker.state.answers["reasons@passport"].withdrawn
    assert kept(walker)[-1].withdrawn
    walker.tap("!back")
    walker.tap("=csc_self")

    assert not walker.state.answers["reasons@passport"].withdrawn
    assert walker.state.answers["channel@passport"].changes == 2


def test_language_changes_in_the_middle_and_the_question_is_asked_again():
    walker = Walker().begin("kk")
    walker.tap("=a18")

    picker = walker.send(Command("language", 0))
    turn = walker.tap("Lru")

    assert kinds(picker) == [Say]
    assert kinds(turn) == [Bare, Settle, Ask]
    assert turn.effects[1].message.text.startswith("Services? (kk)")
    assert turn.effects[1].message.rows == ()
    assert walker.keyboards[-1].text.startswith("✓ Русский\n\nServices? (ru)")
    assert walker.state.slot == Slot("services")


def test_second_tap_on_the_language_asks_nothing_twice():
    walker = Walker()
    first = Tap(f"{NONCE}:{walker.state.turn}:Lru", 0)

    once, twice = walker.send(first), walker.send(first)

    assert kinds(once) == [Settle, Ask]
    assert twice.effects == ()


def test_old_keyboard_still_answers_after_a_language_change():
    walker = Walker().begin("kk")
    drawn = walker.state.turn
    walker.tap("Lru")

    walker.send(Tap(f"{NONCE}:{drawn}:=a18", 0))

    assert walker.state.slot == Slot("services")


@pytest.mark.parametrize(
    ("words", "code"),
    [("2", "a18"), ("A18 (EN)", "a18"), ("a18 (kk)", "a18"), ("  a60 ", "a60"), ("A60 (ru).", "a60")],
)
def test_typed_number_label_or_code_answers(words, code):
    walker = Walker().begin()

    # Labels of the example hold digits («A18»): a number means the value.
    walker.type({"2": "18"}.get(words, words))

    assert kept(walker)[-1].codes == (code,)


def test_typed_list_of_numbers_ticks_them():
    walker = Walker().begin()
    walker.tap("=a18")

    turn = walker.type("1, 3")

    assert walker.state.ticks == ("passport", "licence")
    assert kinds(turn) == [Settle, Ask]


def test_words_that_mean_nothing_ask_again_with_a_hint():
    walker = Walker().begin()

    turn = walker.type("perhaps")

    assert kinds(turn) == [Settle, Ask]
    assert walker.state.slot == Slot("age")
    assert turn.effects[1].message.text.startswith("I did not understand")


def test_skip_is_an_answer_without_a_value_and_only_where_it_is_optional():
    walker = Walker().begin()
    refused = walker.tap("!skip")
    walker.tap("=a18")
    walker.tap("=none")
    walker.tap("=no_need")
    walker.tap("!go")

    turn = walker.tap("!skip")

    assert kinds(refused) == [Alert, Bare, Settle, Ask]
    assert turn.effects[1].answer.skipped
    assert walker.state.slot == Slot("mark")


def test_walk_to_the_end_is_completed_and_thanked():
    walker = Walker().begin()
    for action in ("=a18", "=none", "=no_need", "!go", "!skip", "=4"):
        walker.tap(action)

    walker.type("Thank you")

    turn = walker.tap("!send")

    assert Finish("completed") in turn.effects
    assert turn.effects[-1].message.text.splitlines()[0] == "Thanks (en)"


@pytest.mark.parametrize(
    ("actions", "status"),
    [((), "stopped"), (("=a18",), "stopped"), (("=a18", "=none", "=no_need", "!go", "!skip"), "partial")],
)
def test_stop_is_partial_from_half_of_the_questions_on(actions, status):
    walker = Walker().begin()
    for action in actions:
        walker.tap(action)

    turn = walker.send(Command("stop", 0))

    assert Finish(status) in turn.effects


def test_why_says_the_reason_of_the_question_and_repeats_it():
    walker = Walker().begin()
    for action in ("=a18", "+passport", "!done"):
        walker.tap(action)

    turn = walker.send(Command("why", 0))

    assert kinds(turn) == [Say, Settle, Ask]
    assert turn.effects[0].message.text == "To know the way (en)"


def test_voice_gets_a_kind_line_and_the_question_again():
    walker = Walker().begin()

    turn = walker.send(Unreadable(0))

    assert kinds(turn) == [Settle, Ask]
    assert turn.effects[1].message.text.startswith("I understand only buttons and what you type yourself.")


def test_forget_asks_first_and_then_erases():
    walker = Walker().begin()
    walker.tap("=a18")

    question = walker.send(Command("forget", 0))
    turn = walker.tap("!forget")

    assert kinds(question) == [Say]
    assert any(isinstance(effect, Forget) for effect in turn.effects)
    assert not walker.state.answers


def test_forget_can_be_called_off():
    walker = Walker().begin()
    walker.tap("=a18")
    before = walker.state
    walker.send(Command("forget", 0))

    turn = walker.tap("!keep")

    assert kinds(turn) == [Settle, Ask]
    assert walker.state == before


@pytest.mark.parametrize("event", [Start(0), Typed("hello", 0), Tap("x", 0), Command("stop", 0), Unreadable(0)])
def test_final_interview_says_that_it_is_over(event):
    turn = step(EXAMPLE, final("ru", "partial"), event)

    assert turn.effects[-1].message.text.startswith(say("ru", "desk.over") if isinstance(event, Tap) else "Опрос окончен")


def test_final_interview_can_still_be_forgotten():
    state = final("ru", "completed")
    asked = step(EXAMPLE, state, Command("forget", 0))

    turn = step(EXAMPLE, state, Tap(asked.effects[0].message.rows[0][0].data, 0))

    assert any(isinstance(effect, Forget) for effect in turn.effects)
