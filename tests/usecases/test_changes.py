"""Changes against the period before: frozen with a publication, of figures that both publications show, and only if sure."""

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from bot.report.published import published as published_words
from bot.script.model import Block
from bot.stats.summary import Summary
from bot.stats.weeks import block_of, bounds, period_of, shift
from bot.store import outbox, publications, revisions, roles
from bot.store.tables import Interview
from bot.usecases.digest import correct, make_due
from bot.usecases.erase import erase
from bot.usecases.publications import close, make
from tests.told import SCRIPT, SERVICES, Used, tell

BEFORE, NOW = "2026-W46", "2026-W47"
AT_DESK = Used("address", "csc_operator", ("unaware",))
ONLINE = Used("address", "egov_mobile")
HOUR = 3600


def told(store, week, *groups, **more):
    """Groups of (how many people, what each of them tells)."""
    with store.write() as tx:
        return [tell(tx, bounds(week)[0] + HOUR, used, **more) for number, used in groups for _ in range(number)]


def published(store, week) -> Summary:
    with store.write() as tx:
        close(tx, bounds(week)[1] + 3 * HOUR, breakdowns=())
        return publications.latest(tx, week)


def gone(store, people):
    with store.write() as tx:
        for person in people:
            erase(tx, person)


def names(summary):
    return {shift.id: shift.before for shift in summary.changes.named}


def test_large_change_is_named_with_what_was_published_before(store):
    told(store, BEFORE, (40, AT_DESK), (40, ONLINE))
    told(store, NOW, (15, AT_DESK), (65, ONLINE))
    first, second = published(store, BEFORE), published(store, NOW)

    assert first.changes is None
    assert names(second) == {"way.both.online": 0.5, "way.both.csc_operator": 0.5}
    assert (second.changes.against, second.changes.version) == (BEFORE, 1)
    assert "online 50% → 81% (base 80 → 80)" in published_words(second, "en")
    assert {(shift.n, shift.people) for shift in second.changes.named} == {(80, 80)}


def test_change_that_chance_can_make_is_tested_and_not_named(store):
    told(store, BEFORE, (40, AT_DESK), (40, ONLINE))
    told(store, NOW, (37, AT_DESK), (43, ONLINE))
    published(store, BEFORE)
    found = published(store, NOW).changes

    assert (found.named, found.barred) == ((), "")
    assert found.tested >= 2


def test_figures_that_one_of_both_hides_are_not_tested(store):
    told(store, BEFORE, (16, AT_DESK), (9, ONLINE))
    told(store, NOW, (16, AT_DESK), (44, ONLINE))
    published(store, BEFORE)

    found = published(store, NOW).changes

    assert (found.tested, found.named) == (0, ())


@pytest.mark.parametrize(("moved", "barred"), [(8, ""), (9, "recruitment")])
def test_nothing_is_named_when_people_came_from_other_places(store, moved, barred):
    told(store, BEFORE, (40, AT_DESK), (40, ONLINE))
    told(store, NOW, (15 - moved, AT_DESK), (65, ONLINE))
    told(store, NOW, (moved, AT_DESK), place="media")
    published(store, BEFORE)

    found = published(store, NOW).changes

    assert found.barred == barred
    assert bool(found.named) is not bool(barred)


def test_nothing_is_named_when_the_lists_shifted_but_another_wording_is_no_other_list(store, monkeypatch):
    def asking(script):
        monkeypatch.setattr("tests.told.SCRIPT", script)

    told(store, "2026-W45", (40, AT_DESK), (40, ONLINE))
    asking(replace(SCRIPT, title=dict.fromkeys(SCRIPT.languages, "Reworded")))
    told(store, BEFORE, (15, AT_DESK), (65, ONLINE))
    services, rest = SCRIPT.blocks
    fewer = replace(services.questions[0], choices=SERVICES[:2])
    asking(replace(SCRIPT, blocks=(Block((fewer,)), rest)))
    told(store, NOW, (40, AT_DESK), (40, ONLINE))
    published(store, "2026-W45")

    reworded, shortened = published(store, BEFORE), published(store, NOW)

    assert (reworded.changes.barred, shortened.changes.barred) == ("", "lists")
    assert names(reworded)
    with store.read() as tx:
        assert sum(revision.survey == SCRIPT.survey for revision in revisions.listed(tx)) == 3


def test_rows_that_no_longer_say_what_was_published_are_not_compared(store):
    people = told(store, BEFORE, (40, AT_DESK), (40, ONLINE))
    told(store, NOW, (15, AT_DESK), (65, ONLINE))
    published(store, BEFORE)
    gone(store, people[:20])

    found = published(store, NOW).changes

    assert (found.tested, found.named) == (0, ())


def test_few_erasures_leave_the_comparison_as_it_is_and_the_shares_as_published(store):
    people = told(store, BEFORE, (40, AT_DESK), (40, ONLINE))
    told(store, NOW, (15, AT_DESK), (65, ONLINE))
    published(store, BEFORE)
    gone(store, people[:1])

    assert names(published(store, NOW)) == {"way.both.online": 0.5, "way.both.csc_operator": 0.5}


def test_corrected_publication_is_compared_anew_and_an_unchanged_one_is_not(store):
    told(store, BEFORE, (40, AT_DESK), (40, ONLINE))
    told(store, NOW, (15, AT_DESK), (65, ONLINE))
    told(store, NOW, (50, AT_DESK), flags="test")
    published(store, BEFORE)
    first = published(store, NOW)
    same, _ = correct(store, NOW, bounds(NOW)[1] + 4 * HOUR)
    with store.write() as tx:
        tx.execute(update(Interview).values(flags=""))
    again, _ = correct(store, NOW, bounds(NOW)[1] + 5 * HOUR)

    assert names(first)
    assert (same.state, again.state) == ("same", "corrected")
    assert (again.summary.changes.named, again.summary.version) == ((), 2)


def test_block_is_compared_with_the_block_before(store):
    now = block_of(NOW, 4)
    before = block_of(shift(now[0], -1), 4)
    told(store, before[1], (40, AT_DESK), (40, ONLINE))
    told(store, now[1], (15, AT_DESK), (65, ONLINE))
    after = bounds(now[-1])[1] + 3 * HOUR
    first, second = (make(store, period_of(weeks), after).summary for weeks in (before, now))

    assert (first.changes, second.changes.against) == (None, period_of(before))
    shown = {figure.id for figure in second.figures if figure.published} & {f.id for f in first.figures if f.published}
    assert set(names(second)) <= shown
    assert "way.both.online.sex.unknown" in names(second)


def test_what_is_frozen_of_changes_are_only_published_numbers(store):
    told(store, BEFORE, (38, AT_DESK), (41, ONLINE))
    told(store, NOW, (11, AT_DESK), (72, ONLINE))
    first, second = published(store, BEFORE), published(store, NOW)

    shown = {figure.id: figure for figure in first.figures if figure.published}
    assert second.changes.named
    for change in second.changes.named:
        assert (change.before, change.n, change.people) == (
            shown[change.id].estimate,
            shown[change.id].n,
            shown[change.id].people,
        )
    assert all(figure.error is figure.df is None for figure in (*first.figures, *second.figures))


def test_official_reads_the_change_in_the_weekly_message(store):
    told(store, BEFORE, (40, AT_DESK), (40, ONLINE))
    told(store, NOW, (15, AT_DESK), (65, ONLINE))
    published(store, BEFORE)
    with store.write() as tx:
        roles.add(tx, "official", b"1", b"sealed", "ru", bounds(NOW)[0])

    make_due(store, bounds(NOW)[1] + 9 * HOUR)

    with store.read() as tx:
        (owed,) = outbox.due(tx, bounds(NOW)[1] + 9 * HOUR, 9)
    (line,) = [line for line in owed.message.text.splitlines() if "→" in line]
    assert "чем неделей раньше" in line
    assert "80 → 80" in line
