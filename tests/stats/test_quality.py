"""Speeders, crowds and tests."""

import pytest

from bot.stats.quality import Walk, bursts, flagged, speeders


def walk(interview, seconds=100, answers=11, **more):
    begun = {"place": "online", "source": "", "opened_at": interview * 3600}
    return Walk(interview, answers=answers, seconds=seconds, **begun | more)


ORDINARY = [walk(number) for number in range(30)]


@pytest.mark.parametrize(("seconds", "fast"), [(0, True), (33, True), (34, False), (100, False)])
def test_speeder_needs_less_than_a_third_of_the_median_time_per_question(seconds, fast):
    assert speeders([*ORDINARY, walk(99, seconds)]) == ({99} if fast else set())


def test_interview_with_few_answers_has_no_pace():
    assert speeders([*ORDINARY, walk(99, seconds=0, answers=4)]) == set()


def test_few_interviews_have_no_median():
    assert speeders([*ORDINARY[:18], walk(99, seconds=0)]) == set()


def crowd(number, apart, first=10**6, **more):
    return [walk(1000 + place, opened_at=first + place * apart, **more) for place in range(number)]


@pytest.mark.parametrize(("number", "apart", "found"), [(10, 60, 10), (9, 60, 0), (10, 70, 0), (40, 1, 40), (25, 59, 25)])
def test_ten_of_one_place_within_ten_minutes_are_a_crowd(number, apart, found):
    assert len(bursts([*ORDINARY, *crowd(number, apart, source="desk")])) == found


def test_place_that_is_always_busy_has_no_crowd():
    assert bursts(walk(number, opened_at=number * 50) for number in range(12_096)) == set()


def test_crowd_spread_over_places_is_none():
    assert bursts(walk(number, opened_at=number, source=f"desk{number % 3}") for number in range(27)) == set()


def test_flags_stand_in_order_and_tests_have_no_other():
    fast = [walk(1000 + place, seconds=0, opened_at=place, source="desk") for place in range(12)]
    found = flagged(
        [*ORDINARY, *fast, walk(5000, seconds=0, source="test_anna"), walk(5001, flags="test"), walk(5002, source="testing")]
    )

    assert {found[each.interview] for each in fast} == {"burst speeder"}
    assert (found[5000], found[5001], found[5002], found[0]) == ("test", "test", "", "")
