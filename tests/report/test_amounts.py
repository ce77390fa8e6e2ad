import pytest

from bot.report.amounts import amount, decimal, share, shown
from bot.stats.disclosure import Ours

CASES = [("ru", 62.8, "62,8"), ("en", 1.14, "1.14"), ("en", 12_000_000, "12,000,000"), ("kk", 0.3, "0,3")]


@pytest.mark.parametrize(("language", "number", "words"), CASES)
def test_amount_is_written_as_it_was_given(language, number, words):
    assert amount(language, number) == words


def test_share_is_whole_percent_and_never_rounds_to_nothing_or_all():
    assert [share("en", each) for each in (0, 0.001, 0.314, 0.9999, 1)] == ["0%", "<1%", "31%", ">99%", "100%"]


def test_estimate_is_shown_with_its_interval():
    figure = Ours("x", {}, 40, 80, 0.31, 0.27, 0.36)

    assert shown("ru", figure) == "31\u00a0% (27–36)"
    assert shown("en", Ours("x", {}, 40, 40, 1.4, 1.21, 1.6), mean=True) == "1.40 (1.21–1.60)"
    assert shown("en", Ours("x", {}, 40, 40, 0.31)) == "31%"
    assert shown("en", Ours("x", {}, 0, 0)) == "–"
    assert decimal("kk", 5, 1) == "5,0"
