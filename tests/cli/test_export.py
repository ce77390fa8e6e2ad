"""`nege export` as it is typed."""

import zipfile

import pyreadstat
import pytest

from bot.cli import main
from bot.stats.weeks import bounds
from bot.store.engine import open_store
from tests.told import Used, tell

WEEK = "2026-W47"
SECRET = "s" * 40


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "nege.sqlite3"
    store = open_store(path, create=True)
    with store.write() as tx:
        for _ in range(3):
            tell(tx, bounds(WEEK)[0] + 3600, Used("address", "csc_operator", ("unaware",)))
    store.close()
    return path


@pytest.fixture
def nege(database, tmp_path, monkeypatch):
    """Run the command; `secret` is the setting, `out` what is put into the folder of this test."""

    def run(*words, secret="", out="out"):
        monkeypatch.setenv("NEGE_SECRET_KEY", secret)
        return main(["export", "--database", str(database), "--output", str(tmp_path / out), *words])

    return run


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("csv", ["codebook.csv", "episodes.csv", "interviews.csv"]),
        ("xlsx", ["nege.xlsx"]),
        ("sav", ["codebook.csv", "episodes.sav", "interviews.sav"]),
        ("parquet", ["codebook.csv", "episodes.parquet", "interviews.parquet"]),
    ],
)
def test_every_format_says_what_lies_where(nege, tmp_path, capsys, form, files):
    assert nege("--format", form, "--weeks", f"2026-W40..{WEEK}") == 0

    said = capsys.readouterr()
    assert said.out.splitlines() == [*(str(tmp_path / "out" / file) for file in files), "interviews: 3, episodes: 3"]
    assert said.err == ""


def test_workbook_is_a_file_if_it_is_named_so(nege, tmp_path):
    assert nege("--format", "xlsx", out="book.xlsx") == 0

    assert zipfile.is_zipfile(tmp_path / "book.xlsx")


def test_full_export_warns(nege, capsys):
    assert nege("--format", "csv", "--full") == 0

    assert "may let people be recognised" in capsys.readouterr().err


@pytest.mark.parametrize(("secret", "code"), [("", 2), ("short", 2), (f"{SECRET} short", 2), (SECRET, 0)])
def test_series_needs_a_good_secret(nege, capsys, secret, code):
    assert nege("--format", "csv", "--series", "board", secret=secret) == code

    assert ("NEGE_SECRET_KEY" in capsys.readouterr().err) == bool(code)


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "pdf"),
        ("--format", "csv", "--weeks", "2026-W99"),
        ("--format", "csv", "--series", "=1+1"),
        ("--format", "csv", "--series", ""),
        (),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_read(nege, tmp_path, words):
    with pytest.raises(SystemExit):
        nege(*words)

    assert not (tmp_path / "out").exists()


def test_database_without_a_survey_is_named(tmp_path, capsys):
    open_store(tmp_path / "new.sqlite3", create=True).close()

    code = main(["export", "--format", "csv", "--output", str(tmp_path / "out"), "--database", str(tmp_path / "new.sqlite3")])

    assert code == 2
    assert "there are: none" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_place_that_is_taken_is_named(nege, capsys):
    assert [nege("--format", "csv"), nege("--format", "csv")] == [0, 2]

    assert "is there already" in capsys.readouterr().err


def test_labels_are_in_the_language_that_was_asked_for(nege, tmp_path):
    nege("--format", "sav", "--language", "kk")

    _, meta = pyreadstat.read_sav(tmp_path / "out" / "interviews.sav", output_format="dict")
    assert meta.variable_value_labels["status"][1.0] == "соңына дейін"
