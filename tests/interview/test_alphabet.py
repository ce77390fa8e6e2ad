"""Lists stand in the order in which people look for words."""

import random

import pytest

from bot.interview.alphabet import KAZAKH, key

SORTED = [
    ["аға", "әже", "бала", "вагон", "ғылым", "даму"],
    ["кеме", "көлік", "күн", "қала", "қоғам", "лагерь"],
    ["нан", "ңң", "ой", "өтініш", "ру"],
    ["ту", "уақыт", "ұл", "үй", "факс", "хат", "һәм"],
    ["ырыс", "іс", "эфир"],
    ["еда", "ёлка", "жир"],
    ["Жер ісі", "Жерлеу"],
    ["1-сынып", "eGov", "Апостиль"],
]


@pytest.mark.parametrize("words", SORTED, ids=lambda words: words[0])
def test_words_stand_in_the_order_of_the_kazakh_alphabet(words):
    mixed = random.Random(1).sample(words, len(words))

    assert sorted(mixed, key=key) == words


def test_alphabet_has_every_letter_once():
    assert len(KAZAKH) == len(set(KAZAKH)) == 42


def test_case_and_signs_do_not_count():
    assert key("«Үй»") == key("үй")
