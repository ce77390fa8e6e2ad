"""All figures for the operator, as text and as JSON."""

import json

import pytest

from bot.report.listing import listing
from bot.report.table import TABLES, table
from bot.stats.counts import Cell, Counts, Grouped, Table, Tally
from bot.stats.labels import DIMENSIONS, labels
from bot.stats.margins import Level, Margin
from bot.stats.records import DIMENSIONS as PEOPLE
from bot.stats.summary import summarize
from bot.stats.weights import rake
from bot.texts import phrases
from tests.told import LANGUAGES, SCRIPT, text

LABELS = labels([SCRIPT])
SEX = Margin("sex", (Level("female", 0.52), Level("male", 0.48)))
CHANNELS = Table(
    Tally(80, 40),
    (
        Cell("egov_mobile", 48, 30, 20),
        Cell("csc_operator", 29, 18, 30, estimate=0.3625, low=0.24, high=0.5, n_eff=54.6),
        Cell("agency", 3, 3, 39),
    ),
)
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
                                share  interval  cases  n_eff
  eGov Mobile app                 60%               48
  At a CSC, with an operator      36%   (24–50)     29     55  not for publication: another hidden row could be worked out from it
  At an akimat, school, clinic     4%                3         not for publication: fewer than 5 said so

Why people went to a CSC: share of visits with a stated reason, several reasons are possible
  Base: 29 · people: 18
                                                          share  interval  cases  n_eff
  did not know it is online · a matter of telling people    69%               20         not for publication: fewer than 30 people
  another reason                                            31%                9         not for publication: fewer than 30 people"""  # noqa: E501 - a line as it is printed


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


def test_weighted_figures_are_said_to_be_so_with_their_margins():
    about = rake(("sex", "age"), {("female", "a18"): 20, ("male", "a30"): 20}, (SEX,)).about
    weighted = summarize(("2026-W47",), Counts(people=40, interviews=40, weights=(about, about)), LABELS)

    assert table(weighted, "en").splitlines()[0] == (
        "Weighted to the shares of adults by sex; in brackets the interval (model-based), 95 %."
    )


def test_mean_has_its_interval_and_is_no_share():
    visits = Table(Tally(40, 40), (Cell("at_least", 52, 30, 10, estimate=1.3, low=1.1, high=1.5, n_eff=38.2),))
    counted = Counts(people=40, interviews=40, more=(Grouped("visits", "answered", visits),))

    lines = table(summarize(("2026-W47",), counted, LABELS), "en").splitlines()

    assert lines[-2].split() == ["mean", "interval", "cases", "n_eff"]
    assert lines[-1].split()[-4:] == ["1.30", "(1.10–1.50)", "52", "38"]


def test_breakdown_names_its_level():
    ways = Table(Tally(80, 40), (Cell("online", 48, 30, 20),))
    grouped = tuple(Grouped("way", "both", ways, "sex", level) for level in ("female", "male"))
    names = {("sex", "female"): text("Әйел", "Женщина", "Woman")}

    lines = table(summarize(("2026-W47",), Counts(interviews=1, more=grouped), LABELS), "en", names=names).splitlines()

    assert [line.rpartition(" · ")[2] for line in lines if line.startswith("How people")] == ["sex: Woman", "sex: male"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_dimension_and_margin_has_its_words(language):
    known = phrases(language)

    assert {f"stats.title.{group}.{base}" for group, base in TABLES} <= known.keys()
    assert {f"stats.dimension.{name}" for name in DIMENSIONS} <= known.keys()
    assert {f"methods.margin.{name}" for name in PEOPLE} <= known.keys()


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
        "low": None,
        "high": None,
        "se": None,
        "n_eff": None,
        "published": False,
        "why_not": "numerator",
        "fix": "",
        "owner": "",
        "dimension": "",
        "level": "",
        "revisions": [],
        "period": "2026-W46..2026-W47",
    }
    assert figures["way.both.online"]["estimate"] is None
    assert figures["reason.stated.unaware"]["owner"] == "хабарлау керек"
