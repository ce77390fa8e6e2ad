"""The weekly message as an official reads it: the texts beside this file, in three languages. `--update` writes them anew."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.message import TEXT_UNITS, utf16_units
from bot.report.changes import change_line
from bot.report.digest import Edition, digest
from bot.stats.counts import Cell, Counts, Table, Tally
from bot.stats.labels import labels
from bot.stats.shifts import Changes, Shift
from bot.stats.summary import for_outsiders, summarize
from bot.texts import say
from tests.told import LANGUAGES, SCRIPT

WEEKS = ("2026-W47",)
LABELS = labels([SCRIPT])
MOST_LINES = 16

WAYS = Table(
    Tally(820, 390),
    (
        Cell("online", 402, 220, 260),
        Cell("csc_operator", 254, 180, 300),
        Cell("assisted", 74, 60, 370),
        Cell("agency", 61, 50, 380),
        Cell("proxy", 26, 22, 385),
        Cell("phone", 3, 3, 390),
    ),
)
REASONS = Table(
    Tally(305, 181),
    (
        Cell("unaware", 82, 70, 150, "inform"),
        Cell("eds_fail", 67, 50, 160, "repair"),
        Cell("advice", 58, 45, 165, "keep"),
        Cell("not_online", 40, 33, 170, "rule"),
        Cell("other", 70, 60, 155),
    ),
)
FIXES = Table(
    Tally(305, 181),
    (
        Cell("inform", 100, 80, 130),
        Cell("repair", 73, 55, 150),
        Cell("rule", 58, 45, 160),
        Cell("keep", 70, 60, 150),
        Cell("unsorted", 4, 4, 180),
    ),
)
ORDINARY = Counts(people=410, interviews=410, episodes=1045, at_csc_desk=12, ways_both=WAYS, reasons=REASONS, fixes=FIXES)
TIED = Table(Tally(61, 31), (Cell("unaware", 20, 15, 25, "inform"), Cell("eds_fail", 20, 16, 24, "repair")))
ALIKE = Table(Tally(61, 40), (Cell("unaware", 59, 40, 2, "inform"), Cell("eds_fail", 20, 16, 24, "repair")))
FEW_VISITS = Table(Tally(9, 8), (Cell("unaware", 9, 8, 0, "inform"),))

MOVED = Changes(
    "2026-W46",
    1,
    tested=9,
    named=(
        Shift("way.both.online", 0.42, 790, 380),
        Shift("reason.stated.eds_fail", 0.15, 290, 170),
        Shift("fix.stated.keep", 0.3, 290, 170),
        Shift("way.both.csc_operator", 0.35, 790, 380),
    ),
)
COMPARED = {
    "changed": MOVED,
    "unchanged": Changes("2026-W46", 1, tested=9),
    "other_places": Changes("2026-W46", 1, barred="recruitment"),
    "other_lists": Changes("2026-W46", 1, barred="lists"),
}

CASES = {
    "ordinary": (ORDINARY, {}),
    **dict.fromkeys(COMPARED, (ORDINARY, {})),
    "demo": (ORDINARY, {"demo": True, "until": 1_795_000_000}),
    "few": (Counts(people=21, interviews=21, episodes=41, ways_both=Table(Tally(30, 15), (Cell("online", 30, 15, 0),))), {}),
    "nobody": (Counts(), {"demo": True}),
    "few_visits": (Counts(people=31, interviews=31, episodes=92, reasons=FEW_VISITS, fixes=FEW_VISITS), {}),
    "tied": (Counts(people=61, interviews=61, episodes=102, reasons=TIED), {}),
    "alike": (Counts(people=100, interviews=100, episodes=150, ways_both=WAYS, reasons=ALIKE), {}),
}


def said(case, language):
    counts, edition = CASES[case]
    summary = for_outsiders(summarize(WEEKS, counts, LABELS))
    return digest(replace(summary, changes=COMPARED.get(case)), Edition(language, **edition)).text


def written(text):
    """The lines with something on them: paragraphs are parted by empty ones."""
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("case", CASES)
def test_message_reads_as_written_down(case, update):
    path = Path(__file__).with_name(f"digest_{case}.txt")
    text = "\n\n".join(said(case, language) for language in LANGUAGES) + "\n"
    if update:
        path.write_text(text, "utf-8")

    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_message_is_short(case, language):
    text = said(case, language)

    assert len(written(text)) <= MOST_LINES
    assert utf16_units(text) <= TEXT_UNITS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_line_with_a_share_has_its_base(case, language):
    shares = [line for line in said(case, language).splitlines() if "%" in line]

    assert all(re.search(r"820|305|60", re.sub(r"\d+\s?%", "", line)) for line in shares)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_owner(language):
    reasons = [line for line in said("ordinary", language).splitlines() if re.match(r"\d\) ", line)]

    owners = {owner[language] for owner in LABELS.owners.values()}
    assert len(reasons) == 2
    assert all(line.rsplit(" · ", 1)[1] in owners for line in (*reasons, said("ordinary", language).splitlines()[3]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_demo_is_named_in_the_first_line_and_in_the_quotation(case, language):
    lines = said(case, language).splitlines()
    named = [number for number, line in enumerate(lines) if re.search("ДЕМО|DEMO", line)]

    quoted = [] if case == "nobody" else [len(lines) - 1]
    assert named == ([0, *quoted] if CASES[case][1].get("demo") else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_part_that_may_not_be_published_is_not_in_the_message(language):
    text = said("ordinary", language)

    assert LABELS.label("fix", "unsorted")[language] not in written(text)[5]
    assert LABELS.label("reason", "other")[language] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_stand_in_one_line_with_both_shares_and_both_bases(language):
    text = said("changed", language)

    (line,) = [line for line in text.splitlines() if "→" in line]
    assert all(number in line for number in ("790 → 820", "290 → 305", "42", "49", "15", "22", "30", "23"))
    # The three largest: the fourth is for the page.
    assert line.count("→") == 6


def test_nothing_is_said_of_changes_where_nothing_could_be_compared():
    summary = for_outsiders(summarize(WEEKS, ORDINARY, LABELS))

    assert change_line(summary, "en") == ""
    assert change_line(replace(summary, changes=Changes("2026-W46", 1)), "en") == ""


def test_change_of_a_figure_that_does_not_show_is_not_told():
    summary = for_outsiders(summarize(WEEKS, ORDINARY, LABELS))
    hidden = tuple(replace(figure, published=False) for figure in summary.figures)

    assert "→" not in change_line(replace(summary, changes=MOVED, figures=hidden), "en")


WAY_CODES = ("online", "csc_operator", "assisted", "agency", "proxy")
cells = st.lists(
    st.tuples(
        st.sampled_from(["unaware", "eds_fail", "advice", "not_online", "other"]),
        st.integers(1, 400),
        st.integers(1, 400),
        st.integers(0, 400),
    ),
    unique_by=lambda cell: cell[0],
)


@settings(deadline=None)  # the first decision loads what searches
@given(cells, st.integers(0, 2000), st.sampled_from(LANGUAGES), st.booleans())
def test_any_figures_give_a_short_message(parts, people, language, demo):
    n = sum(number for _, number, _, _ in parts)
    fix = {"unaware": "inform", "eds_fail": "repair", "advice": "keep", "not_online": "rule", "other": ""}
    reasons = Table(Tally(n, people), tuple(Cell(*part, fix[part[0]]) for part in parts))
    ways = Table(Tally(n, people), tuple(Cell(way, *part[1:]) for way, part in zip(WAY_CODES, parts, strict=False)))
    counts = Counts(people=people, interviews=people, episodes=n, reasons=reasons, ways_both=ways, fixes=reasons)

    text = digest(for_outsiders(summarize(WEEKS, counts, LABELS)), Edition(language, demo=demo, until=0)).text

    assert 2 <= len(written(text)) <= MOST_LINES
    assert utf16_units(text) <= TEXT_UNITS


@pytest.mark.parametrize("language", LANGUAGES)
def test_correction_is_called_so_and_intervals_stand_behind_their_shares(language):
    summary = for_outsiders(summarize(WEEKS, ORDINARY, LABELS))
    known = tuple(replace(f, low=0.22, high=0.316) if f.published else f for f in summary.figures)

    text = digest(replace(summary, version=3, figures=known), Edition(language, demo=True, until=0)).text

    assert "3" in written(text)[2]
    assert len(re.findall(r"\(22–32\)", text)) >= 8
    assert len(written(text)) <= MOST_LINES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("high", "unsure"), [(0.24, False), (0.25, True), (0.4, True)])
def test_order_of_reasons_is_called_unsure_where_the_intervals_of_the_first_two_meet(language, high, unsure):
    summary = for_outsiders(summarize(WEEKS, ORDINARY, LABELS))
    intervals = {"unaware": (0.25, 0.32), "eds_fail": (0.18, high), "advice": (0.15, 0.26)}
    known = tuple(
        replace(each, low=intervals[each.code][0], high=intervals[each.code][1]) if each.code in intervals else each
        for each in summary.figures
    )

    text = digest(replace(summary, figures=known), Edition(language)).text

    assert (say(language, "digest.order") in text) is unsure
