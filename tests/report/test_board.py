"""The page of figures as values: every shown row of the publications and no number of a hidden one, whatever they hold."""

import re

import pytest
from msgspec.structs import replace

from bot.report.board.cases import SECTIONS
from bot.report.board.chart import Line, chart
from bot.report.board.page import Published, board
from bot.report.board.parts import Chart, Fold, Lead, Shares
from bot.report.document import Grid, Heading, Paragraph
from bot.report.numbers import count, share
from bot.report.table import TABLES
from bot.stats.figure import Figure, figure_id
from bot.stats.shifts import Changes, Shift
from bot.stats.summary import Summary
from bot.stats.weeks import block_of, shift
from tests.told import FIXES, LANGUAGES, text

WEEK = "2026-W47"
NUMBERS = (0.3, 0.35, None, 0.4)
NAMES = {("sex", "female"): text("Әйел", "Женщины", "Women"), ("sex", "male"): text("Ер", "Мужчины", "Men")}


def figure(group, base, code, share_=None, dimension="", level="", **more):
    """A figure as outsiders see it: hidden without a share."""
    known = {"people": 95, "n": 130, "low": share_ - 0.06, "high": share_ + 0.07, "published": True} if share_ else {}
    plain = {"people": 0, "n": 0} | known | more
    label = text(f"{code} kk", f"{code} ru", f"{code} en")
    name = figure_id(group, base, code, dimension, level)
    return Figure(name, group, code, label, base, estimate=share_, dimension=dimension, level=level, **plain)


def week(name=WEEK, *figures, **more):
    return Summary((name,), 410, 410, 1045, at_csc_desk=False, figures=figures, **more)


REASON = figure("reason", "stated", "eds_fail", 0.27, fix="repair", owner=FIXES["repair"]["label"])
HIDDEN = figure("reason", "stated", "advice", fix="keep", owner=FIXES["keep"]["label"], why_not="hidden")
ONLINE, DESK = figure("way", "both", "online", 0.49), figure("way", "both", "csc_operator", 0.31)
ORDINARY = week(WEEK, REASON, HIDDEN, ONLINE, DESK, figure("way", "both", "phone", why_not="hidden"))


def page(language="en", *weeks, **more):
    return board(Published(weeks or (ORDINARY,), **more), language)


def parts(found, kind):
    """All parts of a kind, those that are folded too."""
    every = [inner for part in found.parts for inner in ((part, *part.parts) if isinstance(part, Fold) else (part,))]
    return [part for part in every if isinstance(part, kind)]


def bars(found):
    return {bar.label: bar for table in parts(found, Shares) for bar in table.rows}


def words(found):
    return "\n".join(str(part) for part in found.parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headline_names_the_reason_its_base_and_its_owner(language):
    (lead,) = parts(page(language), Lead)

    assert f"eds_fail {language}" in lead.text
    assert share(language, 0.27) in lead.text.replace("\u00a0-", "-")
    assert FIXES["repair"]["label"][language] in lead.text
    assert "130" in lead.text


def test_shown_row_has_share_interval_and_owner_and_the_table_its_base_and_people():
    table = next(table for table in parts(page(), Shares) if any(bar.label == "eds_fail en" for bar in table.rows))
    bar = table.rows[0]

    assert (bar.value, bar.interval, bar.note) == ("27%", "(21–34)", FIXES["repair"]["label"]["en"])
    assert (bar.low, bar.point, bar.high) == (21, 27, 34)
    assert table.base == "Base: 130 · people: 95"


def test_hidden_row_is_a_word_without_any_number():
    bar = bars(page())["advice en"]

    assert bar.hidden == "not shown"
    assert (bar.value, bar.interval, bar.note, bar.low, bar.point, bar.high) == ("", "", "", None, None, None)


def test_table_that_is_all_hidden_is_one_sentence():
    (table,) = [
        table
        for table in parts(page("en", week(WEEK, ONLINE, figure("fix", "stated", "inform", why_not="people"))), Shares)
        if not table.rows
    ]

    assert table.hidden == "Not shown where fewer than 30 people answered."


def test_every_group_that_a_publication_may_hold_has_its_place():
    placed = {(case.group, case.base) for cases in SECTIONS.values() for case in cases}

    assert placed == set(TABLES)


def test_group_without_a_place_is_shown_all_the_same():
    found = page("en", week(WEEK, ONLINE, figure("people", "answered", "new", 0.5)))

    assert "new en" in bars(found)
    assert "other" in [heading.anchor for heading in parts(found, Heading)]


@pytest.mark.parametrize("group", ["visits", "satisfaction_mean"])
def test_mean_is_a_number_without_a_bar(group):
    found = page("ru", week(WEEK, figure(group, "answered", "mean", 1.14)))

    bar = bars(found)["mean ru"]
    assert (bar.value, bar.point) == ("1,14", None)


def test_breakdown_compares_levels_and_names_those_that_do_not_show():
    weeks = block_of(WEEK, 4)
    who = Summary(
        weeks,
        410,
        410,
        1045,
        at_csc_desk=False,
        figures=(
            figure("way", "both", "online", 0.4, "sex", "female", block="who"),
            figure("way", "both", "online", 0.6, "sex", "male", block="who"),
            figure("way", "both", "online", None, "sex", "unknown", block="who", why_not="people"),
            figure("way", "both", "agency", 0.2, "sex", "male", block="who"),
        ),
        block="who",
    )

    found = page("en", blocks={"who": who}, names=NAMES)

    tables = [table for table in parts(found, Shares) if table.caption.startswith(("online", "agency"))]
    compared = next(table for table in tables if table.caption.startswith("online"))
    assert [(bar.label, bar.value, bar.note) for bar in compared.rows] == [
        ("Men", "60%", "Base: 130 · people: 95"),
        ("Women", "40%", "Base: 130 · people: 95"),
    ]
    assert compared.hidden.endswith(": not said.")
    assert len(tables) == 2
    assert "2–29 November 2026, as a whole (4 weeks)" in words(found)


def test_changes_are_named_on_the_page_as_in_the_message():
    moved = Changes("2026-W46", 1, tested=4, named=(Shift("way.both.online", 0.42, 120, 90),))

    found = page("en", replace(ORDINARY, changes=moved))

    (changes,) = [part.text for part in parts(found, Paragraph) if "→" in part.text]
    assert changes == "More than a week before: online 42% → 49% (base 120 → 130)."


def test_change_of_a_level_says_whose_it_is():
    moved = Changes("2026-W41..2026-W44", 1, tested=4, named=(Shift("way.both.online.sex.female", 0.3, 120, 90),))
    women = (figure("way", "both", "online", 0.4, "sex", "female", block="who"),)
    who = Summary(block_of(WEEK, 4), 1, 1, 1, at_csc_desk=False, figures=women, block="who", changes=moved)

    (changes,) = [part.text for part in parts(page("en", blocks={"who": who}, names=NAMES), Paragraph) if "→" in part.text]

    assert changes == "More than in the period before: Women: online 30% → 40% (base 120 → 130)."


def test_many_hidden_rows_are_named_in_a_sentence_below():
    hidden = [figure("reason", "stated", f"rare_{number}", why_not="hidden") for number in range(5)]

    found = page("en", week(WEEK, REASON, *hidden))

    (table,) = [table for table in parts(found, Shares) if table.rows]
    assert [bar.label for bar in table.rows] == ["eds_fail en"]
    assert "rare_0 en; rare_1 en" in table.hidden


def test_weeks_are_drawn_and_told_and_a_hidden_week_is_a_gap():
    names = [shift(WEEK, back) for back in (-3, -2, -1, 0)]
    weeks = [
        week(name, figure("way", "both", "online", number)) for name, number in zip(names, (0.3, 0.35, None, 0.4), strict=True)
    ]

    found = page("ru", *weeks)

    (drawn,) = parts(found, Chart)
    assert [len(line.dots) for line in drawn.series] == [0, 3]
    assert [len(line.runs) for line in drawn.series] == [0, 1]
    (table,) = [grid for grid in parts(found, Grid) if len(grid.rows) == 4]
    assert [row[2] for row in table.rows] == ["40\u00a0% (34–47)", "не показано", "35\u00a0% (29–42)", "30\u00a0% (24–37)"]


def test_one_week_is_no_line():
    hidden = week(shift(WEEK, -1), figure("way", "both", "online", why_not="hidden"))

    assert parts(page(), Chart) == parts(page("en", hidden, ORDINARY), Chart) == []


def test_breakdown_that_shows_nothing_is_one_sentence():
    hidden = tuple(figure("way", "both", "online", None, "sex", level, why_not="people") for level in ("female", "male"))
    who = Summary(block_of(WEEK, 4), 1, 1, 1, at_csc_desk=False, figures=hidden, block="who")

    found = page("en", blocks={"who": who}, names=NAMES)

    assert "Nothing can be shown for this period: answers are few." in words(found)
    assert "Women" not in words(found)


def test_chart_stays_inside_its_frame_and_a_missing_week_keeps_its_place():
    weeks = ["2026-W40", "2026-W41", "2026-W47"]
    lines = [Line("a", [figure("way", "both", "online", number) for number in (0.02, 0.5, 0.9)])]

    drawn = chart("c", weeks, lines, "%")

    (first, second, last) = [x for x, _ in drawn.series[0].dots]
    assert second - first == pytest.approx((last - first) / 7, abs=0.2)
    assert all(0 <= float(number) <= drawn.width for band in drawn.series[0].bands for number in re.split("[ ,]", band))
    assert [text for _, text in drawn.up] == ["0%", "25%", "50%", "75%", "100%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_demo_and_correction_are_said(language):
    found = page(language, replace(ORDINARY, version=2), demo=True)

    said = [part.text for part in parts(found, Paragraph)]
    assert "ДЕМО" in said[0] or "DEMO" in said[0]
    assert "2" in said[1]
    assert [heading.anchor for heading in parts(found, Heading)][-1] == "limits"
    assert count(language, 1045) in said[1]


def test_page_of_a_week_with_few_people_says_so_and_shows_no_share():
    hidden = figure("way", "both", "online", why_not="people")
    found = page("en", Summary((WEEK,), 20, 20, 40, at_csc_desk=False, figures=(hidden,)))

    assert "Too few answers" in words(found)
    assert parts(found, Lead)[0].text.startswith("The reason named most often is not shown")
    assert "%" not in "".join(str(table) for table in parts(found, Shares))
