"""Every row says what it must, in three languages, and where it is from."""

import re
from collections import Counter
from datetime import date

import pytest

from bot.message import LABEL_CHARS
from bot.script.aliases import complaints
from bot.settings import ROOT
from bot.texts import LANGUAGES
from bot.usecases.sources import catalogue

LISTS = ("baseline", "categories", "channels", "fixes", "margins", "reasons", "regions", "services")
FILES = ("aliases", *LISTS)
ROWS = {"services": 44, "categories": 13, "channels": 13, "reasons": 22, "fixes": 6, "regions": 20, "margins": 28}
STATUS = {"official", "sourced", "derived", "estimate", "unverified"}
NUMBERED_CHARS = 22
"""Longest label of a service: its button also shows a tick and a number."""

COLUMN_CHARS = 18
"""Longest label of a region: its buttons stand in two columns."""

REMEDY_CHARS = 150
CODE = re.compile(r"[a-z][a-z0-9_]{0,23}")


def labels(row: dict[str, str]) -> list[str]:
    return [row[f"label_{language}"] for language in LANGUAGES]


def test_folder_has_every_table_and_no_other(tables):
    assert tuple(tables) == FILES


@pytest.mark.parametrize("name", ROWS)
def test_table_has_the_rows_of_the_facts(tables, name):
    assert len(tables[name]) == ROWS[name]


@pytest.mark.parametrize("name", LISTS)
def test_row_has_a_code_of_its_own(tables, name):
    codes = [row["id"] for row in tables[name]]

    assert all(CODE.fullmatch(code) for code in codes)
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", LISTS)
def test_row_has_short_labels_in_every_language(tables, name):
    wrong = [label for row in tables[name] for label in labels(row) if not 0 < len(label) <= LABEL_CHARS]

    assert wrong == []


@pytest.mark.parametrize(("name", "longest"), [("services", NUMBERED_CHARS), ("regions", COLUMN_CHARS)])
def test_labels_of_long_lists_leave_room(tables, name, longest):
    assert [label for row in tables[name] for label in labels(row) if len(label) > longest] == []


@pytest.mark.parametrize("name", ["services", "categories", "channels", "reasons", "regions"])
def test_label_means_one_row_only(tables, name):
    for language in LANGUAGES:
        counted = Counter(row[f"label_{language}"].casefold() for row in tables[name])
        assert [label for label, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_text_that_stands_in_one_language_stands_in_all(tables, name):
    stems = {column.removesuffix("_kk") for column in tables[name][0] if column.endswith("_kk")}
    for row in tables[name]:
        for stem in stems:
            assert len({bool(row[f"{stem}_{language}"]) for language in LANGUAGES}) == 1, (row["id"], stem)


@pytest.mark.parametrize("name", FILES)
def test_row_says_where_it_is_from(tables, name):
    for row in tables[name]:
        assert row["source"], row
        assert row["status"] in STATUS, row
        assert date.fromisoformat(row["date"]) <= date.fromisoformat(row["checked_on"]), row
        assert row["status"] == "unverified" or row["source"] != "general knowledge", row


@pytest.mark.parametrize("name", FILES)
def test_cells_are_trimmed_and_whole(tables, name):
    cells = [cell for row in tables[name] for cell in row.values()]

    assert None not in cells
    assert [cell for cell in cells if cell != cell.strip() or "\n" in cell] == []


def test_services_use_the_known_words(tables):
    categories = {row["id"] for row in tables["categories"]}
    for row in tables["services"]:
        assert row["category"] in categories
        assert row["online"] in {"yes", "partly", "no", ""}
        assert row["at_csc"] in {"yes", "no", "check"}
        assert row["online_from"] == "" or date.fromisoformat(row["online_from"])
        assert row["address"] == "" or row["address"].startswith("https://")


def test_services_that_lead_at_a_csc_stand_on_the_first_page(tables):
    first = [row["id"] for row in tables["services"][:10]]

    assert {"eds", "id_card", "address_cert", "residence_reg", "property_cert", "criminal_record"} <= set(first)


def test_services_leave_no_category_empty(tables):
    assert {row["category"] for row in tables["services"]} == {row["id"] for row in tables["categories"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_has_everyday_names_in_every_language(tables, language):
    named = Counter(row["row"] for row in tables["aliases"] if row["list"] == "services" and row["language"] == language)

    assert {row["id"]: named[row["id"]] for row in tables["services"] if named[row["id"]] < 3} == {}


def test_aliases_have_no_complaints():
    assert [
        complaint for seed in catalogue(ROOT / "seeds").values() for complaint in complaints(seed.aliases, _codes(seed))
    ] == []


def _codes(seed):
    return {choice.code for choice in seed.choices}


def test_channels_keep_what_is_done_with_help_apart(tables):
    kinds = {"in_person", "assisted", "digital", "proactive", "phone", "proxy", "unknown"}
    assert {row["kind"] for row in tables["channels"]} == kinds
    for row in tables["channels"]:
        expected = {"digital": "yes", "proactive": "apart"}.get(row["kind"], "no")
        assert row["counts_as_take_up"] == expected, row["id"]


def test_reasons_belong_to_a_known_fix(tables):
    fixes = {row["id"] for row in tables["fixes"]}
    without = {row["id"] for row in tables["reasons"] if row["fix"] not in fixes}

    assert fixes == {"inform", "repair", "help", "access", "rule", "keep"}
    assert without == {"other", "hard_to_say"}
    assert {row["asked_of"] for row in tables["reasons"]} == {"tried", "not_tried", "both"}


def test_reason_has_a_remedy_of_its_own_or_of_its_fix(tables):
    fixes = {row["id"]: row for row in tables["fixes"]}
    for row in tables["reasons"]:
        for language in LANGUAGES:
            remedy = row[f"remedy_{language}"] or fixes[row["fix"]][f"remedy_{language}"]
            assert 0 < len(remedy) <= REMEDY_CHARS, row["id"]


def test_remedy_for_people_who_need_help_says_what_to_say(tables):
    remedy = next(row for row in tables["fixes"] if row["id"] == "help")

    assert "«" in remedy["remedy_kk"]
    assert "«" in remedy["remedy_ru"]
    assert "“" in remedy["remedy_en"]


def test_regions_have_their_numeric_codes_and_three_cities_first(tables):
    regions = tables["regions"]

    assert all(re.fullmatch(r"KZ-\d\d", row["iso"]) for row in regions)
    assert len({row["iso"] for row in regions}) == len(regions)
    assert [row["id"] for row in regions if row["urban"] == "yes"] == [row["id"] for row in regions[:3]]
    assert {row["id"] for row in regions[:3]} == {"almaty_city", "astana", "shymkent"}


def test_margins_sum_to_one(tables):
    sums: Counter[str] = Counter()
    for row in tables["margins"]:
        sums[row["margin"]] += float(row["share_of_adults"])

    assert set(sums) == {"region", "age", "sex", "settlement"}
    assert all(total == pytest.approx(1, abs=1e-3) for total in sums.values())


def test_margins_know_every_region(tables):
    levels = {row["level"] for row in tables["margins"] if row["margin"] == "region"}

    assert levels == {row["id"] for row in tables["regions"]}


def test_baseline_keeps_kinds_of_figures_apart(tables):
    for row in tables["baseline"]:
        assert row["kind"] in {"volume", "reach", "supply", "satisfaction"}
        assert float(row["value"]) > 0
        assert 2006 <= int(row["year"]) <= 2026
        assert row["sign"] in {"", "<", ">", "~"}
        assert row["unit"]
