"""The methods page says what AAPOR asks to disclose, in three languages, and nothing that identifies."""

import re

import pytest
from msgspec.structs import replace

from bot.report.document import Grid, Heading, plain
from bot.report.methods import Told, methods
from bot.settings import ROOT
from bot.stats.disclosure import Benchmark, Check, Compared, Disclosure, Part, Revision, for_outsiders
from bot.stats.funnel import Funnel, Health, Stage
from bot.stats.weights import rake
from bot.texts import LANGUAGES
from bot.usecases.baseline import of
from bot.usecases.margins import of as margins_of
from bot.usecases.margins import sources
from bot.usecases.sources import catalogue
from tests.told import SCRIPT

LISTS = catalogue(ROOT / "seeds")
PEOPLE = {
    ("almaty_city", "female", "a30", "urban", "easy"): 70,
    ("abai", "male", "a18", "rural", "hard"): 61,
    ("", "", "", "", ""): 3,
}
WEIGHTS = rake(("region", "sex", "age", "settlement", "skills"), PEOPLE, margins_of(LISTS)).about
FULL = Disclosure(
    period="2026-W47",
    made_at=1_795_000_000,
    version=2,
    people=134,
    interviews=134,
    episodes=310,
    revisions=(Revision(1, "told", 3, 134),),
    places=(Part("online", 100), Part("csc_site", 34)),
    languages=(Part("kk", 101), Part("ru", 33)),
    funnel=Funnel(
        (Stage("kk", "completed", 101), Stage("kk", "stopped", 12)),
        (Health("channel", "kk", interviews=98, answers=150, left=9, seconds=7, timed=120),),
    ),
    weights=(WEIGHTS, WEIGHTS),
    benchmarks=sources(LISTS),
    checks=(Check("speeder", 40, (Compared({"en": "Online", "kk": "Онлайн", "ru": "Онлайн"}, 0.4, 0.38),)), Check("burst", 0)),
)
TOLD = Told(of(LISTS), SCRIPT)
SECTIONS = (
    "who", "people", "came", "numbers", "weights", "sure", "rules", "checks", "privacy", "limits", "baseline", "article",
    "eurostat", "wording",
)  # fmt: skip


def words(found=FULL, told=TOLD, language="en"):
    return " ".join(plain(methods(found, told, language)).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_stands_in_every_language(language):
    document = methods(FULL, TOLD, language)

    assert tuple(block.anchor for block in document.blocks if isinstance(block, Heading)) == SECTIONS
    assert all(len(row) == len(grid.head) for grid in document.blocks if isinstance(grid, Grid) for row in grid.rows)
    assert not re.search(r"\{\w+\}|\bNone\b|\bnan\b", plain(document))


def test_weighting_is_disclosed_with_its_margins_their_dates_and_the_limit_of_skills():
    said = words()

    assert "16" in said
    assert "2023-01-01" in said
    assert "region" in said
    assert "digital skills are no margin" in said
    assert "Cap (times the mean): 5.0" in said
    assert "Largest weight" in said
    assert "As sure as so many people of equal weight (Kish)" in said


def test_merged_levels_are_named_by_their_labels():
    assert "Almaty city + Shymkent" in words()
    assert "almaty_city" not in words()


def test_interval_is_never_called_a_margin_of_error():
    assert "interval (model-based)" in words()
    assert "margin of error" not in words().lower()


def test_recruitment_and_its_mix_are_said_and_what_follows_for_csc_people():
    assert "On a site or in an app 100 75%" in words()
    assert "never for shares of channels" in words()


def test_checks_are_shown_with_and_without_the_marked():
    said = words()

    assert "Too fast: marked interviews: 40." in said
    assert "Online 40% 38%" in said
    assert "Many at once: no interview was marked" in said


def test_questions_stand_as_they_were_asked_with_who_hears_them():
    assert "3. channel (of each service)" in words()
    assert "eGov Mobile app" in words()


def test_unweighted_figures_are_said_to_be_so():
    said = words(replace(FULL, weights=None))

    assert "Nothing is weighted" in said
    assert "The figures are unweighted." in said


def test_outsiders_read_no_small_number_and_know_that_it_is_frozen():
    said = words(for_outsiders(FULL), Told(TOLD.baseline, SCRIPT, outside=True))

    assert "Frozen together with the figures of 2026-W47 (version 2)" in said
    assert "People: 135; interviews: 135" in said
    assert "stopped before fewer than 30" in said
    assert "134" not in said


def test_small_checks_are_not_compared_for_outsiders():
    few = for_outsiders(replace(FULL, checks=(replace(FULL.checks[0], interviews=7),)))

    assert few.checks[0].figures == ()
    assert "fewer than 30 interviews were marked" in words(few, Told(outside=True))


def test_nobody_and_no_script_still_give_a_page():
    said = words(Disclosure("2026-W01..2026-W04", 0), Told())

    assert "Who asks is named in the consent" in said
    assert "People: 0" in said


def test_demo_is_named_before_everything():
    assert methods(replace(FULL, demo=True), TOLD, "ru").blocks[0].text.startswith("ДЕМО")


def test_benchmark_counts_its_estimates():
    found = {each.margin: each for each in sources(LISTS)}

    assert isinstance(found["region"], Benchmark)
    assert (len(found["region"].labels), found["region"].estimated, found["sex"].estimated) == (20, 16, 0)
