import pytest

from bot.report.export.codebook import HEADER, About, codebook
from bot.report.export.plan import planned
from tests.report.export import made


def book(*, full=False, demo=False, series="", revisions=(made.OLD, made.NEW)):
    about = About("small", "2026-W47", series, full, demo)
    return [dict(zip(HEADER, row, strict=True)) for row in codebook(planned(revisions, full=full).tables, about)]


def find(rows, table, column, code=None):
    return next(row for row in rows if (row["table"], row["column"], row["code"]) == (table, column, code))


@pytest.mark.parametrize("full", [False, True])
def test_every_column_and_code_has_a_label_in_every_language(full):
    rows = book(full=full, revisions=(made.Revision(1, made.real()),))

    assert [row for row in rows if not all(row[f"label_{language}"] for language in made.LANGUAGES)] == []
    tables = planned((made.Revision(1, made.real()),), full=full).tables
    columns = {(table.name, column.name) for table in tables for column in table.columns}
    assert columns <= {(row["table"], row["column"]) for row in rows}


def test_question_stands_with_its_words_and_who_was_asked():
    rows = book()
    reason = find(rows, "episodes", "reason_unaware", "unaware")

    assert reason["question"] == "reasons"
    assert reason["asked_ru"] == "why? (ru)"
    assert reason["who_was_asked_en"] == "for each service marked in “services”, if channel is csc_operator / csc_self"
    assert reason["catalogue"] == "inform"
    assert find(rows, "interviews", "age")["who_was_asked_kk"] == "барлығы"
    assert find(rows, "episodes", "channel")["asked_en"] == "…: how? (en)"


def test_owner_of_a_reason_is_named_by_the_catalogue():
    rows = book(revisions=(made.Revision(1, made.real()),))

    assert find(rows, "episodes", "fix", "inform")["label_en"] == "owner of the service"


def test_retired_codes_are_marked_and_revisions_are_named():
    rows = book(revisions=(made.OLD, made.NEW, made.Revision(3, made.NEW.script)))

    assert find(rows, "episodes", "reason_queue", "queue")["retired"] == "yes"
    assert find(rows, "episodes", "reason_far", "far")["retired"] is None
    assert find(rows, "episodes", "reason_far", "far")["revisions"] == "2–3"


def test_services_stand_in_the_codebook_of_the_full_export_only():
    assert not [row for row in book() if row["code"] == "passport"]
    assert find(book(full=True), "episodes", "service", "passport")["label_en"] == "passport (en)"


def test_about_says_whose_pseudonyms_what_is_left_out_and_that_it_is_a_demo():
    def about(**more):
        return " ".join(row["label_en"] for row in book(**more) if row["table"] == "about")

    assert "good for this export only" in about()
    assert "series “board”" in about(series="board")
    assert "Which service was used is not told" in about()
    assert "FULL EXPORT" in about(full=True)
    assert "DEMO" not in about()
    assert about(demo=True).startswith("DEMO")
