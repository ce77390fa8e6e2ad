"""Nobody among the made-up citizens needs more taps than the survey promises, if they correct nothing."""

from bench.taps import LIMIT, SURVEY, Walk, table, walks
from bot.settings import ROOT
from bot.usecases.sources import loaded


def test_nobody_of_four_hundred_people_who_corrects_nothing_needs_more_taps_than_the_limit():
    found = walks(loaded(SURVEY, ROOT / "seeds").script, people=400, seed=1)

    assert {row.services for row in table(found)} == {0, 1, 2, 3}
    assert len(found) > 350
    assert max(walk.taps for walk in found if not walk.detours) <= LIMIT
    assert [walk.detours for walk in found if walk.taps > LIMIT] == [3]


def test_table_gives_median_and_ninetieth_percentile_by_services():
    rows = table([*(Walk(1, taps, 0) for taps in range(10, 20)), Walk(0, 9, 0)])

    assert [(row.services, row.people, row.median, row.ninetieth, row.most) for row in rows] == [
        (0, 1, 9, 9, 9),
        (1, 10, 14.5, 18, 19),
    ]
