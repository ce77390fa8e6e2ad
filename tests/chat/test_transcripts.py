"""Whole conversations over the shipped survey. `pytest tests/chat --update` writes what the bot says now."""

import re
from pathlib import Path

import pytest

from bot.interview.step import opening
from bot.interview.transcript import codes, read, replay
from bot.script.load import load
from bot.settings import ROOT
from bot.texts import LANGUAGES, say
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


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_buttons_that_are_tapped_were_shown(path):
    """A button that was not there gets "this is an old button", and the conversation shows nothing of what it is for."""
    written = path.read_text("utf-8")
    shown, missing = set(), []
    for line in written.splitlines():
        if line.startswith("  buttons: "):
            shown |= set(re.findall(r"\[(.*?)\](?= \[|$)", line.removeprefix("  buttons: ")))
        elif line.startswith("citizen> [") and line.removeprefix("citizen> ")[1:-1] not in shown:
            missing.append(line)
    old = [say(language, "chat.old_button") for language in LANGUAGES]

    assert not missing
    assert any(words in written for words in old) == ("# taps an old button" in written)


def test_conversations_cover_three_languages():
    taps = {line.split()[-1] for path in TRANSCRIPTS for line in path.read_text("utf-8").splitlines() if "  tap: 1 L" in line}

    assert taps == {"Lkk", "Lru", "Len"}
