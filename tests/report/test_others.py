"""What others said: one figure out of the latest publication, and its sentence."""

import pytest
from msgspec.structs import replace

from bot.report.others import others, others_words
from bot.stats.counts import Cell, Counts, Table, Tally
from bot.stats.labels import labels
from bot.stats.summary import for_outsiders, summarize
from tests.told import LANGUAGES, SCRIPT

CELLS = (
    Cell("unaware", 120, 100, 80, "inform"),
    Cell("eds_fail", 60, 50, 130, "repair"),
    Cell("advice", 4, 4, 170, "keep"),
    Cell("other", 90, 80, 100),
)


def publication(*cells, people=180):
    counts = Counts(people=people, reasons=Table(Tally(305, people), cells or CELLS))
    return for_outsiders(summarize(("2026-W47",), counts, labels([SCRIPT])))


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        ((), "unaware"),
        (("eds_fail",), "eds_fail"),
        (("eds_fail", "unaware"), "unaware"),
        (("advice",), "unaware"),
        (("other",), "unaware"),
    ],
)
def test_figure_is_about_a_reason_of_this_person_if_one_shows(reasons, code):
    assert others(publication(), reasons).code == code


def test_nothing_is_said_of_fewer_than_thirty_people():
    assert others(publication(people=29), ()) is None


def test_second_is_not_called_the_most_named():
    almost_all = Cell("advice", 300, 180, 2, "keep")

    assert others(publication(almost_all, *CELLS[:2]), ()) is None
    assert others(publication(almost_all, *CELLS[:2]), ("eds_fail",)).code == "eds_fail"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reasons", [{}, {"unaware": "as tapped"}])
def test_sentence_has_share_base_and_people(language, reasons):
    figure = replace(others(publication(), reasons), low=0.33, high=0.45)

    words = others_words(language, figure, reasons)

    assert all(part in words for part in ("39", "(33–45)", "305", "180", "16–22"))
    # Officials read it in the third person, but nobody said that of themselves.
    assert reasons.get("unaware", figure.label[language]) in words
    assert len(words) <= 250
