"""Plain words instead of commands, and to stop where any words could be an answer."""

import pytest

from bot.interview.effects import Ask, Finish, Keep, Say, Settle
from bot.interview.plain import COMMANDS, means
from bot.interview.state import Slot
from bot.texts import LANGUAGES, phrases
from tests.example import EXAMPLE, Walker

STOP = [word for language in LANGUAGES for word in phrases(language)["plain.stop"].split("|")]


def finished(turn):
    return next((effect.status for effect in turn.effects if isinstance(effect, Finish)), "")


def kinds(turn):
    return [type(effect) for effect in turn.effects]


def awaiting_text():
    walker = Walker().begin()
    for action in ("=a18", "=none", "=no_need", "!go", "!skip", "=4"):
        walker.tap(action)
    assert walker.state.slot == Slot("comment")
    return walker


@pytest.mark.parametrize("words", STOP)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_stopping_stop_in_any_language(words, language):
    walker = Walker().begin(language)

    assert finished(walker.type(f" {words.capitalize()}! ")) == "stopped"


@pytest.mark.parametrize("words", ["стоп", "тоқта", "тоқтат", "stop", "хватит"])
def test_the_words_that_people_use_are_known(words):
    assert words in STOP


def test_before_consent_to_stop_is_to_decline():
    walker = Walker()

    assert finished(walker.type("стоп")) == "declined"


@pytest.mark.parametrize("words", ["стоп", "тоқтат", "stop"])
def test_where_any_words_are_an_answer_it_is_asked_first(words):
    walker = awaiting_text()

    turn = walker.type(words)

    assert kinds(turn) == [Settle, Ask]
    assert walker.buttons() == ["!stop", "!resume"]
    assert walker.state.slot == Slot("comment")


@pytest.mark.parametrize("words", ["1", "yes", "да", "иә", "стоп"])
def test_yes_to_that_question_stops(words):
    walker = awaiting_text()
    walker.type("stop")

    assert finished(walker.type(words)) == "partial"


@pytest.mark.parametrize("how", ["2", "no", "жоқ", "продолжить"])
def test_no_to_that_question_shows_the_open_one_again(how):
    walker = awaiting_text()
    walker.type("stop")

    turn = walker.type(how)

    assert kinds(turn) == [Settle, Ask]
    assert turn.effects[1].message.text.startswith("Comment?")


def test_other_words_below_that_question_are_the_answer():
    walker = awaiting_text()
    walker.type("stop")

    turn = walker.type("No complaints at all")

    assert walker.state.phase == "review"
    assert next(effect.answer.text for effect in turn.effects if isinstance(effect, Keep)) == "No complaints at all"


def test_its_button_stops():
    walker = awaiting_text()
    walker.type("stop")

    assert finished(walker.tap("!stop")) == "partial"


def test_words_that_are_awaited_for_a_choice_are_asked_about_too():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.tap("+other")

    turn = walker.type("стоп")

    assert kinds(turn) == [Settle, Ask]
    assert walker.buttons() == ["!stop", "!resume"]


@pytest.mark.parametrize("words", ["help", "помощь", "көмек"])
def test_help_in_plain_words_is_answered_and_the_question_repeated(words):
    walker = Walker().begin()

    turn = walker.type(words)

    assert kinds(turn) == [Say, Settle, Ask]
    assert "/forget" in turn.effects[0].message.text


def test_a_name_of_a_language_changes_it_where_it_is_no_answer():
    walker = Walker().begin("kk")

    walker.type("русский")

    assert walker.state.language == "ru"
    assert walker.keyboards[-1].text.startswith("✓ Русский\n\nAge? (ru)")


def test_language_offers_the_way_back_to_the_question():
    walker = Walker().begin()

    picker = walker.type("язык")
    turn = walker.tap("!resume")

    assert len(picker.effects[0].message.rows) == len(EXAMPLE.languages) + 1
    assert kinds(turn) == [Settle, Ask]


def test_no_word_means_two_commands():
    words = [word for name in COMMANDS for language in LANGUAGES for word in phrases(language)[f"plain.{name}"].split("|")]

    assert all(sum(means(name, word) for name in COMMANDS) == 1 for word in words)


def test_no_word_means_both_buttons_of_a_card():
    pairs = [("resume", "restart"), ("yes", "no"), ("stop", "resume")]

    for one, other in pairs:
        for language in LANGUAGES:
            assert not any(means(other, word) for word in phrases(language)[f"plain.{one}"].split("|"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_the_cards_can_be_typed(language):
    for name in ("resume", "restart"):
        assert means(name, phrases(language)[f"resume.{name}"])
