"""Others' figures beside ours: like with like, and the arithmetic of the article from the rows."""

import csv
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.report.baseline import BESIDE, EUROSTAT, KINDS, beside, needed
from bot.report.document import Document, plain
from bot.settings import ROOT
from bot.stats.disclosure import Disclosure, Ours
from bot.texts import LANGUAGES, phrases
from bot.usecases.baseline import of
from bot.usecases.sources import catalogue, loaded

ROWS = of(catalogue(ROOT / "seeds"))
BY_ID = {row.id: row for row in ROWS}
ONLY_CSC = Ours("people.people.only_csc", dict.fromkeys(LANGUAGES, "Only at CSCs"), 200, 200, 0.25, 0.19, 0.33)
VISITS = Ours("visits.answered.at_least", dict.fromkeys(LANGUAGES, "Visits"), 230, 230, 1.372, 1.2, 1.54, mean=True)
FOUND = Disclosure("2026-W47", 0, ours=(ONLY_CSC, VISITS))


def words(found=FOUND, rows=ROWS, language="en"):
    return " ".join(plain(Document("", language, beside(rows, found, language))).split())


def test_every_row_of_the_table_is_there_with_its_year_kind_and_source():
    with Path(ROOT / "seeds" / "baseline.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))

    assert [(row.id, str(row.year), row.kind, row.source) for row in ROWS] == [
        (row["id"], row["year"], row["kind"], row["source"]) for row in table
    ]
    assert {row.kind for row in ROWS} == set(KINDS)


def test_figures_stand_beside_rows_that_exist_and_never_beside_supply():
    assert BESIDE.keys() <= BY_ID.keys()
    assert "supply" not in {BY_ID[name].kind for name in BESIDE}
    assert {BY_ID[name].kind for name, each in BESIDE.items() if each.figures[0].startswith("people.")} == {"reach"}
    assert {BY_ID[name].kind for name, each in BESIDE.items() if each.figures[0].startswith(("visits.", "way."))} == {"volume"}
    assert {BY_ID[name].kind for name, each in BESIDE.items() if each.figures[0].startswith("satisfaction.")} == {
        "satisfaction"
    }


def test_visits_per_adult_stand_beside_the_official_figure_with_what_ours_is():
    said = words()

    assert "1.14 visits a person" in said
    assert "“Visits”: 1.37 (1.20–1.54), base 230 people" in said
    assert "at the least (“5 or more” counts as 5), and of people who answered in Telegram" in said


def test_arithmetic_of_the_article_is_worked_out_from_the_rows():
    said = words()

    assert "8.5 m × 2–3 is 17 m–25.5 m; 30 m would be 3.53 each" in said
    assert "That is 47%–71% of 17 m–25.5 m" in said
    assert "1.41 per working adult" in said
    assert "“Only at CSCs”: 25% (19–33), base 200 people" in said


def test_arithmetic_follows_a_corrected_row():
    rows = tuple(replace(row, value=10_000_000) if row.id == "workers_2013" else row for row in ROWS)

    assert "10 m × 2–3 is 20 m–30 m" in words(rows=rows)


def test_figure_that_is_not_published_is_said_to_be_so_and_satisfaction_was_not_asked():
    said = words(Disclosure("2026-W47", 0))

    assert "not published this time" in said
    assert "not asked in this survey" in said


def test_list_of_eurostat_is_that_of_the_survey_and_its_filter_is_said():
    script = loaded(ROOT / "surveys" / "service_usage.yaml", ROOT / "seeds").script
    asked = next(question for block in script.blocks for question in block.questions if question.measures == "person_reason")

    assert set(EUROSTAT) <= {choice.code for choice in asked.choices}
    assert {f"baseline.eurostat.{item}" for item in EUROSTAT.values()} <= phrases("en").keys()
    assert "internet users" in words()


def test_without_rows_only_the_list_of_reasons_is_left():
    assert "2013" not in words(rows=())


def test_needed_figures_are_those_beside_others():
    names = ["way.all.csc_operator", "way.both.online", "person_reason.answered.no_eid", "visits.answered.at_least"]

    assert needed(names) == set(names) - {"way.both.online"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_kind_status_and_note_has_its_words(language):
    assert words(language=language)
