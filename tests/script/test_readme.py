"""What surveys/README.md shows can be loaded as it stands there."""

import re
from pathlib import Path

import pytest

from bot.script.grammar import KIND_KEYS, KINDS, NEEDS
from bot.script.load import load
from bot.usecases.sources import catalogue

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "surveys" / "README.md").read_text("utf-8")
EXAMPLE = re.findall(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)[0]


def test_example_is_a_survey_without_complaints():
    loaded = load(EXAMPLE, "README.md", catalogue(ROOT / "seeds"))

    assert loaded.issues == ()
    assert loaded.script is not None


@pytest.mark.parametrize("kind", KINDS)
def test_table_of_kinds_is_that_of_the_grammar(kind):
    cells = next(line for line in README.splitlines() if line.startswith(f"| `{kind}` |")).split("|")
    common = {"id", "kind", "ask", "when", "why", "hint", "measures", "optional", "short"}

    assert set(re.findall(r"`(\w+)`", cells[3])) == set(NEEDS[kind])
    assert set(re.findall(r"`(\w+)`", cells[4])) == KIND_KEYS[kind] - common - set(NEEDS[kind])
