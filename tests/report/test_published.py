"""A publication as its operator reads it: words instead of codes, bases, intervals, and why something does not show."""

import pytest

from bot.report.published import published
from bot.stats.figure import Figure
from bot.stats.labels import levels
from bot.stats.summary import Summary
from bot.texts import say
from tests.told import LANGUAGES, SCRIPT, text

ONLINE, DESK = text("Онлайн", "Онлайн", "Online"), text("ХҚКО", "ЦОН", "CSC")


def way(code, label, service="", *, share=None, why="", people=90):
    shown = share is not None
    name = f"way.all.{code}.service.{service}" if service else f"way.both.{code}"
    numbers = {"people": people, "n": people + 5, "low": share - 0.1, "high": share + 0.1} if shown else {"people": 0, "n": 0}
    of = {"dimension": "service", "level": service, "block": "where"} if service else {}
    return Figure(
        name, "way", code, label, "all" if service else "both", estimate=share, published=shown, why_not=why, **numbers, **of
    )


def summary(*figures):
    return Summary(("2026-W29", "2026-W40"), 190, 190, 250, at_csc_desk=True, figures=figures)


SUMMARY = summary(
    way("online", ONLINE, share=0.62),
    way("csc_operator", DESK, why="hidden"),
    way("online", ONLINE, "address", why="people"),
    way("csc_operator", DESK, "address", why="people"),
    way("online", ONLINE, "passport", share=0.4),
    way("csc_operator", DESK, "passport", share=0.3),
    way("online", ONLINE, "licence", why="people"),
    way("online", ONLINE, "unknown", why="hidden"),
)

EXPECTED = """\
2026-W29..2026-W40, version 1, as outsiders see it (bases rounded to 5, shares to whole percent)
Unweighted: the figures describe those who answered, not all residents.
People: 190 · interviews: 190 · services used: 250
“withheld”: too few answers, too uncertain, or other rows could be worked out from it

How people got services that exist both at a CSC and online, last 3 months
  Base: 95 · people: 90. Without those who were asked at a CSC.
          share  interval
  Online    62%   (52–72)
  CSC         –            withheld

How people got all services, last 12 months · service: Passport
  Base: 95 · people: 90. Without those who were asked at a CSC.
          share  interval
  Online    40%   (30–50)
  CSC       30%   (20–40)

How people got all services, last 12 months · service
  Nothing shows (fewer than 30 people): Certificate of address; Driving licence
  Nothing shows (withheld): not said"""


def test_rows_have_words_bases_and_intervals_and_what_shows_nothing_is_said_in_a_line():
    assert published(SUMMARY, "en", names=levels([SCRIPT])) == EXPECTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_of_a_level_or_a_reason_stands_in_it(language):
    words = published(SUMMARY, language, names=levels([SCRIPT]))

    assert [code for code in ("passport", "csc_operator", "unknown") if code in words] == []
    assert say(language, "board.not_said") in words
    assert say(language, "stats.dimension.service") in words


def test_where_everything_shows_nothing_is_said_of_hidden_rows():
    assert "withheld" not in published(summary(way("online", ONLINE, share=0.62)), "en")


def test_demo_is_named_first():
    assert published(SUMMARY, "ru", demo=True).startswith("ДЕМО")
