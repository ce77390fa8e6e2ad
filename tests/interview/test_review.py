"""The read-back card: what it shows, what can be done there, and that it always fits."""

import msgspec
import pytest

from bot.interview.card import LINE_UNITS, lines, name
from bot.interview.effects import Ask, Finish, Keep, Redraw, Settle
from bot.interview.events import Command, Start, Tap
from bot.interview.state import Answer, Slot, State, changed, decode, encode
from bot.interview.step import ask
from bot.message import ALERT_CHARS, TEXT_UNITS, utf16_units
from bot.script.model import Block, Choice, Question
from bot.texts import LANGUAGES, phrases
from tests.example import EXAMPLE, NONCE, Walker, text

TO_THE_CARD = ("=a18", "+passport", "!done", "=csc_self", "+paper", "!done", "=no_need", "!go", "!skip", "=4", "!skip")


def at_the_card(*actions, language="en", script=EXAMPLE):
    walker = Walker(script).begin(language)
    for action in actions or TO_THE_CARD:
        walker.tap(action)
    assert walker.state.phase == "review"
    return walker


def kinds(turn):
    return [type(effect) for effect in turn.effects]


def test_card_shows_each_answer_once_under_its_service_and_notes_not():
    walker = at_the_card()

    assert walker.keyboards[-1].text.split("\n\n")[1:-1] == [
        "1. Age? A18 (en)\n2. Services? Passport (en)",
        "Passport of a citizen (en)\n3. …: how? Csc_Self (en)\n4. Why? Paper (en)",
        "5. Why never online? No_Need (en)\n6. Minutes? – No answer\n7. Mark? 4\n8. Comment? – No answer",
    ]
    assert walker.buttons() == ["!send", *(f"@{number}" for number in range(1, 9)), "!back"]


def test_short_name_stands_where_the_script_gives_one():
    asked = Question("q", "one", {"en": "A long question. And more?"}, short={"en": "Age"})

    assert (name(asked, "en"), name(msgspec.structs.replace(asked, short={}), "en")) == ("Age", "A long question.")


def test_send_ends_the_interview_and_leaves_the_card_as_a_record():
    turn = at_the_card().tap("!send")

    assert Finish("completed") in turn.effects
    assert isinstance(turn.effects[0], Settle)
    assert turn.effects[0].message.text.endswith("✓ Sent")


def test_whoever_is_not_understood_is_told_how_to_send_and_how_to_change():
    turn = at_the_card(language="ru").type("исправь там")

    (asked,) = [effect for effect in turn.effects if isinstance(effect, Ask)]
    assert asked.message.text.startswith(phrases("ru")["typed.like_card"])


def test_typed_name_of_a_line_opens_it():
    walker = at_the_card()
    walker.type("age?")

    assert walker.state.slot == Slot("age")


def test_name_that_several_lines_have_is_not_guessed():
    walker = at_the_card("=a18", "+passport", "+address", "=egov_mobile", "=egov_mobile", "!go", "!skip", "=4", "!skip")
    names = [line.item for line in lines(EXAMPLE, walker.state)]
    walker.type("…: how?")

    assert len(set(filter(None, names))) == 2
    assert walker.state.phase == "review"


@pytest.mark.parametrize("words", ["yes", "OK.", "Да", "иә", "send", "All right, send", "жіберу", "отправить"])
def test_typed_words_send_in_any_language(words):
    assert Finish("completed") in at_the_card(language="kk").type(words).effects


def test_words_that_mean_nothing_show_the_card_again():
    walker = at_the_card()

    turn = walker.type("perhaps")

    assert kinds(turn) == [Settle, Ask]
    assert walker.state.phase == "review"


@pytest.mark.parametrize("words", ["no", "Жоқ", "изменить"])
def test_who_says_that_something_is_wrong_gets_the_card_with_its_numbers_again(words):
    walker = at_the_card(language="kk")

    turn = walker.type(words)

    assert kinds(turn) == [Settle, Ask]
    assert "нөмірін басыңыз" in turn.effects[-1].message.text
    assert walker.state.failures == 0


def test_chosen_line_opens_its_question_with_what_was_answered():
    walker = at_the_card()

    turn = walker.tap("@4")

    assert kinds(turn) == [Redraw]
    assert walker.state.slot == Slot("reasons", "passport")
    assert walker.state.ticks == ("paper",)


def test_answer_can_be_left_as_it_is():
    walker = at_the_card()
    walker.type("7")
    asked = walker.keyboards[-1].text

    turn = walker.tap("!card")

    assert "Your answer: 4" in asked
    assert not [effect for effect in turn.effects if isinstance(effect, Keep)]
    assert walker.state.phase == "review"


def test_leaving_is_not_offered_while_something_is_still_to_be_asked():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.tap("!back")

    turn = walker.tap("!card")

    assert "!card" not in walker.buttons()
    assert not [effect for effect in turn.effects if isinstance(effect, Redraw)]
    assert walker.state.slot == Slot("age")


def test_only_what_became_relevant_is_asked_and_withdrawn_answers_are_not_shown():
    walker = at_the_card()
    walker.type("2")
    for action in ("-passport", "+address", "!done", "=egov_mobile"):
        walker.tap(action)

    slots = [line.slot.key for line in lines(EXAMPLE, walker.state)]

    assert walker.state.phase == "review"
    assert slots == ["age", "services", "channel@address", "minutes", "mark", "comment"]
    assert walker.state.answers["channel@passport"].withdrawn


def test_back_from_the_card_opens_the_last_question():
    walker = at_the_card()

    turn = walker.tap("!back")

    assert kinds(turn) == [Redraw]
    assert walker.state.slot == Slot("comment")


def test_stop_at_the_card_keeps_the_answers_as_partial():
    assert Finish("partial") in at_the_card().send(Command("stop", 0)).effects


def test_answer_that_ends_it_still_ends_it_from_the_card():
    walker = at_the_card()
    walker.type("1")

    assert Finish("ineligible") in walker.tap("=a0").effects


def test_language_changes_at_the_card():
    walker = at_the_card()

    walker.tap("Lru")

    assert "1. Age? A18 (ru)" in walker.keyboards[-1].text
    assert walker.state.phase == "review"


def test_card_is_shown_again_from_the_state():
    walker = at_the_card()

    again = ask(EXAMPLE, decode(encode(walker.state)))

    assert again == walker.keyboards[-1]
    assert walker.send(Start(0)).effects == (Ask(again),)


@pytest.mark.parametrize("action", ["@0", "@9", "@99999", "@x", "@²", "!done", "=a18", "!card", "!skip"])
def test_forged_tap_at_the_card_changes_nothing(action):
    walker = at_the_card()
    before = walker.state

    walker.tap(action)

    assert walker.state == before


def test_state_from_before_the_card_goes_on_to_it():
    old = {"nonce": NONCE, "seed": 1, "phase": "asking", "status": "started", "language": "en", "turn": 9, "opened": 9,
           "slot": ["comment", ""]}  # fmt: skip
    walker = at_the_card()
    state = decode(msgspec.json.encode({**old, "answers": msgspec.to_builtins(walker.state.answers)}))
    walker.state = changed(state, answers={key: one for key, one in state.answers.items() if key != "comment"})

    walker.type("fine")

    assert walker.state.phase == "review"


def test_script_without_answers_ends_without_a_card():
    walker = Walker(msgspec.structs.replace(EXAMPLE, blocks=(Block((Question("n", "note", text("Hello")),)),))).begin()

    assert Finish("completed") in walker.tap("!go").effects


def test_codes_are_kept_in_the_order_of_the_question_whatever_the_taps():
    walker = Walker().begin()

    for action in ("=a18", "+licence", "+passport", "!done"):
        walker.tap(action)

    assert walker.state.answers["services"].codes == ("passport", "licence")
    assert walker.state.slot == Slot("channel", "passport")


def test_tick_after_an_exclusive_answer_takes_its_place():
    walker = Walker().begin()
    for action in ("=a18", "=none", "!back"):
        walker.tap(action)

    walker.tap("+passport")
    walker.tap("!done")

    assert walker.state.answers["services"].codes == ("passport",)


def test_tap_on_a_stale_copy_whose_tick_is_set_already_draws_it_anew():
    walker = Walker().begin()
    walker.tap("=a18")
    stale = walker.state.turn
    walker.tap("+passport")
    before = walker.state

    turn = walker.send(Tap(f"{NONCE}:{stale}:+passport", 0))

    assert kinds(turn) == [Redraw]
    assert turn.effects[0].message == walker.keyboards[-2]
    assert walker.state == before


def test_what_is_marked_stands_in_words_and_so_does_the_limit():
    walker = Walker().begin()
    walker.tap("=a18")
    asked = walker.keyboards[-1].text
    walker.tap("+passport")
    marked = walker.keyboards[-1].text
    walker.tap("-passport")

    assert "You can mark up to 2: " in asked
    assert "Marked: Passport (en)" in marked
    assert "Nothing is marked." in walker.keyboards[-1].text


def long_lists(services, questions):
    choices = tuple(
        Choice(f"s{number}", text(f"Service number {number}"), name=text("Name " * 12)) for number in range(services)
    )
    asked = Question("services", "many", text("Services?"), choices=(*choices, Choice("other", text("Other"), typed=True)))
    each = Block(
        tuple(Question(f"q{n}", "text", text("A question with many words that go on and on?")) for n in range(questions)),
        over="services",
    )
    return msgspec.structs.replace(EXAMPLE, blocks=(Block((asked,)), each)), [choice.code for choice in asked.choices]


@pytest.mark.parametrize(("services", "questions"), [(2, 2), (25, 4), (60, 10)])
def test_card_fits_into_a_message_whatever_was_typed(services, questions):
    script, codes = long_lists(services, questions)
    words = "😀ә" * 166
    answers = {"services": Answer(Slot("services"), codes=tuple(codes), text=words)}
    answers |= {f"q{n}@{code}": Answer(Slot(f"q{n}", code), text=words) for n in range(questions) for code in codes}
    state = State(NONCE, 1, "review", "started", "ru", answers=answers)

    card = ask(script, state)

    assert utf16_units(card.text) <= TEXT_UNITS - 400
    assert sum(len(row) for row in card.rows) <= 100
    assert len(lines(script, state)) == 1 + questions * len(codes)
    assert LINE_UNITS[-1] > 20


ALERTS = ("chat.old_button", "chat.only_alone", "chat.at_most", "chat.at_least", "desk.over", "desk.nothing")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ALERTS)
def test_alert_fits_into_what_telegram_shows(key, language):
    assert len(phrases(language)[key].replace("{number}", "99")) <= ALERT_CHARS


def test_notice_in_three_languages_at_once_fits_too():
    assert len("\n\n".join(phrases(language)["desk.nothing"] for language in LANGUAGES)) <= ALERT_CHARS
