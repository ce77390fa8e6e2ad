"""`nege source` and `nege qr`, as they are typed."""

from contextlib import closing

import pytest

from bot.cli import main
from bot.script.load import load
from bot.settings import ROOT
from bot.store import audit, meta, revisions
from bot.store.engine import open_store
from bot.usecases.sources import catalogue

LINK = "https://t.me/nege_bot?start="


@pytest.fixture
def where(tmp_path):
    path = tmp_path / "nege.sqlite3"
    file = ROOT / "surveys" / "service_usage.yaml"
    with closing(open_store(path, create=True)) as store, store.write() as tx:
        meta.put(tx, "link", LINK)
        revisions.publish(tx, load(file.read_text("utf-8"), file.name, catalogue(ROOT / "seeds")).script, 1, open_=True)
    return path


def nege(path, *words):
    return main([*words, "--database", str(path)])


def add(path, code="csc_astana_03", region="astana"):
    return nege(path, "source", "add", code, "--place", "csc_site", "--region", region, "--title", "The desk")


def test_source_is_registered_with_its_link_listed_and_written_down(where, capsys):
    assert add(where) == 0
    assert capsys.readouterr().out == f"{LINK}s_csc_astana_03\n"
    assert nege(where, "source", "list") == 0

    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == ["code", "place", "region", "title", "link"]
    assert row == f"csc_astana_03  csc_site  astana  The desk  {LINK}s_csc_astana_03"
    with closing(open_store(where)) as store, store.read() as tx:
        assert [(entry.action, entry.detail) for entry in audit.read(tx)] == [("source", "csc_astana_03 csc_site astana")]


def test_list_of_nothing_says_how_to_begin(where, capsys):
    assert nege(where, "source", "list") == 0
    assert "nege source add" in capsys.readouterr().out


def test_source_without_a_title_is_refused(where, capsys):
    assert nege(where, "source", "add", "desk", "--place", "csc_site", "--title", " ") == 2
    assert "--title" in capsys.readouterr().err


def test_card_that_cannot_be_written_says_where(where, tmp_path, capsys):
    add(where)
    (tmp_path / "file").touch()

    assert nege(where, "qr", "csc_astana_03", "--output", str(tmp_path / "file")) == 2
    assert f"cannot be written to {tmp_path / 'file'}" in capsys.readouterr().err


@pytest.mark.parametrize("code", ["", "a" * 63, "csc-astana", "касса", "a b"])
def test_code_that_no_link_can_carry_is_refused(where, capsys, code):
    assert add(where, code) == 2
    assert "is no code" in capsys.readouterr().err


def test_longest_code_makes_a_payload_that_telegram_takes(where, capsys):
    assert add(where, "a" * 62) == 0
    assert len(capsys.readouterr().out.strip().removeprefix(LINK)) == 64


def test_code_that_is_taken_is_refused(where, capsys):
    add(where)

    assert add(where) == 2
    assert "already" in capsys.readouterr().err


def test_region_that_the_survey_does_not_know_is_refused_with_the_known_ones(where, capsys):
    assert add(where, region="atlantis") == 2
    assert "almaty_city, astana" in capsys.readouterr().err


def test_without_a_bot_there_is_no_link(tmp_path, capsys):
    path = tmp_path / "new.sqlite3"
    open_store(path, create=True).close()

    assert add(path, region="") == 2
    assert "start the bot once" in capsys.readouterr().err


def test_card_is_written_as_svg_and_png(where, tmp_path, capsys):
    add(where)
    capsys.readouterr()

    assert nege(where, "qr", "csc_astana_03", "--output", str(tmp_path / "cards")) == 0

    svg, png = (tmp_path / "cards" / f"csc_astana_03.{ending}" for ending in ("svg", "png"))
    assert capsys.readouterr().out == f"{svg}\n{png}\n"
    assert "Мемлекеттік" in svg.read_text("utf-8")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_card_of_an_unknown_source_says_how_to_make_one(where, capsys):
    assert nege(where, "qr", "nowhere") == 2
    assert "nege source add nowhere" in capsys.readouterr().err
