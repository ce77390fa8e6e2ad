"""Files as other programs read them back: what people typed is words, and nothing that runs."""

import csv
import io
import re
import sys
import zipfile
from xml.etree import ElementTree as ET

import pyarrow.parquet
import pyreadstat
import pytest

from bot.errors import ExportError
from bot.report.export import to_xlsx
from bot.report.export.cells import guarded, words
from bot.report.export.column import Bound, Column, Table, Value
from bot.report.export.files import Job
from bot.report.export.formats import WRITERS
from tests.report.export.nasty import NASTY

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CODES = (Value("=a", 1, {"en": "=HYPERLINK(1)"}), Value("b", 2, {"en": "қ" * 200}))


def column(name, kind, label="@label", values=()):
    return Bound(Column(name, kind, {"en": label}, values=values), lambda _: None)


TABLES = (
    Table(
        "answers",
        (column("words", "text"), column("code", "code", "қ" * 300, CODES), column("mark", "mark"), column("n", "number")),
    ),
    Table("empty", (column("pseudonym", "text"), column("mark", "mark"))),
)
ROWS = [(text, "=a", 1, -2.5) for text in NASTY] + [(None, None, None, None), ("b", "b", 0, 7)]


@pytest.fixture
def write(tmp_path):
    def writing(form, tables=TABLES, rows=ROWS):
        job = Job(tmp_path, tables, [("=1+1", *["http://evil.example"] * 18)], "=title", "en", 1_790_000_000)
        with WRITERS[form](job) as add:
            add(tables[0].name, rows[:5])
            add(tables[0].name, rows[5:])
        return tmp_path

    return writing


def read_csv(path):
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def sheet(path, number):
    """The rows of a sheet as (kind, style, text or number) by cell, from its XML."""
    with zipfile.ZipFile(path) as book:
        tree = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    return [[(cell.get("t", "n"), "".join(cell.itertext()), cell.get("r")) for cell in row] for row in tree.iter(f"{SHEET}row")]


def test_csv_gives_every_cell_back_and_no_cell_begins_like_a_formula(write):
    folder = write("csv")

    header, *rows = read_csv(folder / "answers.csv")

    assert header == ["words", "code", "mark", "n"]
    assert rows[: len(NASTY)] == [[guarded(text), "'=a", "1", "-2,5"] for text in NASTY]
    assert rows[-2:] == [["", "", "", ""], ["b", "b", "0", "7"]]
    assert read_csv(folder / "empty.csv") == [["pseudonym", "mark"]]
    assert read_csv(folder / "codebook.csv")[1][:2] == ["'=1+1", "http://evil.example"]


def test_csv_has_one_line_for_each_row_whatever_was_typed(write):
    lines = (write("csv") / "answers.csv").read_bytes().decode("utf-8-sig").split("\r\n")

    assert len(lines) == len(ROWS) + 2
    assert not [line for line in lines if re.match(r'"?[=+@|%]', line)]


def test_headers_are_guarded_as_cells_are(write):
    tables = (Table("answers", (column("=1+1", "text"),)),)

    folder = write("csv", tables, [("a",)])

    assert read_csv(folder / "answers.csv") == [["'=1+1"], ["a"]]


def test_workbook_holds_words_and_numbers_and_neither_formulas_nor_links(write):
    path = write("xlsx") / "nege.xlsx"

    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        everything = {name: book.read(name).decode() for name in book.namelist()}

    assert len(sheets) == 3
    assert not [text for text in sheets if re.search(r"<f[ >/]|<hyperlink|<oleLink|<extLst", text)]
    assert not [name for name in everything if "externalLink" in name or "connections" in name]
    assert not [name for name, text in everything.items() if "evil" in text and not name.startswith("xl/worksheets/sheet")]
    assert not re.search("definedName", everything["xl/workbook.xml"])


def test_workbook_gives_every_cell_back(write):
    rows = sheet(write("xlsx") / "nege.xlsx", 2)

    said = [[(kind, text) for kind, text, _ in row] for row in rows[1 : len(NASTY) + 1]]
    shown = [words(text) for text in NASTY]
    for row, text in zip(said, shown, strict=True):
        expected = text.replace("_x003D_", "_x005F_x003D_")
        assert row[-3:] == [("inlineStr", "=a"), ("n", "1"), ("n", "-2.5")]
        assert row[:-3] == ([("inlineStr", expected)] if text else [("inlineStr", "")])


def test_words_in_a_workbook_stay_words_when_somebody_edits_the_cell(write):
    with zipfile.ZipFile(write("xlsx") / "nege.xlsx") as book:
        styles = ET.fromstring(book.read("xl/styles.xml")).find(f"{SHEET}cellXfs")
        cells = [
            cell
            for number in (1, 2, 3)
            for cell in ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{SHEET}c")
        ]

    quoted = {str(place) for place, style in enumerate(styles) if style.get("quotePrefix") == "1"}
    texts = [cell for cell in cells if cell.get("t") == "inlineStr"]
    assert len(texts) > len(NASTY)
    assert {cell.get("s") for cell in texts} <= quoted


def test_workbook_that_is_too_long_says_what_to_do(write, monkeypatch):
    monkeypatch.setattr(to_xlsx, "ROWS", 10)

    with pytest.raises(ExportError, match="csv or parquet"):
        write("xlsx")


def test_spss_reads_names_labels_and_cells_back(write):
    folder = write("sav")

    cells, meta = pyreadstat.read_sav(folder / "answers.sav", output_format="dict")

    assert meta.column_names == ["words", "code", "mark", "n"]
    assert (meta.number_rows, meta.file_label, meta.file_encoding) == (len(ROWS), "=title", "UTF-8")
    assert meta.column_names_to_labels["words"] == "@label"
    assert meta.column_names_to_labels["code"] == "қ" * 126
    assert meta.variable_value_labels["code"] == {1.0: "=HYPERLINK(1)", 2.0: "қ" * 60}
    assert meta.variable_value_labels["mark"] == {0.0: "No", 1.0: "Yes"}
    assert cells["code"][-3:] == [1.0, None, 2.0]
    assert cells["mark"][-3:] == [1.0, None, 0.0]
    assert cells["n"][-3:] == [-2.5, None, 7.0]
    # The end of a text is cut at 255 bytes and its last spaces are not kept: SPSS has no others.
    assert cells["words"] == [words(text or "").encode()[:255].decode(errors="ignore").rstrip() for text, *_ in ROWS]


def test_spss_reads_a_table_without_rows(write):
    cells, meta = pyreadstat.read_sav(write("sav") / "empty.sav", output_format="dict")

    assert meta.column_names == ["pseudonym", "mark"]
    assert {name: list(values) for name, values in cells.items()} == {"pseudonym": [], "mark": []}


def test_parquet_keeps_types_labels_and_every_row(write):
    folder = write("parquet")

    table = pyarrow.parquet.read_table(folder / "answers.parquet")

    assert [str(field.type) for field in table.schema] == ["string", "string", "int8", "double"]
    assert table.schema.field("words").metadata == {b"label": b"@label"}
    assert table.column("words").to_pylist() == [None if text is None else words(text) for text, *_ in ROWS]
    assert table.column("mark").to_pylist()[-3:] == [1, None, 0]
    assert pyarrow.parquet.read_table(folder / "empty.parquet").num_rows == 0


@pytest.mark.parametrize("form", ["sav", "parquet"])
def test_codebook_lies_beside_formats_without_room_for_it(write, form):
    assert read_csv(write(form) / "codebook.csv")[0][:2] == ["table", "column"]


def test_parquet_without_its_package_says_which_extra_to_install(write, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

    with pytest.raises(ExportError, match=r"nege\[export\]"):
        write("parquet")


def test_other_formats_need_no_extra(write, monkeypatch):
    for name in ("pyarrow", "pyarrow.parquet", "pyreadstat", "pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)

    for form in ("csv", "xlsx", "sav"):
        assert write(form)
