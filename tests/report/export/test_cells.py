import pytest

from bot.report.export.cells import cut, guarded, plain, words
from tests.report.export.nasty import FORMULAS, HARMLESS


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(formula):
    assert guarded(formula).startswith("'")


@pytest.mark.parametrize("harmless", HARMLESS)
def test_other_words_stay_as_they_are(harmless):
    assert guarded(harmless) == harmless


def test_every_control_character_is_a_space_and_half_a_letter_is_marked():
    assert words("a\tb\r\nc\x00d\u2028e\ud800f") == "a b  c d e\ufffdf"


@pytest.mark.parametrize(
    ("cell", "said"),
    [(None, ""), (0, "0"), (-5, "-5"), (2.0, "2"), (2.5, "2,5"), (1_000_000_000, "1000000000"), ("", ""), ("-5", "'-5")],
)
def test_numbers_stay_numbers_with_a_decimal_comma(cell, said):
    assert plain(cell) == said


def test_cut_ends_at_a_whole_letter():
    assert cut("қаз", 5) == "қа"
