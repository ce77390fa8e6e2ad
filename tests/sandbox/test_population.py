"""The made-up citizens of the demo go through the shipped survey and fill this week and the four before."""

from collections import Counter

import pytest
from sqlalchemy import text

from bot.sandbox.past import close_weeks
from bot.sandbox.persona import Persona
from bot.sandbox.places import register
from bot.sandbox.population import FIRST_ID, SHARES, _cohorts, fill
from bot.script.load import load
from bot.settings import ROOT
from bot.stats.weeks import shift, week_of
from bot.store import revisions, sources
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.usecases.recruitment import PLACES
from bot.usecases.sources import catalogue
from bot.usecases.summary import all_weeks, summary

NOW = 1_795_000_000  # Wednesday 18 November 2026
PEOPLE = 60
SURVEY = ROOT / "surveys" / "service_usage.yaml"


def populated(path, seed):
    store = open_store(path, create=True)
    script = load(SURVEY.read_text("utf-8"), SURVEY.name, catalogue(ROOT / "seeds")).script
    with store.write() as tx:
        revisions.publish(tx, script, NOW, open_=True)
    fill(store, Keys("a secret of the tests that is long enough"), PEOPLE, seed, NOW)
    return store


def rows(store, query):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Looked at only: to fill it takes seconds."""
    store = populated(tmp_path_factory.mktemp("demo") / "nege.sqlite3", 1)
    yield store
    store.close()


def test_nearly_everybody_finishes_in_one_of_the_weeks(store):
    statuses = Counter(status for (status,) in rows(store, "SELECT status FROM interview"))
    weeks = {week for (week,) in rows(store, "SELECT DISTINCT week FROM interview WHERE week IS NOT NULL")}

    assert statuses["completed"] >= 0.9 * sum(statuses.values())
    assert len(weeks) == len(SHARES)
    assert max(weeks) == "2026-W47"


def test_a_thousand_people_are_enough_for_both_weeks_whose_figures_a_visitor_opens():
    weeks = Counter(week_of(moment) for _, size, moment in _cohorts(1000, NOW) for _ in range(size))

    assert min(weeks[week_of(NOW)], weeks[shift(week_of(NOW), -1)]) >= 300


def test_people_use_different_channels_and_give_reasons(store):
    channels = {channel for (channel,) in rows(store, "SELECT DISTINCT channel FROM episode")}

    assert {"csc_operator", "egov_mobile"} <= channels
    assert rows(store, "SELECT count(*) FROM episode_reason")[0][0] > 5


def test_people_come_from_registered_places_of_every_kind_and_some_find_the_bot_alone(store):
    with store.read() as tx:
        known = {source.code: source.place for source in sources.listed(tx)}
    came = Counter(rows(store, "SELECT source, recruited_at FROM interview"))

    assert set(known.values()) == set(PLACES)
    assert {place for _, place in came} == set(PLACES)
    assert all(known.get(source, "other") == place for source, place in came)
    assert came["", "other"] > 0


def test_who_is_asked_at_a_desk_goes_to_centres_more_and_is_left_out_of_shares(store):
    at_desk, others = (rows(store, f"SELECT avg(csc) FROM episode WHERE place {sign} 'csc_site'")[0][0] for sign in ("=", "<>"))
    with store.read() as tx:
        found = summary(tx, all_weeks(tx, NOW))

    assert at_desk > others
    assert found.at_csc_desk
    people = {figure.people for figure in found.of("way", "all")}
    assert rows(store, "SELECT count(DISTINCT respondent_id) FROM episode WHERE place <> 'csc_site'") == [(people.pop(),)]
    assert people == set()


def test_places_are_registered_once(store):
    with store.write() as tx:
        again = register(tx, NOW)
        listed = sources.listed(tx)

    assert sorted(again, key=lambda source: source.code) == list(listed)


def test_nothing_is_owed_to_made_up_people(store):
    assert rows(store, "SELECT count(*) FROM contact WHERE address IS NOT NULL") == [(0,)]
    assert FIRST_ID > 2**49


def test_same_seed_gives_the_same_answers(store, tmp_path):
    again = populated(tmp_path / "again.sqlite3", 1)
    query = "SELECT interview_id, question, item, value FROM answer ORDER BY 1, 2, 3"

    same = rows(again, query) == rows(store, query)
    again.close()

    assert same


def test_other_seed_gives_other_people():
    assert Persona(1).weights != Persona(2).weights or Persona(1).language != Persona(2).language


def test_weeks_before_the_running_one_are_published_each_at_its_monday(store):
    close_weeks(store, NOW)

    published = [
        week for (week,) in rows(store, "SELECT period FROM publication WHERE scope = 'kz' AND period NOT LIKE '%..%'")
    ]
    assert published == [shift(week_of(NOW), -back) for back in range(len(SHARES) - 1, 0, -1)]
    compared = rows(store, "SELECT count(*) FROM publication WHERE scope = 'kz' AND figures LIKE '%\"against\"%'")
    assert compared[0][0] >= len(SHARES) - 2
