"""The words that figures read say what the tables of episodes say, also in a database from before there were words."""

import importlib
from contextlib import closing, contextmanager

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from bot.settings import ROOT
from bot.stats.collect import Collector
from bot.stats.counting import count
from bot.stats.told import Episode, Person, written
from bot.stats.told import person as told_person
from bot.stats.weeks import bounds
from bot.store import records
from bot.store.engine import open_store
from bot.store.tables import Episode as EpisodeRow
from bot.store.tables import EpisodeReason, Profile
from bot.usecases.erase import erase
from bot.usecases.margins import of
from bot.usecases.sources import catalogue
from tests.told import CHANNELS, REASONS, SERVICES, Used, person, tell

AT = bounds("2026-W47")[0] + 3600
WAVE = 12 * 7 * 86_400
MARGINS = of(catalogue(ROOT / "seeds"))
ELSEWHERE = Person("abai", "male", "a30", "rural", "easy", "media", "v2", "no_need no_skills", 4.0, 2.5)
COLUMNS = [name for name in Episode._fields if name != "reasons"]
SAID = {"region": ("abai", "astana", ""), "sex": ("female", "male"), "age": ("a18", "a30"), "settlement": ("rural", "urban")}

used = st.builds(
    Used,
    st.sampled_from([service.code for service in SERVICES]),
    st.sampled_from([channel.code for channel in CHANNELS]),
    st.lists(st.sampled_from([reason.code for reason in REASONS if not reason.only]), unique=True, max_size=3).map(tuple),
    st.sampled_from(["m1", "m3", "m12"]),
)
one_told = st.tuples(
    st.lists(used, max_size=3, unique_by=lambda one: one.service),
    st.sampled_from(["online", "csc_site"]),
    st.fixed_dictionaries({name: st.sampled_from(codes) for name, codes in SAID.items()}),
    st.booleans(),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request, tmp_path_factory):
    if request.param == "sqlite":
        with closing(open_store(tmp_path_factory.mktemp("told") / "nege.sqlite3", create=True)) as opened:
            yield opened
        return
    with request.getfixturevalue("postgres").fresh() as address, closing(open_store(address)) as opened:
        yield opened


@contextmanager
def scratch(store):
    """A transaction of which nothing stays."""
    with store.write() as tx:
        here = tx.begin_nested()
        yield tx
        here.rollback()


def telling(tx, told):
    """These people in one week; some of them once more, a wave later."""
    for episodes, place, said, again in told:
        who = tell(tx, AT, *episodes, place=place, who=person(tx))
        saying(tx, who, said)
        if again:
            tell(tx, AT + WAVE, *episodes[:1], place=place, who=who)


def saying(tx, who, said):
    """Other codes in the profile of this person: the script of these tests does not ask about people."""
    told = tx.execute(select(Profile.told).where(Profile.respondent_id == who)).scalar()
    if told:
        first, _, others = told.partition("\n")
        changed = written(told_person(first)._replace(**said), ()) + others
        tx.execute(update(Profile).where(Profile.respondent_id == who).values(**said, told=changed))


def out_of_the_tables(tx):
    """For each interview its row as the figures take it, but out of the tables of episodes and their reasons."""
    reasons = {}
    for row in tx.execute(select(EpisodeReason.__table__).order_by(EpisodeReason.reason)):
        reasons.setdefault(row.episode_id, []).append(f"{row.reason}:{row.fix}")
    episodes = {}
    for row in tx.execute(select(EpisodeRow.__table__).order_by(EpisodeRow.id)):
        one = Episode(*(getattr(row, name) for name in COLUMNS), " ".join(reasons.get(row.id, ())))
        episodes.setdefault(row.interview_id, []).append(one)
    for row in tx.execute(select(Profile.__table__)):
        who = Person(*(getattr(row, name) for name in Person._fields))
        yield row.interview_id, row.respondent_id, written(who, episodes.get(row.interview_id, ()))


def numbers(counts):
    """Every number of every table."""
    tables = [counts.ways_both, counts.ways_all, counts.channels_both, counts.channels_all]
    tables += [counts.stated, counts.reasons, counts.fixes, *(each.table for each in counts.more)]
    rows = [(table.base.n, table.base.people) for table in tables]
    for cell in (cell for table in tables for cell in sorted(table.cells, key=lambda cell: cell.code)):
        rows += [(cell.n, cell.people, cell.outside, cell.estimate, cell.low, cell.high, cell.se, cell.n_eff)]
    return [-1 if number is None else number for row in rows for number in row]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one_told, max_size=12))
def test_figures_out_of_words_equal_those_out_of_the_tables(kept, told):
    with scratch(kept) as tx:
        telling(tx, told)
        plain = Collector()
        plain.interviews(list(out_of_the_tables(tx)))

        found = records.read(tx, records.weeks(tx))

    counts, wanted = (count(each, MARGINS, ("sex",)) for each in (found, plain.records()))
    assert (counts.people, counts.interviews, counts.episodes) == (wanted.people, wanted.interviews, wanted.episodes)
    assert numbers(counts) == pytest.approx(numbers(wanted), rel=1e-9)


def test_older_database_gets_the_words_that_the_desk_would_have_written(kept):
    with scratch(kept) as tx:
        tell(tx, AT, Used("passport", "csc_operator", ("unaware", "not_online", "other")))
        tell(tx, AT, Used("address", "csc_self", ("other", "advice")), Used("licence", "egov_portal", recency="m12"))
        tell(tx, AT, Used("passport", "csc_operator", ("hard_to_say",)), Used("address", "other_person"))
        told_nothing(tx, tell(tx, AT, Used("address", "agency")))
        before = words(tx)
        tx.execute(text("ALTER TABLE profile DROP COLUMN told"))

        with Operations.context(MigrationContext.configure(tx)):
            importlib.import_module("bot.store.migrations.versions.0009_told").upgrade()

        assert words(tx) == before
        assert [row.told.count("\n") for row in before] == [2, 3, 3, 1]


def told_nothing(tx, who):
    """As if this person had only told who they are."""
    tx.execute(delete(EpisodeRow).where(EpisodeRow.respondent_id == who))
    tx.execute(update(Profile).where(Profile.respondent_id == who).values(told=written(ELSEWHERE, ()), **ELSEWHERE._asdict()))


def words(tx):
    return tx.execute(select(Profile.interview_id, Profile.told).order_by(Profile.interview_id)).all()


def test_word_of_a_forgotten_person_is_in_no_file(sqlite_store, tmp_path):
    with sqlite_store.write() as tx:
        tell(tx, AT, Used("address", "egov_mobile"))
        gone = tell(tx, AT, Used("passport", "csc_operator", ("not_online",)))
    assert b"passport|m1|csc_operator" in everything(tmp_path)

    with sqlite_store.write() as tx:
        erase(tx, gone)
    assert sqlite_store.forget_log()

    assert b"passport|m1|csc_operator" not in everything(tmp_path)
    assert b"address|m1|egov_mobile" in everything(tmp_path)


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())
