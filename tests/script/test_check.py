"""`nege check`, as an administrator runs it, and the files behind it."""

import pytest

from bot.cli import main
from bot.errors import ScriptError
from bot.script.source import MAX_BYTES
from bot.usecases.sources import catalogue, loaded, scripts
from tests.script.small import FILES, SMALL, edited


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def check(tmp_path, seeds, capsys):
    def run(text, *options):
        path = tmp_path / "surveys" / "small.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        code = main(["check", str(path.parent), "--seeds", str(seeds), "--today", "2026-11-24", *options])
        return code, capsys.readouterr().out.replace(str(path), "small.yaml")

    return run


def test_good_script_shows_its_outline_and_its_ways(check):
    code, out = check(SMALL)

    assert code == 0
    assert out.startswith("small: Visits\n")
    assert "Shortest path: 4 questions, 8 taps, about 1 min." in out
    assert "Longest path:" in out
    assert out.endswith("Errors: 0, warnings: 0.\n")


def test_error_gives_exit_one_and_no_outline(check):
    code, out = check(edited(("when: mark < 4", "when: marc < 4")), "--language", "ru")

    assert code == 1
    assert "small.yaml:76:11: ошибка[unknown_name]" in out
    assert "\n        when: marc < 4\n              ^\n" in out
    assert "Может быть, «mark»?" in out
    assert "Самый короткий путь" not in out


def test_warning_gives_exit_zero_and_the_outline(check):
    code, out = check(edited(("sets:", "sets:\n  digital: [egov]")), "--language", "kk")

    assert code == 0
    assert "ескерту[unused_set]" in out
    assert "Ең қысқа жол" in out
    assert out.endswith("Қате: 0, ескерту: 1.\n")


def test_old_rows_of_tables_are_warned_of(check, seeds):
    (seeds / "ways.csv").write_text(FILES["ways.csv"].replace("2026-11-01", "2020-01-01", 1), "utf-8")

    code, out = check(SMALL)

    assert code == 0
    assert "seeds/ways.csv:2:1: warning[seed_old]" in out


def test_row_with_an_error_is_not_warned_of_again(check, seeds):
    (seeds / "ways.csv").write_text(FILES["ways.csv"].replace("At a CSC", ""), "utf-8")

    code, out = check(SMALL)

    assert code == 1
    assert out.count("seeds/ways.csv:2:1") == 1
    assert "missing_label" in out


def test_path_without_scripts_is_said(tmp_path, seeds, capsys):
    assert main(["check", str(tmp_path / "nothing"), "--seeds", str(seeds)]) == 2
    assert "neither a script nor a folder" in capsys.readouterr().err


def test_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(ScriptError):
        catalogue(tmp_path / "nothing")


def test_file_in_another_encoding_is_told_of_with_its_place(tmp_path, seeds):
    path = tmp_path / "old.yaml"
    path.write_bytes("survey: small\ntitle: Визиты\n".encode("cp1251"))

    issues = loaded(path, seeds).issues

    assert [(issue.code, issue.line, issue.column) for issue in issues] == [("not_utf8", 2, 8)]


def test_table_that_excel_saved_in_another_encoding_is_told_of_and_not_published(check, seeds, tmp_path):
    (seeds / "services.csv").write_bytes(FILES["services.csv"].encode("cp1251", "replace"))
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, "utf-8")

    code, out = check(SMALL)

    assert code == 1
    assert out.count("seeds/services.csv:2:1: error[not_utf8]") == out.count("[not_utf8]") == 1
    assert loaded(path, seeds).script is None


def test_table_that_excel_saved_as_unicode_text_is_read(check, seeds):
    (seeds / "services.csv").write_bytes(FILES["services.csv"].replace(",", "\t").encode("utf-16"))

    assert check(SMALL)[0] == 0


def test_huge_file_is_read_only_as_far_as_needed(tmp_path, seeds):
    path = tmp_path / "huge.yaml"
    path.write_text("#" * (3 * MAX_BYTES), "utf-8")

    assert len(scripts(path)[0].text) == MAX_BYTES + 1
    assert [issue.code for issue in loaded(path, seeds).issues] == ["too_big"]
