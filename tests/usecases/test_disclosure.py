"""What is disclosed is gathered from the rows once, and frozen beside the figures that it belongs to."""

import pytest
from sqlalchemy import insert, update
from sqlmodel import col

from bot.report.document import plain
from bot.stats.disclosure import Part, Revision, for_outsiders
from bot.stats.summary import for_outsiders as figures_for_outsiders
from bot.stats.weeks import bounds
from bot.store import methods as rows
from bot.store import publications
from bot.store.engine import open_store
from bot.store.tables import Publication
from bot.usecases.disclosure import close_week, freeze_missing, gather
from bot.usecases.methods import document, published
from bot.usecases.summary import summary
from tests.told import Used, tell

WEEK = "2026-W47"
AT = bounds(WEEK)[0] + 3600
MONDAY_3 = bounds(WEEK)[1] + 3 * 3600


@pytest.fixture
def store(database):
    store = open_store(database, create=True)
    yield store
    store.close()


def told(tx, people, channel="csc_operator", **more):
    for _ in range(people):
        tell(tx, AT, Used("address", channel, ("unaware",) if channel == "csc_operator" else ()), **more)


def test_mix_and_revisions_are_those_of_the_period_without_tests(store):
    with store.write() as tx:
        told(tx, 3)
        told(tx, 2, place="csc_site")
        told(tx, 4, flags="test")
        told(tx, 5, flags="speeder")
        found = gather(tx, summary(tx, (WEEK,)), MONDAY_3)

    assert found.places == (Part("online", 8), Part("csc_site", 2))
    assert found.languages == (Part("ru", 10),)
    assert found.revisions == (Revision(1, "told", 1, 10),)
    assert (found.people, found.period, found.made_at) == (10, WEEK, MONDAY_3)


def test_marked_interviews_are_counted_and_compared(store):
    with store.write() as tx:
        told(tx, 40)
        told(tx, 40, "egov_mobile", flags="speeder")
        found = gather(tx, summary(tx, (WEEK,)), MONDAY_3)

    speeder, burst = found.checks
    compared = {figure.label["en"]: (figure.whole, figure.without) for figure in speeder.figures}
    assert (speeder.interviews, burst.interviews, burst.figures) == (40, 0, ())
    assert compared["Online"] == (0.5, 0.0)


def test_closing_a_week_freezes_what_is_disclosed_with_its_figures_once(store):
    with store.write() as tx:
        told(tx, 31)

    closed = [close_week(store, MONDAY_3) for _ in range(2)]
    with store.write() as tx:
        told(tx, 31)
    again = freeze_missing(store, MONDAY_3 + 60)
    with store.read() as tx:
        found = rows.latest(tx)

    assert (closed, again) == ([True, False], False)
    assert (found.period, found.version, found.made_at) == (WEEK, 1, MONDAY_3)
    assert found.people == 30
    assert found == for_outsiders(found)


def test_people_answer_while_it_is_gathered_and_what_another_process_froze_meanwhile_stands(store, monkeypatch):
    with store.write() as tx:
        publications.freeze(tx, WEEK, figures_for_outsiders(summary(tx, (WEEK,))), MONDAY_3)

    def slow(tx, found, now):
        monkeypatch.undo()
        with store.write() as other:
            told(other, 31)
        assert freeze_missing(store, now)
        return gather(tx, found, now + 60)

    monkeypatch.setattr("bot.usecases.disclosure.gather", slow)

    assert not freeze_missing(store, MONDAY_3)
    with store.read() as tx:
        assert rows.latest(tx).made_at == MONDAY_3


def test_correction_gets_its_own_disclosure(store):
    with store.write() as tx:
        told(tx, 31)
    close_week(store, MONDAY_3)
    with store.write() as tx:
        figures = tx.execute(Publication.__table__.select().where(col(Publication.scope) == rows.COUNTRY)).mappings().one()
        row = {name: value for name, value in figures.items() if name != "id"}
        tx.execute(insert(Publication).values(row | {"version": 2, "made_at": MONDAY_3 + 60}))

    assert freeze_missing(store, MONDAY_3 + 60)
    with store.read() as tx:
        assert rows.latest(tx).version == 2


def test_week_is_closed_once_its_figures_and_methods_are_there(store):
    def closed():
        with store.read() as tx:
            return rows.closed(tx, WEEK)

    before = closed()
    with store.write() as tx:
        publications.freeze(tx, WEEK, figures_for_outsiders(summary(tx, (WEEK,))), MONDAY_3)
    without_methods = closed()
    freeze_missing(store, MONDAY_3)

    assert (before, without_methods, closed()) == (False, False, True)


def test_blocks_of_weeks_do_not_hide_the_last_week(store):
    with store.write() as tx:
        told(tx, 31)
        publications.freeze(tx, "2026-W46..2026-W49", figures_for_outsiders(summary(tx, (WEEK,))), MONDAY_3)
    close_week(store, MONDAY_3)

    with store.read() as tx:
        assert rows.latest(tx).period == WEEK


def test_page_shows_what_was_frozen_and_not_what_came_after(store):
    with store.write() as tx:
        told(tx, 61)
    close_week(store, MONDAY_3)
    with store.write() as tx:
        before = plain(published(tx, "en"))
        told(tx, 100)
        tx.execute(update(Publication).where(col(Publication.scope) == rows.COUNTRY).values(figures="{}"))
        after = plain(published(tx, "en"))

    assert "People: 60;" in before
    assert after == before


def test_nothing_is_shown_before_the_first_publication(store):
    with store.read() as tx:
        assert published(tx, "kk") is None


def test_operator_sees_exact_numbers_of_any_weeks(store):
    with store.write() as tx:
        told(tx, 7)
        text = plain(document(tx, gather(tx, summary(tx, (WEEK, "2026-W48")), MONDAY_3), "en"))

    assert "People: 7;" in text
    assert "not for publication" in text


def test_scope_of_the_country_is_that_of_the_publications():
    assert rows.COUNTRY == publications.COUNTRY
