"""All figures for the operator, as text and as JSON."""

import json

import pytest

from bot.report.listing import listing
from bot.report.table import table
from bot.stats.counts import Cell, Counts, Table, Tally
from bot.stats.labels import labels
from bot.stats.summary import summarize
from tests.told import LANGUAGES, SCRIPT

LABELS = labels([SCRIPT])
CHANNELS = Table(Tally(80, 40), (Cell("egov_mobile", 48, 30, 20), Cell("csc_operator", 29, 18, 30), Cell("agency", 3, 3, 39)))
REASONS = Table(Tally(29, 18), (Cell("unaware", 20, 15, 8, "inform"), Cell("other", 9, 6, 12)))
SUMMARY = summarize(
    ("2026-W46", "2026-W47"),
    Counts(people=40, interviews=41, episodes=1080, at_csc_desk=2, channels_both=CHANNELS, reasons=REASONS),
    LABELS,
)

EXPECTED = """\
Unweighted: the figures describe those who answered, not all residents.
Weeks: 2026-W46..2026-W47
People: 40 · interviews: 41 · services used: 1,080

The same services in detail
  Base: 80 · people: 40. Without those who were asked at a CSC.
  eGov Mobile app                  60%         48
  At a CSC, with an operator       36%         29
  At an akimat, school, clinic      4%          3  not for publication: fewer than 5 said so

Why people went to a CSC: share of visits with a stated reason, several reasons are possible
  Base: 29 · people: 18
  did not know it is online · a matter of telling people     69%         20  not for publication: fewer than 30 people
  another reason                                             31%          9  not for publication: fewer than 30 people"""


def test_table_shows_every_share_with_its_base_and_what_may_not_be_published():
    assert table(SUMMARY, "en") == EXPECTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_demo_is_named_at_the_top(language):
    assert table(SUMMARY, language, demo=True).split(":")[0] in ("ДЕМО", "DEMO")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_said_in_words(language):
    empty = summarize(("2026-W47",), Counts(), LABELS)

    assert len(table(empty, language).splitlines()) == 3


def test_columns_stand_under_each_other_in_kazakh():
    lines = [line for line in table(SUMMARY, "kk").splitlines() if "%" in line][:3]

    assert len({line.index("%") for line in lines}) == 1


def test_listing_is_a_list_of_figures_that_json_can_hold():
    found = json.loads(json.dumps(listing(SUMMARY, "kk", demo=True)))

    figures = {figure["id"]: figure for figure in found["figures"]}
    assert (found["demo"], found["weighting"], found["period"]) == (True, "unweighted", "2026-W46..2026-W47")
    assert figures["channel.both.agency"] == {
        "id": "channel.both.agency",
        "label": "Әкімдік, емхана, мектепте",
        "base": "both",
        "people": 40,
        "n": 80,
        "numerator": 3,
        "estimate": 0.0375,
        "published": False,
        "why_not": "numerator",
        "fix": "",
        "owner": "",
        "period": "2026-W46..2026-W47",
    }
    assert figures["way.both.online"]["estimate"] is None
    assert figures["reason.stated.unaware"]["owner"] == "хабарлау керек"
