"""Whole conversations over the shipped survey. `pytest tests/chat --update` writes what the bot says now."""

from pathlib import Path

import pytest

from bot.interview.step import opening
from bot.interview.transcript import codes, read, replay
from bot.script.load import load
from bot.settings import ROOT
from bot.usecases.sources import catalogue

SURVEY = ROOT / "surveys" / "service_usage.yaml"
TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
SEED = 1


@pytest.fixture(scope="module")
def script():
    loaded = load(SURVEY.read_text("utf-8"), SURVEY.name, catalogue(ROOT / "seeds"))
    assert loaded.script is not None, loaded.issues
    return loaded.script


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_conversation_goes_as_written(path, script, update):
    written = path.read_text("utf-8").splitlines()
    heading = [line for line in written if line.startswith("#")]

    place, region = next((line.split()[-2:] for line in heading if line.startswith("# from ")), ("", ""))
    state = opening("terminal", SEED, place=place, region=region)
    lines = replay(script, state, read("\n".join(written)))
    if update:
        path.write_text("\n".join([*heading, *lines]) + "\n", "utf-8")
        written = [*heading, *lines]

    assert codes(lines) == codes(written)
    assert [*heading, *lines] == written


def test_conversations_cover_three_languages():
    taps = {line.split()[-1] for path in TRANSCRIPTS for line in path.read_text("utf-8").splitlines() if "  tap: 1 L" in line}

    assert taps == {"Lkk", "Lru", "Len"}
