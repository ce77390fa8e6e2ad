"""The catalogue that the loader makes of the seeds."""

from pathlib import Path

from bot.usecases.sources import catalogue

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def test_reading_twice_gives_the_same_catalogue():
    assert catalogue(SEEDS) == catalogue(SEEDS)


def test_reason_without_a_remedy_takes_that_of_its_fix(tables):
    reasons = {choice.code: choice for choice in catalogue(SEEDS)["reasons"].choices}
    help_row = next(row for row in tables["fixes"] if row["id"] == "help")

    assert reasons["skills"].remedy["kk"] == help_row["remedy_kk"]
    assert reasons["no_eds"].remedy["en"] != ""


def test_flags_and_cells_reach_the_choices():
    seeds = catalogue(SEEDS)
    reasons = {choice.code: choice for choice in seeds["reasons"].choices}
    services = {choice.code: choice for choice in seeds["services"].choices}

    assert reasons["hard_to_say"].only
    assert reasons["other"].typed
    assert reasons["no_eds"].columns["fix"] == "repair"
    assert services["passport"].columns["online"] == "no"
    assert services["vehicle"].columns["online_from"] == "2025-10-01"
