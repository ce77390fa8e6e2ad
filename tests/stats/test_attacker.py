"""Everything that is published over 12 weeks lets no hidden number be found out exactly."""

import random

import pytest

from bot.stats import publish
from tests.stats.attacker import Attacker
from tests.stats.nation import WEEKS, Press, nation, refused

SEEDS = (3, 4)


def everything(seed):
    """Twelve weeks, their blocks, and a correction after eight people of one week had their answers erased."""
    dice = random.Random(seed)
    press = Press(nation(dice))
    press.publish_everything()
    week = max(WEEKS, key=lambda week: sum(person.week == week for person in press.people))
    press.erase(week, 8, dice)
    press.correct((week,))
    return press


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_hidden_is_found_out_even_by_somebody_who_undid_the_rounding(seed):
    press = everything(seed)

    decided = refused(press)
    assert min(decided[why] for why in ("", "people", "numerator", "second", "before")) > 0
    assert press.out[-1][1].version == 2
    assert Attacker(press.out, undone=True).finds() == []


def test_without_second_rows_the_same_attacker_wins(monkeypatch):
    monkeypatch.setattr(publish, "_with_seconds", lambda figures, _: figures)

    found = Attacker(everything(SEEDS[0]).out, undone=True).finds()

    assert len(found) > 10


def test_without_second_rows_even_what_is_printed_is_enough(monkeypatch):
    monkeypatch.setattr(publish, "_with_seconds", lambda figures, _: figures)
    press = Press(nation(random.Random(3)))
    for week in WEEKS[:4]:
        press.publish((week,))

    assert Attacker(press.out, undone=False).finds()
