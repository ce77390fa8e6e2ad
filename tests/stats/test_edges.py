"""The edges, from the rows to everything that is made of them: a number with its error, or a word, never NaN and never SE 0."""

import json
import math
import re
from functools import cache

import msgspec
import pytest

from bot.report.digest import Edition, digest
from bot.report.listing import listing
from bot.report.published import published
from bot.report.table import table
from bot.stats.collect import Collector
from bot.stats.counting import count
from bot.stats.labels import DIMENSIONS, labels
from bot.stats.margins import Level, Margin
from bot.stats.publish import PUBLISHED, decide
from bot.stats.summary import for_outsiders, gather
from bot.stats.weeks import bounds, week_of
from tests.told import LANGUAGES, SCRIPT

ALMATY = "almaty_city|female|a30|urban|easy|online|v2|no_need||"
ABAI = "abai|male|a45|rural|never|online|v0|||"
UNKNOWN = "|||||online||||"
AT_CSC = "address|m1|csc_operator|in_person|tried|1|inform|yes|yes|unaware:inform"
PLAIN = "address|m1|csc_operator|in_person||1||yes|yes|"
ONLINE = "address|m1|egov_mobile|digital||0||yes|yes|"
LONG_AGO = "passport|m12|agency|in_person||0||no|yes|"
MARGINS = (
    Margin("sex", (Level("female", 0.52), Level("male", 0.48))),
    Margin("settlement", (Level("urban", 0.63), Level("rural", 0.37))),
)

CASES = {
    "nobody": [],
    "one person": [(ALMATY, [AT_CSC])],
    "one person without a service": [(ALMATY, [])],
    "all agree": [(ALMATY, [AT_CSC])] * 40,
    "all agree online": [(ABAI, [ONLINE])] * 40,
    "no reason was stated": [(ALMATY, [PLAIN])] * 40,
    "nobody has a service of both kinds": [(ALMATY, [LONG_AGO])] * 40,
    "nobody has a service": [(ALMATY, [])] * 40,
    "an empty region": [(ALMATY, [AT_CSC])] * 30 + [(ALMATY, [ONLINE])] * 30 + [(ABAI, [])] * 12,
    "nobody said who they are": [(UNKNOWN, [AT_CSC])] * 30 + [(UNKNOWN, [ONLINE, AT_CSC])] * 30,
    "one of many differs": [(ALMATY, [AT_CSC])] * 60 + [(ABAI, [ONLINE])],
    "many": [(ALMATY, [AT_CSC, ONLINE])] * 40 + [(ABAI, [ONLINE, LONG_AGO])] * 40 + [(UNKNOWN, [PLAIN])] * 20,
}
WEEK = week_of(bounds("2025-W01")[0])
"""Its Monday is 30 December 2024."""


@cache
def summary(case, margins=()):
    told, collector = CASES[case], Collector()
    collector.interviews([(at, at, "\n".join([f"@{person}", *episodes, ""])) for at, (person, episodes) in enumerate(told)])
    found = gather((WEEK,), count(collector.records(), margins, DIMENSIONS), labels([SCRIPT]))
    return msgspec.structs.replace(found, figures=decide(found.figures))


def numbers(figure):
    return [value for value in (figure.estimate, figure.low, figure.high, figure.se, figure.n_eff) if value is not None]


@pytest.mark.parametrize("margins", [(), MARGINS], ids=["unweighted", "weighted"])
@pytest.mark.parametrize("case", CASES)
def test_figure_is_a_number_with_its_error_or_says_why_not(case, margins):
    found = summary(case, margins)

    assert found.figures
    for figure in found.figures:
        assert all(math.isfinite(number) for number in numbers(figure)), figure
        assert figure.se != 0, figure
        assert figure.published is (figure.why_not == ""), figure
        assert figure.estimate is not None or figure.why_not, figure
        assert not figure.published or (figure.people >= 30 and figure.group in PUBLISHED), figure


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_edge_is_read_by_people_and_programs(case, language):
    found = summary(case, MARGINS)
    frozen = for_outsiders(found)

    texts = [digest(frozen, Edition(language)).text, published(frozen, language), table(found, language)]
    listed = json.dumps(listing(found, language), allow_nan=False)

    assert not [text for text in (*texts, listed) if re.search(r"\b(nan|none|inf)\b", text.lower())]
    assert msgspec.json.decode(msgspec.json.encode(frozen), type=type(frozen)) == frozen
    assert all(figure.estimate is None and figure.n == 0 for figure in frozen.figures if not figure.published)


def test_week_of_the_turn_of_the_year_is_named_by_its_thursday():
    frozen = for_outsiders(summary("many"))

    assert (WEEK, frozen.period) == ("2025-W01", "2025-W01")
    assert "2025-01-KZ" in digest(frozen, Edition("en")).text
    assert {figure.period for figure in frozen.figures} == {"2025-W01"}


@pytest.mark.parametrize(
    ("case", "figure", "estimate"),
    [
        ("all agree", "people.people.only_csc", 1),
        ("all agree", "tried.asked.tried", 1),
        ("all agree", "movable.visits.at_least", 1),
        ("all agree online", "take_up.completed.alone", 1),
        ("all agree online", "people.people.only_online", 1),
    ],
)
def test_where_all_agree_the_share_is_whole_and_its_error_is_not_known(case, figure, estimate):
    found = next(each for each in for_outsiders(summary(case)).figures if each.id == figure)

    assert (found.published, found.estimate, found.people, found.se) == (True, estimate, 40, None)


def test_mean_without_an_error_is_not_published():
    found = next(each for each in summary("all agree").figures if each.group == "visits")

    assert (found.estimate, found.se, found.low, found.why_not) == (2, None, None, "effective")


def test_nobody_is_said_in_words():
    frozen = for_outsiders(summary("nobody"))

    assert "Nobody answered this week." in digest(frozen, Edition("en")).text
    assert {figure.why_not for figure in frozen.figures} == {"people"}
