"""The table of conversations names files that are there, in three languages, and every file."""

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE / "README.md"
LANGUAGES = ("kk", "ru", "en")
ITEMS = 11
"""So many things can people do, as the design lists them."""


def rows():
    lines = [line.split("|")[1:-1] for line in TABLE.read_text("utf-8").splitlines() if line.startswith("|")]
    return [(first.strip(), [re.findall(r"[\w/]+", cell) for cell in cells]) for first, *cells in lines[2:]]


def test_every_item_has_its_conversations_in_three_languages():
    assert len(rows()) == ITEMS
    for item, cells in rows():
        assert len(cells) == len(LANGUAGES)
        for language, names in zip(LANGUAGES, cells, strict=True):
            assert names, f"{item}: nothing in {language}"
            assert all(name.removeprefix("kept/").startswith(f"{language}_") for name in names), item


def test_conversations_that_are_named_are_there_and_the_others_are_named():
    named = set(re.findall(r"(?:kept/)?(?:kk|ru|en)_\w+", TABLE.read_text("utf-8")))

    there = {path.relative_to(HERE).with_suffix("").as_posix() for path in HERE.rglob("*.txt")}

    assert named == there
