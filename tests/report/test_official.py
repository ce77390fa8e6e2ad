"""Figures of others below ours in the operator's terminal."""

import pytest

from bot.report.official import official
from bot.report.table import table
from bot.settings import ROOT
from bot.stats.counts import Cell, Counts, Grouped, Table, Tally
from bot.stats.labels import labels
from bot.stats.summary import summarize
from bot.usecases.baseline import of
from bot.usecases.sources import catalogue
from tests.told import LANGUAGES, SCRIPT

ROWS = of(catalogue(ROOT / "seeds"))
VISITS = Table(Tally(40, 40), (Cell("at_least", 52, 30, 10, estimate=1.3, low=1.1, high=1.5, n_eff=38.2),))
WHY = Table(Tally(40, 40), (Cell("no_skills", 20, 20, 20, estimate=0.5),))
TOLD = Counts(people=40, interviews=40, more=(Grouped("visits", "answered", VISITS), Grouped("person_reason", "answered", WHY)))
SUMMARY = summarize(("2026-W47",), TOLD, labels([SCRIPT]))
NOTHING = summarize(("2026-W47",), Counts(), labels([SCRIPT]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_visits_stand_beside_the_official_figure_with_its_caution_and_source(language):
    _, _, line = official(ROWS, SUMMARY, language).splitlines()

    visits = next(row for row in ROWS if row.id == "visits_adult_2025")
    assert visits.label[language] in line
    assert visits.caution[language] in line
    assert visits.source in line
    assert ("1.14" if language == "en" else "1,14") in line
    assert ("(1.10–1.50)" if language == "en" else "(1,10–1,50)") in line
    assert ".." not in line.split(visits.source)[0]


def test_of_nothing_nothing_is_compared():
    assert official(ROWS, NOTHING, "en") == ""
    assert official((), SUMMARY, "en") == ""


def test_reason_of_people_names_the_item_of_eurostat():
    assert "no_skills · IRGOVLS" in table(SUMMARY, "en")
