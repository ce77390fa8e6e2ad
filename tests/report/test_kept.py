"""What was published once can be read for ever: a publication as this version froze it, and its message."""

from pathlib import Path

import msgspec
import pytest

from bot.report.digest import Edition, digest
from bot.stats.summary import Summary
from bot.texts import LANGUAGES

KEPT = sorted((Path(__file__).parent / "kept").glob("*.json"))


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_publication_of_an_earlier_version_is_read_and_told(file, language):
    found = msgspec.json.decode(file.read_bytes(), type=Summary)

    shown = [figure for figure in found.figures if figure.published]

    assert found.period == file.stem
    assert len(shown) > 10
    assert {figure.id: (figure.estimate, figure.low, figure.high) for figure in shown}["way.both.online"] == (0.61, 0.47, 0.74)
    assert "(47–74)" in digest(found, Edition(language)).text


def test_there_is_something_to_read():
    assert KEPT
