"""Tables out of CSV text."""

import pytest

from bot.script import catalogue, records
from bot.script.catalogue import complaints, read
from bot.script.issue import Mark
from tests.script.small import FILES, REASONS, SERVICES, TODAY


def choices(name, files=FILES):
    return {choice.code: choice for choice in read(files)[name].choices}


def test_files_without_labels_are_no_lists():
    assert set(read(FILES)) == {"services", "ways", "reasons", "fixes"}


def test_row_becomes_a_choice():
    passport = choices("services")["passport"]

    assert passport.label == {"kk": "Паспорт", "ru": "Паспорт", "en": "Passport"}
    assert passport.name == {"kk": "Азамат паспорты", "ru": "Паспорт РК", "en": "A citizen’s passport"}
    assert passport.columns == {"online": "no"}
    assert not passport.only
    assert choices("services")["eds"].name == {}


def test_flags_are_read():
    assert choices("reasons")["hard_to_say"].only
    assert not choices("reasons")["failed"].only


def test_fix_gives_its_remedy_and_its_cells():
    reasons = choices("reasons")

    assert reasons["failed"].remedy == {"kk": "1414", "ru": "На 1414", "en": "Call 1414"}
    assert reasons["unaware"].remedy["en"] == "Look it up"
    assert reasons["failed"].columns["fix_do_ru"] == "исправить"
    assert reasons["failed"].columns["fix_label_en"] == "for the portal"
    assert "fix_do_ru" not in reasons["hard_to_say"].columns
    assert reasons["hard_to_say"].remedy == {}


def test_rows_know_their_lines_and_where_they_are_from():
    rows = read({"services.csv": SERVICES.replace("gov.kz", '"gov.kz,\nthe second line"', 1)})["services"].rows

    assert [row.line for row in rows] == [2, 4, 5]
    assert rows[0].provenance["source"] == "gov.kz,\nthe second line"
    assert rows[1].mark("seeds/services.csv") == Mark(4, 1, "seeds/services.csv", SERVICES.splitlines()[2])


def test_table_of_a_spreadsheet_with_semicolons_is_the_same_table():
    rows = read({"reasons.csv": "\ufeff" + REASONS.replace(",", ";").replace("\n", "\r\n")})["reasons"]

    assert rows.choices == read({"reasons.csv": REASONS})["reasons"].choices


def test_table_that_a_spreadsheet_saved_with_tabs_capitals_and_its_own_days_is_the_same_table():
    saved = SERVICES.replace("id,label_kk", "ID,Label_kk").replace("2026-11-01", "01.11.2026").replace(",", "\t")

    assert read({"services.csv": saved})["services"].choices == read({"services.csv": SERVICES})["services"].choices
    assert read({"services.csv": saved})["services"].rows[0].provenance["checked_on"] == "2026-11-01"


@pytest.mark.parametrize(("cell", "value"), [("0,034", 0.034), ("0.034", 0.034), ("1\u00a0296", 1296.0)])
def test_number_is_read_as_a_spreadsheet_writes_it(cell, value):
    assert records.number(cell) == value


def test_table_in_another_encoding_is_complained_about_once():
    spoilt = SERVICES.encode("cp1251", "replace").decode("utf-8", "surrogateescape")
    seed = read({"services.csv": spoilt})["services"]

    assert [(found.code, found.mark.line) for found in complaints(seed, TODAY)] == [("not_utf8", 2)]


def test_empty_lines_and_empty_files_are_nothing():
    assert read({"a.csv": "", "b.csv": "\n\n"}) == {}
    assert (
        read({"services.csv": SERVICES + "\n,,,\n"})["services"].choices == read({"services.csv": SERVICES})["services"].choices
    )


def test_row_that_was_checked_a_year_ago_is_old_the_day_after():
    def codes(day):
        seed = read({"ways.csv": FILES["ways.csv"].replace("2026-11-01", day)})["ways"]
        return {complaint.code for complaint in complaints(seed, TODAY)}

    assert codes("2025-11-24") == set()
    assert codes("2025-11-23") == {"seed_old"}


def test_cells_of_a_column_are_all_its_values():
    assert catalogue.cells(choices("services").values(), "online") == {"yes", "no", "partly"}
