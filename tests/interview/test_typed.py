"""Typed words find a choice by label, code or number, and never guess."""

import pytest

from bot.interview import meaning
from bot.interview.kinds import KINDS
from bot.interview.kinds.typed import find, split
from bot.interview.open import Open
from bot.interview.state import State
from bot.script.model import Choice, Question
from tests.example import EXAMPLE, Walker


def shown(*labels, names=()):
    choices = tuple(
        Choice(f"c{number}", {"ru": label, "kk": label}, name={"ru": names[number]} if names else {})
        for number, label in enumerate(labels)
    )
    return Open(Question("q", "one", {}, choices=choices), choices, State("n", 0, language="ru"))


AGES = ("Меньше 18", "18–29", "30–44", "75 и старше")
VISITS = ("Ни разу", "1 раз", "2 раза", "3–4 раза", "5 раз и больше")


@pytest.mark.parametrize(
    ("labels", "words", "code"),
    [
        (AGES, "25", "c1"),
        (AGES, "75", "c3"),
        (AGES, "5", "c0"),
        (AGES, "80", "c3"),
        (AGES, "17", "c0"),
        (AGES, "18", "c1"),
        (VISITS, "1", "c1"),
        (VISITS, "4", "c3"),
        (VISITS, "12", "c4"),
        (VISITS, "ни разу", "c0"),
        (("Әйел", "Ер"), "2", "c1"),
        (("Әйел", "Ер"), "3", None),
        (("Әйел", "Ер"), "ӘЙЕЛ", "c0"),
        (("Да", "Да"), "да", None),
        (("Әйел", "Ер"), "c1", "c1"),
        (("Әйел", "Ер"), "айел", "c0"),
        (("Әйел", "Ер"), "aiel", "c0"),
        (("Женский", "Мужской"), "жен", None),
        (("Женский", "Мужской"), "женс", "c0"),
        (("Женский", "Женат"), "жена", "c1"),
        (("Карагандинская", "Караганда"), "кара", None),
        (AGES, "40 лет", "c2"),
        (AGES, "18 29", "c1"),
        (AGES, "40 или 41", None),
        (("По 1414", "В ЦОНе", "На сайте"), "2", "c1"),
        (("В ЦОНе", "По 1414", "По 1415"), "1", "c0"),
        (("В ЦОНе", "По 1414", "По 1415"), "1414", "c1"),
        (("По 1414", "По 1415"), "1", "c0"),
        (("По 1414", "По 1415"), "1416", None),
        (("Да", "Нет"), "№2", "c1"),
        (("Да", "Нет"), "0", None),
    ],
)
def test_find_means_one_choice_or_none(labels, words, code):
    found = find(shown(*labels), words)

    assert (found.code if found else None) == code


def test_find_takes_the_number_in_a_list_whose_message_lists_numbers():
    labels = [f"{number}-сынып" for number in range(5, 30)]
    listed = shown(*labels, names=[f"Приём в {label}" for label in labels])

    assert find(listed, "7").code == "c6"


def test_find_takes_the_full_name():
    listed = shown("Права", names=("Водительское удостоверение",))

    assert find(listed, "водительское удостоверение").code == "c0"


def test_find_takes_a_synonym_in_any_language():
    choices = (Choice("tried", {"ru": "Да, но не получилось"}, also=("иә", "да", "yes")), Choice("not_tried", {"ru": "Нет"}))
    asked = Open(Question("q", "one", {}, choices=choices), choices, State("n", 0, language="ru"))

    assert [find(asked, words).code for words in ("ИӘ", "иа", "Yes", "да!", "нет")] == ["tried"] * 4 + ["not_tried"]


@pytest.mark.parametrize("words", ["1, 4", "1 и 4", "1 және 4", "1 мен 4", "1 4", "1;4", "1 and 4", "1 & 4"])
def test_split_finds_the_parts_of_several_answers(words):
    assert split(words) == ["1", "4"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("30", 30),
        ("30 минут", 30),
        ("около 30", 30),
        ("1 500", 1500),
        ("2,5", 2.5),
        ("-3", -3),
        ("2 или 3", None),
        ("много", None),
    ],
)
def test_number_is_the_only_one_among_the_words(words, number):
    asked = Open(Question("q", "number", {}), (), State("n", 0, language="ru"))

    given = KINDS["number"].read(asked, words)

    assert (given.number if given else None) == number


@pytest.mark.parametrize(
    ("words", "code"), [("Казахша", "kk"), ("на русском", "ru"), ("english", "en"), ("2", "ru"), ("kaz", "kk"), ("deutsch", "")]
)
def test_language_is_understood_in_every_language(words, code):
    assert meaning.language(EXAMPLE, words) == code


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("иа", "!yes"),
        ("Согласна", "!yes"),
        ("ОК", "!yes"),
        ("жок", "!no"),
        ("no", "!no"),
        ("и", ""),
        ("да, давайте, я согласна", "!yes"),
        ("bastau", "!yes"),
        ("да, нет", ""),
        ("да, но не сейчас", ""),
    ],
)
def test_consent_is_understood_in_every_language(words, action):
    assert meaning.consent(words) == action


def test_second_failure_says_how_to_answer_with_an_example():
    walker = Walker().begin("en")
    walker.type("qqq")
    first = walker.keyboards[-1].text
    walker.type("www")
    second = walker.keyboards[-1].text
    walker.tap("=a18")
    walker.tap("+passport")
    walker.tap("!done")

    assert "for example" not in first
    assert second.startswith("I did not understand. Tap a button, or type what stands on it, for example: “A18 (en)”.")
    assert walker.state.failures == 0


@pytest.mark.parametrize("phase", ["language", "consent"])
def test_hint_comes_before_the_first_question_too(phase):
    walker = Walker()
    if phase == "consent":
        walker.tap("Lru")
    walker.type("qqq")
    walker.type("www")

    assert {"language": "«Қазақша»", "consent": "«Участвую»"}[phase] in walker.keyboards[-1].text
