"""`nege migrate` derives anew what figures count, where another version of Nege did it."""

import hashlib
from contextlib import closing

import alembic.command
import msgspec
import pytest
from sqlalchemy import create_engine, delete, select, update
from sqlmodel import col

from bot.app.ready import derived as opened_for_worker
from bot.app.ready import prepare
from bot.cli import main
from bot.errors import StoreError
from bot.settings import Settings
from bot.stats.weeks import week_of
from bot.store import audit, episodes, meta, profiles
from bot.store.engine import _config, open_store
from bot.store.tables import Episode, EpisodeReason, Interview, Profile
from bot.usecases import facts
from tests.told import SCRIPT, Used, _answers, tell

NOW = 1_790_000_000
VISIT = Used("address", "csc_operator", ("unaware", "advice"))


@pytest.fixture
def where(tmp_path):
    return tmp_path / "nege.sqlite3"


def old(path, revision="0005", people=3):
    """A database of an older version, from before there were profiles, with final interviews and no facts."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as tx:
        config = _config()
        config.attributes["connection"] = tx
        alembic.command.upgrade(config, revision)
        for _ in range(people):
            tell(tx, NOW, VISIT, status="opened")
        final = {"status": "completed", "week": week_of(NOW), "final_at": NOW}
        tx.execute(update(Interview).values(**final))
    engine.dispose()


def counted(path):
    with closing(open_store(path)) as store, store.read() as tx:
        return tuple(len(tx.execute(select(table.__table__)).all()) for table in (Profile, Episode, EpisodeReason))


def migrate(path, capsys):
    assert main(["migrate", "--database", str(path)]) == 0
    return capsys.readouterr().out


def test_database_of_an_older_version_gets_its_facts_and_the_operator_is_told(where, capsys):
    old(where)

    first, second = migrate(where, capsys), migrate(where, capsys)

    assert counted(where) == (3, 3, 6)
    assert "derived anew" in first
    assert "3 episodes" in first
    assert second == f"{where} is ready.\n"


def test_it_goes_in_batches_and_says_how_far_it_is(where, capsys, monkeypatch):
    monkeypatch.setattr(facts, "BATCH", 2)
    old(where, people=5)

    main(["migrate", "--database", str(where)])

    assert [line.strip() for line in capsys.readouterr().err.splitlines() if "up to" in line] == [
        "up to interview 2: 2 episodes",
        "up to interview 4: 4 episodes",
        "up to interview 5: 5 episodes",
    ]
    assert counted(where) == (5, 5, 10)


def test_what_was_cut_off_is_done_again(where, capsys, monkeypatch):
    monkeypatch.setattr(facts, "BATCH", 2)
    old(where, people=3)

    def cut_off(interview, _):
        raise KeyboardInterrupt(interview)

    with closing(open_store(where, create=True)) as store, pytest.raises(KeyboardInterrupt):
        facts.refresh(store, NOW, cut_off)
    assert counted(where) == (2, 2, 4)

    assert "3 episodes" in migrate(where, capsys)
    assert counted(where) == (3, 3, 6)


def test_new_database_and_one_without_interviews_have_nothing_to_derive(where, capsys):
    assert migrate(where, capsys) == f"{where} is ready.\n"

    with closing(open_store(where)) as store, store.read() as tx:
        assert meta.get(tx, "facts") == facts.VERSION
        assert audit.read(tx) == ()


def test_worker_does_not_start_on_facts_of_another_version(where, capsys):
    old(where)
    open_store(where, create=True).close()

    with pytest.raises(StoreError, match="nege migrate"):
        opened_for_worker(Settings(database=where))
    migrate(where, capsys)

    opened_for_worker(Settings(database=where)).close()


def test_strays_and_changed_rows_are_put_right(database):
    """On both databases: whatever stood there, afterwards there is what the answers say."""
    with closing(open_store(database, create=True)) as store:
        with store.write() as tx:
            tell(tx, NOW, VISIT)
            tell(tx, NOW, VISIT, status="ineligible")
            of = episodes.Source(2, 2, 1, week_of(NOW), "online", "ru")
            facts.keep(tx, of, facts.derived(SCRIPT, tuple(_answers((VISIT,), NOW))))
            tx.execute(update(Episode).values(channel="nonsense"))
            tx.execute(delete(Profile).where(col(Profile.interview_id) == 1))

        made = facts.refresh(store, NOW)

        with store.read() as tx:
            assert made == 1
            assert [fact.channel for fact in episodes.read(tx, 1)] == ["csc_operator"]
            assert episodes.read(tx, 2) == ()
            assert profiles.read(tx, 1)
            assert profiles.read(tx, 2) is None


def test_version_is_raised_when_other_facts_are_derived():
    told = (
        VISIT,
        Used("passport", "csc_self", ("not_online",), "m12"),
        Used("licence", "egov_mobile"),
        Used("address", "other_person"),
    )
    found = [facts.derived(SCRIPT, tuple(_answers((used,), NOW))) for used in told]
    mark = hashlib.sha256(msgspec.json.encode(found)).hexdigest()[:12]

    assert (facts.VERSION, mark) == ("1", "5b129e6ce745"), (
        "what is derived changed: raise facts.VERSION, and write both down here"
    )


def test_bot_that_starts_on_an_older_database_derives_first(where, caplog):
    old(where)
    settings = Settings(database=where, operator_kk="N", operator_ru="N", operator_en="N")

    prepare(settings, NOW).close()

    assert counted(where) == (3, 3, 6)
    assert "derived anew" in caplog.text
