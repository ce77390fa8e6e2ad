from datetime import datetime

import pytest

from bot.stats.hours import SPREAD_SECONDS, awake, spread
from bot.stats.weeks import ALMATY, next_wave, wave_of, wave_start


def at(day, hour, minute=0, second=0):
    return int(datetime(2026, 11, day, hour, minute, second, tzinfo=ALMATY).timestamp())


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(24, 9), at(24, 9)),
        (at(24, 15, 30), at(24, 15, 30)),
        (at(24, 20, 59, 59), at(24, 20, 59, 59)),
        (at(24, 21), at(25, 9)),
        (at(24, 23, 59, 59), at(25, 9)),
        (at(25, 0), at(25, 9)),
        (at(25, 8, 59, 59), at(25, 9)),
    ],
)
def test_people_are_written_to_between_nine_and_nine(moment, expected):
    assert awake(moment) == expected


def test_what_waited_for_the_morning_is_spread_over_the_first_hour():
    moments = [awake(at(24, 23), number) for number in range(500)]

    assert min(moments) == at(25, 9)
    assert max(moments) < at(25, 10)
    assert len(set(moments)) == len(moments)


def test_every_second_of_the_spread_is_used_once():
    assert {spread(number, SPREAD_SECONDS) for number in range(SPREAD_SECONDS)} == set(range(SPREAD_SECONDS))


def test_a_wave_starts_where_the_one_before_ends():
    moment = at(24, 12)
    begins = wave_start(wave_of(moment) + 1)

    assert datetime.fromtimestamp(begins, ALMATY).date() == next_wave(moment)
    assert (wave_of(begins - 1), wave_of(begins)) == (wave_of(moment), wave_of(moment) + 1)
