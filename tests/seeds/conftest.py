"""The tables of seeds/ as rows of text, and the shipped survey as the engine runs it."""

import csv
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.script.load import load
from bot.usecases.sources import catalogue

ROOT = Path(__file__).resolve().parents[2]
SURVEY = ROOT / "surveys" / "service_usage.yaml"


@pytest.fixture(scope="session")
def tables() -> dict[str, list[dict[str, str]]]:
    """Every file of seeds/ by its name, each a list of rows."""
    return {path.stem: _rows(path) for path in sorted((ROOT / "seeds").glob("*.csv"))}


@pytest.fixture(scope="session")
def document():
    """The shipped survey as plain YAML."""
    return YAML(typ="safe", pure=True).load(SURVEY)


@pytest.fixture(scope="session")
def loaded():
    """What the loader says of the shipped survey."""
    return load(SURVEY.read_text("utf-8"), SURVEY.name, catalogue(ROOT / "seeds"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
