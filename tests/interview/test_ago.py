"""When was it? Times in words, in three languages, on any keyboard, and the choices into which they can fall."""

from datetime import date

import pytest

from bot.interview import ago
from bot.interview.kinds import recency
from bot.script.model import Choice

TODAY = date(2026, 11, 29)
NOON = 1795935600
"""The same day in Almaty, in seconds since 1970."""

CHOICES = (Choice("m1", {}), Choice("m3", {}), Choice("m12", {}))
BEFORE, LATER, LONG = "m1", "m3", "m12"


def meant(words, heard=NOON):
    return [choice.code for choice in recency.among(recency.spans(CHOICES), words, heard)]


@pytest.mark.parametrize(
    "words",
    [
        "вчера", "позавчера", "сегодня утром", "на прошлой неделе", "на прошлй нидели", "2 недели назад", "пару недель назад",
        "недели две назад", "на днях", "за последний месяц", "меньше месяца назад", "в этом месяце", "10 дней назад",
        "кеше", "бүгін", "bugin", "өткен аптада", "otken aptada", "екі апта бұрын", "он күн бұрын", "соңғы айда", "осы аптада",
        "yesterday", "last week", "two weeks ago", "a few days ago", "in the last month", "the day before yesterday",
        "this week",
    ],
)  # fmt: skip
def test_words_for_the_last_month_mean_it(words):
    assert meant(words) == [BEFORE]


@pytest.mark.parametrize(
    "words",
    [
        "два месяца назад", "2 мес назад", "полтора месяца назад", "2", "8 недель назад",
        "екі ай бұрын", "eki ai burin", "2 ай бұрын", "two months ago", "2 months",
    ],
)  # fmt: skip
def test_words_for_one_to_three_months_mean_them(words):
    assert meant(words) == [LATER]


@pytest.mark.parametrize(
    "words",
    [
        "полгода назад", "год назад", "весной", "в мае", "давно", "больше года назад", "5", "в прошлом году", "лет пять назад",
        "жарты жыл бұрын", "былтыр", "bir jyl buryn", "алты ай бұрын", "наурызда", "баяғыда",
        "half a year ago", "last year", "in March", "ten months ago", "long ago",
    ],
)  # fmt: skip
def test_words_for_longer_ago_mean_it(words):
    assert meant(words) == [LONG]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("в прошлом месяце", [BEFORE, LATER]),
        ("месяц назад", [BEFORE, LATER]),
        ("бір ай бұрын", [BEFORE, LATER]),
        ("bir ai burin", [BEFORE, LATER]),
        ("last month", [BEFORE, LATER]),
        ("в октябре", [BEFORE, LATER]),
        ("қазанда", [BEFORE, LATER]),
        ("недавно", [BEFORE, LATER]),
        ("3", [LATER, LONG]),
        ("три месяца назад", [LATER, LONG]),
        ("үш ай бұрын", [LATER, LONG]),
        ("летом", [LATER, LONG]),
        ("больше месяца назад", [LATER, LONG]),
    ],
)
def test_words_at_a_border_mean_both_sides_of_it(words, codes):
    assert meant(words) == codes


@pytest.mark.parametrize("words", ["не помню", "в ЦОНе", "есімде жоқ", "", "40", "0", "да", "в этом году", "абв где"])
def test_words_that_tell_no_time_or_any_mean_nothing(words):
    assert meant(words) in ([], [BEFORE, LATER, LONG])


def test_calendar_is_known_from_the_day():
    assert ago.read("в прошлом месяце", date(2026, 12, 31)) == (31, 61)
    assert ago.read("last week", date(2026, 11, 30)) == (1, 8)
    assert ago.read("в декабре", date(2027, 1, 10)) == (9, 41)
    assert ago.read("зимой", date(2026, 6, 1)) == (92, 183)


def test_where_the_day_is_not_known_a_last_month_is_wide_and_names_say_nothing():
    assert meant("last month", heard=0) == [BEFORE, LATER]
    assert meant("last week", heard=0) == [BEFORE]
    assert meant("в октябре", heard=0) == []


def test_ranges_follow_each_other_and_the_last_is_open():
    spans = recency.spans((CHOICES[2], CHOICES[0], CHOICES[1]))

    assert list(spans) == ["m1", "m3", "m12"]
    assert [held.high for _, held in spans.values()][:2] == [ago.MONTH, 3 * ago.MONTH]
    assert spans["m12"][1].holds(10**6)


@pytest.mark.parametrize("codes", [("new", "old"), ("m1", "old"), ()])
def test_choices_whose_codes_say_no_range_have_none(codes):
    assert recency.spans([Choice(code, {}) for code in codes]) == {}


def test_no_word_says_two_things():
    said = {}
    for key, words in ago.listed():
        for word in words:
            assert said.setdefault(word, key) == key, f"{word} means {said[word]} and {key}"
