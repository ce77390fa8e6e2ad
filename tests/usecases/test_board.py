"""The page of figures reads the newest versions of what was published, and nothing that is only in the answers."""

import pytest
from msgspec.structs import replace

from bot.report.board.parts import Fold, Shares
from bot.stats.figure import Figure
from bot.stats.summary import Summary
from bot.stats.weeks import block_of, bounds, period_of, shift
from bot.store import publications
from bot.usecases.board import MOST_WEEKS, shown
from tests.told import Used, tell, text

WEEK = "2026-W47"


def summary(weeks, share=0.4, block="week", **more):
    known = {"estimate": share, "low": share - 0.1, "high": share + 0.1, "published": True}
    figure = Figure("way.both.online", "way", "online", text("a"), "both", 90, 120, **known)
    if block != "week":
        figure = replace(figure, dimension="sex", level="female", id=f"{figure.id}.sex.female")
    return Summary(tuple(weeks), 400, 400, 900, at_csc_desk=False, figures=(figure,), block=block, **more)


def freeze(store, *summaries):
    with store.write() as tx:
        for each in summaries:
            publications.freeze(tx, period_of(each.weeks), each, bounds(WEEK)[1])


def values(store):
    with store.read() as tx:
        found = shown(tx, "en")
    every = [inner for part in found.parts for inner in ((part, *part.parts) if isinstance(part, Fold) else (part,))]
    return [bar.value for table in every if isinstance(table, Shares) for bar in table.rows]


def test_there_is_no_page_before_the_first_publication_whatever_was_answered(store):
    with store.write() as tx:
        for _ in range(3):
            tell(tx, bounds(WEEK)[0], Used("address", "csc_operator", ("unaware",)))
    with store.read() as tx:
        assert shown(tx, "en") is None


def test_newest_version_of_the_last_week_and_of_the_last_block_are_shown(store):
    who, before = block_of(WEEK, 4), block_of(shift(WEEK, -4), 4)
    freeze(
        store,
        summary([shift(WEEK, -1)], 0.11),
        summary([WEEK], 0.22),
        summary([WEEK], 0.33, version=2),
        summary(before, 0.44, "who"),
        summary(who, 0.55, "who"),
        summary(block_of(WEEK, 12), 0.66, "where"),
    )

    assert values(store) == ["33%", "55%", "66%"]


@pytest.mark.parametrize("weeks", [3, MOST_WEEKS + 2])
def test_half_a_year_is_looked_at(store, weeks):
    names = [shift(WEEK, -back) for back in range(weeks)]
    freeze(store, *(summary([name]) for name in names))

    with store.read() as tx:
        found = publications.last_weeks(tx, MOST_WEEKS)

    assert [each.period for each in found] == sorted(names)[-MOST_WEEKS:]
