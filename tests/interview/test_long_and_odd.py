"""Long lists by page, and what people type that is no answer."""

import msgspec
import pytest

from bot.interview.effects import Ask, Settle
from bot.script.model import Block, Choice, Question
from tests.example import EXAMPLE, SERVICES, Walker, text


def kinds(turn):
    return [type(effect) for effect in turn.effects]


def long_list():
    services = tuple(Choice(f"s{number}", text(f"Short {number}"), name=text(f"Full {number}")) for number in range(1, 26))
    asked = Question("services", "many", text("Services?"), choices=(*services, *SERVICES[-2:]), max=2)
    script = msgspec.structs.replace(EXAMPLE, blocks=(Block((asked,)),))
    return Walker(script).begin()


def test_long_list_comes_in_pages_with_numbers_and_full_texts():
    walker = long_list()

    first = walker.keyboards[-1]
    walker.tap("p2")
    third = walker.keyboards[-1]

    assert "10. Full 10 (en)" in first.text
    assert "11. Full 11 (en)" not in first.text
    assert "25. Full 25 (en)" in third.text
    assert first.rows[0][0].label == "⬜ 1 · Short 1 (en)"
    assert walker.buttons()[-3:-1] == ["=none", "+other"]


def test_marks_on_other_pages_of_a_long_list_are_said():
    walker = long_list()
    walker.tap("+s2")

    walker.tap("p1")

    assert "Marked: Short 2 (en)" in walker.keyboards[-1].text


def test_words_that_change_nothing_are_answered_all_the_same():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.type("1")

    turn = walker.type("1")

    assert kinds(turn) == [Settle, Ask]
    assert walker.state.ticks == ("passport",)


def test_back_shows_what_was_answered():
    walker = Walker().begin()
    walker.tap("=a18")

    walker.tap("!back")

    assert [button.label for row in walker.keyboards[-1].rows for button in row][1] == "✓ A18 (en)"


@pytest.mark.parametrize("words", ["\u200b", "\n", "\u202e \u200d"])
def test_words_that_cannot_be_seen_are_no_answer(words):
    walker = Walker().begin()
    walker.tap("=a18")

    walker.type(words)

    assert walker.state.ticks == ()


def test_long_name_of_a_service_is_cut_in_the_questions_about_it():
    walker = Walker().begin()
    walker.tap("=a18")
    walker.type("a very long name " * 20)
    walker.tap("!done")

    assert len(walker.keyboards[-1].text) < 90


@pytest.mark.parametrize(("language", "said"), [("kk", "Тізімде жоқ қызмет"), ("ru", "Услуга не из списка")])
def test_service_without_words_is_asked_about_as_a_service_not_as_a_button(script, language, said):
    walker = Walker(script).begin(language)

    for action in ("=a30", "+other", "!done"):
        walker.tap(action)

    assert walker.keyboards[-1].text.startswith(f"«{said}»")
