"""Numbers and weeks in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.report.numbers import count, percent
from bot.report.periods import moment_words, period_words, week_words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 7, "0%"), (1, 2, "50%"), (1, 3, "33%"), (1, 8, "13%"), (1, 1000, "<1%"), (999, 1000, ">99%"), (7, 7, "100%")],
)
def test_percent_is_whole_and_never_hides_somebody(part, whole, words):
    assert percent("en", part, whole) == words


def test_numbers_have_the_spaces_of_their_language():
    assert [count(language, 1045) for language in ("kk", "ru", "en")] == ["1\u00a0045", "1\u00a0045", "1,045"]
    assert [percent(language, 27, 100) for language in ("kk", "ru", "en")] == ["27%", "27\u00a0%", "27%"]


@given(st.integers(1, 10**9).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_percent_is_within_half_a_point(case):
    part, whole = case

    assert abs(int(percent("en", part, whole).strip("<>%")) - 100 * part / whole) <= 1


@pytest.mark.parametrize(
    ("week", "kazakh", "russian", "english"),
    [
        ("2026-W47", "2026 ж. 16–22 қараша", "16–22 ноября 2026 г.", "16–22 November 2026"),
        ("2026-W49", "2026 ж. 30 қараша – 6 желтоқсан", "30 ноября – 6 декабря 2026 г.", "30 November – 6 December 2026"),
        (
            "2025-W01",
            "2024 ж. 30 желтоқсан – 2025 ж. 5 қаңтар",
            "30 декабря 2024 г. – 5 января 2025 г.",
            "30 December 2024 – 5 January 2025",
        ),
    ],
)
def test_week_reads_as_people_write_it(week, kazakh, russian, english):
    assert [week_words(language, week) for language in ("kk", "ru", "en")] == [kazakh, russian, english]


def test_moment_is_told_in_the_time_of_almaty():
    assert moment_words("en", 1_795_000_000) == "18 November, 16:06"


def test_block_is_told_by_its_first_and_last_day():
    assert period_words("en", "2026-W45..2026-W48") == "2 – 29 November 2026".replace(" – ", "–")
    assert period_words("ru", "2026-W48") == week_words("ru", "2026-W48")
