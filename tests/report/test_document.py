from bot.report.document import Document, Grid, Heading, Items, Paragraph, plain

TABLE = Grid("People", ("What", "Number"), (("At a CSC", "5"), ("Online", "1,045")))


def shown(*blocks):
    return plain(Document("Title", "en", blocks)).splitlines()


def test_title_and_headings_are_underlined():
    assert shown(Heading("Who asks", "who")) == ["Title", "=====", "", "Who asks", "--------"]


def test_columns_of_a_table_stand_under_each_other():
    assert shown(TABLE)[3:] == ["People", "  What      Number", "  At a CSC       5", "  Online     1,045"]


def test_table_that_is_too_wide_becomes_records_without_empty_cells():
    wide = Grid("Figures", ("What", "Value", "Caution", "Source"), (("Visits", "15", "", "w" * 99),))

    lines = shown(wide)

    assert lines[4:6] == ["  Visits", "    Value: 15"]
    assert lines[6].startswith("    Source: www")


def test_record_of_two_cells_is_one_line():
    assert shown(Grid("W", ("What", "Value"), (("Margins", "region " * 20),)))[4].startswith("  Margins: region")


def test_long_items_are_indented():
    lines = shown(Items(("word " * 30,)), Paragraph("one\ntwo"))

    assert (lines[3][:2], lines[4][:2], lines[-2:]) == ("* ", "  ", ["one", "two"])
