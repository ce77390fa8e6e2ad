"""Everything that is published over 12 weeks lets no hidden number be found out exactly."""

import random

import pytest
from msgspec.structs import replace

from bot.stats import marks, publish, relations
from bot.stats.publish import MAIN, PUBLISHED
from tests.stats.attacker import Attacker
from tests.stats.nation import WEEKS, Press, nation, refused, some_people

OLD_RULES = relations._RULES[:-2]
"""Without what is known of people, take-up, tries and what is movable."""


def everything(seed, weeks=12):
    """So many weeks, their blocks, and corrections of all of them after 24 people of one week had their answers erased."""
    dice = random.Random(seed)
    press = Press(nation(dice))
    press.publish_everything(weeks)
    week = press.largest_week()
    press.erase(week, 24, dice)
    press.correct_everything(week)
    return press


def four_weeks():
    press = Press(nation(random.Random(3)))
    for week in WEEKS[:4]:
        press.publish((week,))
    return press


def one_week(seed):
    dice = random.Random(seed)
    press = Press(some_people(dice, WEEKS[0], dice.choice((45, 70, 110, 180))))
    press.publish(WEEKS[:1])
    return press


def test_nothing_hidden_in_twelve_weeks_is_found_out_even_by_somebody_who_undid_the_rounding():
    press = everything(3)

    decided = refused(press)
    assert min(decided[why] for why in ("", "people", "numerator", "second", "before")) > 0
    assert {(seen.block, seen.version) for _, seen in press.out if seen.figures} == {
        (block, version) for block in ("week", "who", "where") for version in (1, 2)
    }
    shown = {figure.group for truth, _ in press.out for figure in truth.figures if figure.published}
    assert shown >= PUBLISHED - marks.OWN - {"stated"}
    assert Attacker(press.out, undone=True).finds() == []


@pytest.mark.parametrize("seed", range(4, 8))
def test_nothing_hidden_in_four_weeks_of_another_nation_is_found_out(seed):
    assert Attacker(everything(seed, weeks=4).out, undone=True).finds() == []


@pytest.mark.parametrize("seed", range(8))
def test_week_hides_from_somebody_who_tries_every_kind_of_people_and_visits(seed):
    assert Attacker(one_week(seed).out, undone=True, alone=True).finds() == []


def test_without_second_rows_the_same_attacker_wins(monkeypatch):
    monkeypatch.setattr(publish, "_with_seconds", lambda figures, _: figures)

    press = four_weeks()
    press.publish(WEEKS[:4], "who")

    found = Attacker(press.out, undone=True).finds()

    assert len(found) > 10
    assert {name.partition(".")[0] for _, name, _ in found} - MAIN


def test_without_what_connects_the_smaller_tables_they_give_rows_away(monkeypatch):
    monkeypatch.setattr(relations, "_RULES", OLD_RULES)

    found = [name for seed in range(5) for _, name, _ in Attacker(one_week(seed).out, undone=True, alone=True).finds()]

    assert found


def test_without_second_rows_even_what_is_printed_is_enough(monkeypatch):
    monkeypatch.setattr(publish, "_with_seconds", lambda figures, _: figures)

    assert Attacker(four_weeks().out, undone=False).finds()


@pytest.mark.parametrize("seed", range(4))
def test_row_of_the_weekly_message_is_never_hidden_for_the_sake_of_another_table(seed):
    truth = one_week(seed).out[0][0]
    main = [figure for figure in truth.figures if figure.group in MAIN]

    alone = publish.decide(replace(figure, published=False, why_not="") for figure in main)

    assert [figure.published for figure in alone] == [figure.published for figure in main]
