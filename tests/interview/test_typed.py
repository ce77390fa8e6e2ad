"""Typed words find a choice by label, code or number, and never guess."""

import pytest

from bot.interview.open import Open, find
from bot.interview.state import State
from bot.script.model import Choice, Question


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
        (AGES, "5", None),
        (AGES, "18", None),
        (VISITS, "1", "c1"),
        (VISITS, "4", "c3"),
        (VISITS, "ни разу", "c0"),
        (("Әйел", "Ер"), "2", "c1"),
        (("Әйел", "Ер"), "3", None),
        (("Әйел", "Ер"), "ӘЙЕЛ", "c0"),
        (("Да", "Да"), "да", None),
        (("Әйел", "Ер"), "c1", "c1"),
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
