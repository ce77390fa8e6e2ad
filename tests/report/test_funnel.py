"""The funnel as the operator reads it."""

import pytest

from bot.report.document import plain
from bot.report.funnel import WIDTH, funnel_document
from bot.stats.funnel import Funnel, Health, Stage, Useful
from bot.texts import LANGUAGES

FUNNEL = Funnel(
    (Stage("en", "completed", 3), Stage("ru", "completed", 40), Stage("ru", "stopped", 10)),
    (Health("channel", "ru", interviews=45, answers=80, left=5, seconds=7, timed=60, changed=8, other=4),),
    (Useful("ru", "yes", 31),),
)


def lines(language="en"):
    return plain(funnel_document(FUNNEL, "2026-W47", language), WIDTH).splitlines()


def test_stages_stand_side_by_side_and_languages_of_few_people_are_marked():
    rows = [line.split() for line in lines()]

    assert any("English (not for publication)" in line and "Русский" in line for line in lines())
    assert ["completed", "3", "40"] in rows
    assert ["stopped", "before", "0", "10"] in rows
    assert ["hints", "useful", "0", "31"] in rows


def test_question_shows_who_left_its_seconds_and_shares_of_its_answers():
    (row,) = [line.split() for line in lines() if line.startswith("  channel")]

    assert row == ["channel", "·", "ru", "50", "10%", "7", "10%", "0%", "0%", "0%", "5%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stays_a_table_in_every_language(language):
    assert sum("channel" in line for line in lines(language)) == 1
