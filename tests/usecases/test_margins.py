"""Margins out of a table that somebody saved in a spreadsheet."""

from pathlib import Path

import pytest

from bot.errors import ScriptError
from bot.script.catalogue import read
from bot.usecases.margins import of

TABLE = (Path(__file__).parents[2] / "seeds" / "margins.csv").read_text("utf-8")


def test_decimal_comma_is_the_same_share():
    table = "id;margin;level;codes;label_ru;share_of_adults\nf;sex;female;female;Женский;0,52\n"

    assert of(read({"margins.csv": table}))[0].levels[0].share == 0.52


def test_share_that_is_no_number_is_refused_with_its_row():
    with pytest.raises(ScriptError, match=r"region_abai.*share_of_adults"):
        of(read({"margins.csv": TABLE.replace("0.03400", "many", 1)}))
