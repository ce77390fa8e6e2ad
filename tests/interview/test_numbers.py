"""A typed number: a value where labels hold values, else a place, and the same row in every language of the survey."""

import pytest

from bot.interview.kinds.one import read
from bot.interview.kinds.reading import Given, Looked
from bot.interview.kinds.typed import find
from bot.interview.open import Open, of
from bot.interview.shelves import alphabetical
from bot.interview.spans import Span, span
from bot.interview.state import Slot, State, changed
from bot.script.model import Choice


def asked(script, name):
    return next(question for block in script.blocks for question in block.questions if question.id == name)


def opened(script, question, language):
    state = State("n", 1, phase="asking", language=language, slot=Slot(question.id))
    return Open(question, question.choices, state) if "item" in str(question.ask) else of(script, state)


def test_number_means_the_same_row_in_every_language(script):
    numbered = [
        each for block in script.blocks for each in block.questions if each.choices and not alphabetical(each.choices, "kk")
    ]
    assert len(numbered) > 10
    for question in numbered:
        for number in (*range(15), 80, 1414):
            found = [find(opened(script, question, language), str(number)) for language in script.languages]
            assert found[0] == found[1] == found[2], f"{question.id}: {number}"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_listed_number_of_a_service_is_the_same_in_every_language(script, language):
    shown = opened(script, asked(script, "services"), language)
    state = changed(shown.state, category="pension")

    listed = dict(Open(shown.question, shown.choices, state).page())

    places = {number: choice.code for number, choice in enumerate(shown.choices, 1)}
    assert listed
    assert all(places[number] == choice.code for number, choice in listed.items())
    assert [choice.code for choice in shown.choices] == [choice.code for choice in opened(script, shown.question, "kk").choices]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_phone_number_in_a_label_is_a_name_and_no_amount(script, language):
    shown = opened(script, asked(script, "channel"), language)

    assert [find(shown, words).code for words in ("1", "2", "1414")] == ["csc_operator", "csc_helped", "call_1414"]


@pytest.mark.parametrize(
    ("label", "held"),
    [
        ("18–29", (18, 29)),
        ("1 рет", (1, 1)),
        ("Меньше 18", (float("-inf"), 17)),
        ("18-ге толмадым", (float("-inf"), 17)),
        ("Under 18", (float("-inf"), 17)),
        ("75 и старше", (75, float("inf"))),
        ("75 және одан жоғары", (75, float("inf"))),
        ("5 times or more", (5, float("inf"))),
        ("65+", (65, float("inf"))),
    ],
)
def test_label_says_which_numbers_it_holds(label, held):
    assert span(Choice("c", {"ru": label})) == Span(*held)


@pytest.mark.parametrize("label", ["Не помню", "Контакт-центр 1414", ""])
def test_label_without_amounts_holds_none(label):
    assert span(Choice("c", {"ru": label})) is None


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(("words", "code"), [("25", "a18"), ("44 года", "a30"), ("80", "a75"), ("18", "a18"), ("99", "a75")])
def test_age_is_understood_as_it_is_typed(script, language, words, code):
    assert read(opened(script, asked(script, "age"), language), words) == Given((code,))


@pytest.mark.parametrize("words", ["17", "5", "1"])
def test_number_that_would_end_the_interview_is_asked_about(script, words):
    shown = opened(script, asked(script, "age"), "ru")

    assert read(shown, words) == Looked(words, ("a0",))


def test_what_is_listed_for_a_question_back_is_taken_by_its_place(script):
    state = State("n", 1, phase="asking", language="ru", slot=Slot("age"), query="5", hits=("a0",))

    assert read(of(script, state), "1") == Given(("a0",))
    assert read(of(script, state), "25") == Given(("a18",))


@pytest.mark.parametrize(
    ("words", "reading"),
    [
        ("на прошлой неделе", Given(("m1",))),
        ("екі ай бұрын", Given(("m3",))),
        ("half a year ago", Given(("m12",))),
        ("2 недели назад", Given(("m1",))),
        ("3 дня назад", Given(("m1",))),
        ("1", Given(("m1",))),
        ("2", Given(("m3",))),
        ("3", Looked("3", ("m3", "m12"))),
        ("месяц назад", Looked("месяц назад", ("m1", "m3"))),
        ("бір ай бұрын", Looked("бір ай бұрын", ("m1", "m3"))),
        ("не помню", None),
        ("1–3 месяца назад", Given(("m3",))),
        ("1-3 ай бурын", Given(("m3",))),
        ("1-3 months ago", Given(("m3",))),
        ("в последний месяц", Given(("m1",))),
    ],
)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_time_in_words_is_one_answer_or_a_question_back(script, language, words, reading):
    assert read(opened(script, asked(script, "recency"), language), words) == reading


def test_of_two_times_offered_a_number_means_its_place(script):
    question = asked(script, "recency")
    state = State("n", 1, phase="asking", language="ru", slot=Slot(question.id), query="3", hits=("m3", "m12"))
    shown = Open(question, question.choices, state)

    assert [read(shown, words) for words in ("1", "2")] == [Given(("m3",)), Given(("m12",))]
