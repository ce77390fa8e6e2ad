"""`nege estimate` as it is typed: the golden tables give the golden figures."""

import json

import pytest

from bot.cli import main
from tests.golden.study import GOLDEN, HERE, rows

TABLES = {"respondents": "respondents.csv", "episodes": "episodes.csv", "margins": "margins.csv", "reasons": "reasons.csv"}


def estimate(*words, **tables):
    files = {name: HERE / file for name, file in TABLES.items()} | tables
    return main(["estimate", *(word for name, file in files.items() for word in (f"--{name}", str(file))), *words])


def compared(wanted, found, path=""):
    """Every golden number that the document has, too, as pairs with its path."""
    for key, value in wanted.items():
        if isinstance(value, dict) and isinstance(found.get(key), dict):
            yield from compared(value, found[key], f"{path}.{key}")
        elif isinstance(value, int | float) and isinstance(found.get(key), int | float):
            yield f"{path}.{key}", value, found[key]


def test_golden_tables_give_the_golden_figures(capsys):
    assert estimate() == 0
    found = json.loads(capsys.readouterr().out)

    pairs = list(compared({key: GOLDEN[key] for key in GOLDEN if key not in ("change", "trim")}, found))
    assert len(pairs) > 250
    assert [path for path, wanted, ours in pairs if ours != pytest.approx(wanted, rel=1e-9, abs=1e-14)] == []
    assert found["change"]["rake"]["se"] == pytest.approx(GOLDEN["change"]["raked_w4_minus_w3"]["se"], rel=1e-9)
    assert found["episode_fixed"]["csc"]["ciprop"]["beta"] == pytest.approx(GOLDEN["episode_fixed"]["ciprop"]["beta"], rel=1e-9)


def test_people_without_all_demographics_are_weighted_by_what_is_known_of_them(capsys):
    assert estimate(respondents=HERE / "respondents_missing.csv") == 0
    found, wanted = json.loads(capsys.readouterr().out), GOLDEN["missing_demographics"]

    assert found["rake"]["incomplete"] == wanted["n_missing_any"]
    assert found["ratio"]["csc_share"]["rake"]["est"] == pytest.approx(wanted["skip_rule"]["csc"], rel=1e-9)
    assert "incomplete" in found["rake"]["limits"]


def test_cap_and_weights_are_printed_on_demand(capsys):
    assert estimate("--cap", "5", "--fewest", "10", "--weights") == 0
    found, wanted = json.loads(capsys.readouterr().out), GOLDEN["trim"]["trim_and_rerake_x5"]

    assert found["rake"]["max_over_mean"] == pytest.approx(wanted["max_over_mean"], rel=1e-9)
    assert found["ratio"]["csc_share"]["rake"]["est"] == pytest.approx(wanted["csc"], rel=1e-9)
    people = [row["rid"] for row in rows("respondents.csv")]
    assert list(found["weights"]) == people
    assert [found["weights"][rid] for rid in people[:10]] == pytest.approx(wanted["first10"], rel=1e-9)


def test_unknown_level_is_said_with_file_and_line(tmp_path, capsys):
    wrong = tmp_path / "people.csv"
    text = (HERE / "respondents.csv").read_text("utf-8")
    wrong.write_text(text.replace("P0003,R04", "P0003,R99"), "utf-8")

    assert estimate(respondents=wrong) == 2
    assert capsys.readouterr().err.startswith(
        "nege: people.csv, line 4: region is 'R99', which the margins do not know (R01, R02"
    )


def test_file_that_is_missing_or_not_utf_8_is_said(tmp_path, capsys):
    old = tmp_path / "old.csv"
    old.write_bytes("rid,sex\nа,f\n".encode("cp1251"))

    assert estimate(respondents=tmp_path / "none.csv") == 2
    assert "none.csv cannot be read (No such file or directory): check the path." in capsys.readouterr().err
    assert estimate(respondents=old) == 2
    assert "old.csv, line 2: this is not UTF-8. Save the table as CSV UTF-8." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value"), [("--cap", "1"), ("--cap", "nan"), ("--cap", "much"), ("--fewest", "0"), ("--fewest", "x")]
)
def test_option_that_is_no_number_of_its_kind_is_refused(option, value, capsys):
    with pytest.raises(SystemExit):
        estimate(option, value)

    assert f"'{value}' is no" in capsys.readouterr().err
