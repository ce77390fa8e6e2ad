"""The commands of the operator, as they are typed: stats, digest, facts, invite, publish, scripts."""

import json
from pathlib import Path

import pytest

from bot import clock
from bot.cli import main
from bot.stats.weeks import bounds, week_of
from bot.store import meta
from bot.store.engine import open_store
from bot.usecases.disclosure import close_week
from tests.told import Used, tell

WEEK = "2026-W47"
AT = bounds(WEEK)[0] + 3600
SURVEY = Path(__file__).resolve().parents[2] / "surveys" / "service_usage.yaml"


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "nege.sqlite3"
    store = open_store(path, create=True)
    with store.write() as tx:
        for _ in range(31):
            tell(tx, AT, Used("address", "csc_operator", ("unaware",)))
        tell(tx, clock.now(), Used("address", "egov_mobile"))
    store.close()
    return path


def remember(path, **facts):
    store = open_store(path)
    with store.write() as tx:
        for name, value in facts.items():
            meta.put(tx, name, value)
    store.close()


def nege(path, *words):
    return main([*words, "--database", str(path)])


def test_stats_are_of_all_weeks_unless_some_are_named(database, capsys):
    assert nege(database, "stats") == 0
    everything = capsys.readouterr().out
    assert nege(database, "stats", "--weeks", f"{WEEK}..{WEEK}", "--language", "kk") == 0
    one_week = capsys.readouterr().out

    assert f"Weeks: {WEEK}..{week_of(clock.now())}" in everything or week_of(clock.now()) == WEEK
    assert "People: 32" in everything
    assert "онлайн болатынын білмеген" in one_week
    assert f"Апталар: {WEEK}\n" in one_week


def test_stats_as_json_name_the_demo(database, capsys):
    nege(database, "stats", "--format", "json")
    real = json.loads(capsys.readouterr().out)
    remember(database, demo="1")
    nege(database, "stats", "--format", "json")
    demo = json.loads(capsys.readouterr().out)
    nege(database, "stats", "--language", "ru")

    assert (real["demo"], demo["demo"]) == (False, True)
    assert real["figures"] == demo["figures"]
    assert capsys.readouterr().out.startswith("ДЕМО")


@pytest.mark.parametrize("weeks", ["2026", "2026-W99", "2026-W47..2026-W40", "2026-W47..never"])
def test_stats_refuse_what_is_no_week(database, capsys, weeks):
    with pytest.raises(SystemExit):
        nege(database, "stats", "--weeks", weeks)

    assert "2026" in capsys.readouterr().err


def test_digest_is_shown_without_being_sent(database, capsys):
    assert nege(database, "digest", "--week", WEEK, "--language", "en") == 0
    over = capsys.readouterr().out
    assert nege(database, "digest") == 0

    assert "No. 2026-47-KZ" in over
    assert "Неделя ещё идёт" in capsys.readouterr().out


def test_methods_are_those_of_the_last_publication_or_counted_now(database, capsys):
    assert nege(database, "methods", "--language", "en") == 1
    nothing = capsys.readouterr().err
    store = open_store(database)
    close_week(store, bounds(WEEK)[1] + 4 * 3600)
    store.close()
    assert nege(database, "methods", "--language", "en") == 0
    frozen = capsys.readouterr().out
    assert nege(database, "methods", "--language", "kk", "--period", WEEK) == 0

    assert "No week was published yet" in nothing
    assert f"Frozen together with the figures of {WEEK} (version 1)" in frozen
    assert "Адам: 31; сауалнама: 31" in capsys.readouterr().out


def test_facts_are_rebuilt(database, capsys):
    assert nege(database, "facts", "rebuild") == 0

    assert capsys.readouterr().out == "Episodes: 32.\n"


def test_invitation_needs_a_bot_that_ran_once(database, capsys):
    assert nege(database, "invite", "--role", "official", "--language", "ru") == 2
    refused = capsys.readouterr().err
    remember(database, link="https://t.me/nege_bot?start=")
    assert nege(database, "invite", "--role", "official", "--language", "ru") == 0

    assert "nege run" in refused
    assert capsys.readouterr().out.startswith("https://t.me/nege_bot?start=i_")


def test_survey_is_published_opened_and_listed(tmp_path, capsys, monkeypatch):
    for language in ("KK", "RU", "EN"):
        monkeypatch.setenv(f"NEGE_OPERATOR_{language}", "The office")
    path = tmp_path / "new.sqlite3"
    open_store(path, create=True).close()

    nege(path, "scripts")
    nothing = capsys.readouterr().out
    assert nege(path, "publish", str(SURVEY)) == 0
    assert nege(path, "publish", str(SURVEY), "--open") == 0
    said = capsys.readouterr().out.splitlines()
    nege(path, "scripts")
    header, row = capsys.readouterr().out.splitlines()

    assert "nege publish" in nothing
    assert ["open: new" in said[0], "the same as before" in said[1]] == [True, True]
    assert (header.index("open"), row.index("open")) == (header.index("open"),) * 2
    assert row.split()[:3] == ["service_usage", "1", "open"]


def test_script_with_errors_is_not_published(tmp_path, capsys):
    path, script = tmp_path / "new.sqlite3", tmp_path / "wrong.yaml"
    open_store(path, create=True).close()
    script.write_text("survey: wrong\n", "utf-8")

    assert nege(path, "publish", str(script), "--language", "ru") == 1

    said = capsys.readouterr().err
    assert "wrong.yaml:1:1" in said
    assert "nothing was published" in said


@pytest.mark.parametrize("words", [("stats",), ("digest",), ("methods",), ("facts", "rebuild"), ("scripts",)])
def test_database_that_is_not_there_is_named(tmp_path, capsys, words):
    assert nege(tmp_path / "none.sqlite3", *words) == 2

    assert "none.sqlite3" in capsys.readouterr().err


OLD = "2024-W10"


@pytest.fixture
def archive(database):
    """A week that is long over."""
    store = open_store(database)
    with store.write() as tx:
        for _ in range(31):
            tell(tx, bounds(OLD)[0], Used("address", "csc_operator", ("unaware",)))
    store.close()
    return database


def test_publication_is_made_shown_and_not_made_twice(archive, capsys):
    assert nege(archive, "publication", "show", OLD) == 1
    missing = capsys.readouterr().err
    assert nege(archive, "publication", "make", OLD) == 0
    made = capsys.readouterr().out
    assert nege(archive, "publication", "make", OLD, "--language", "ru") == 1
    there = capsys.readouterr().err
    assert nege(archive, "publication", "show", OLD) == 0

    assert (f"publication make {OLD}" in missing, "version 1" in made, f"publication correct {OLD}" in there) == (True,) * 3
    assert "Base: 30 · people: 30" in capsys.readouterr().out


def test_publications_are_listed_and_a_period_is_asked_for(archive, capsys):
    assert nege(archive, "publication", "list") == 0
    nothing = capsys.readouterr().out
    assert nege(archive, "publication", "show") == 2
    asked = capsys.readouterr().err
    nege(archive, "publication", "make", OLD)
    capsys.readouterr()
    assert nege(archive, "publication", "list", "--language", "ru") == 0

    assert "Nothing was published yet" in nothing
    assert "nege publication list" in asked
    assert capsys.readouterr().out.startswith(f"{OLD}: версия 1")


def test_publication_is_corrected_only_if_something_changed(archive, capsys):
    assert nege(archive, "publication", "correct", OLD) == 1
    missing = capsys.readouterr().err
    nege(archive, "publication", "make", OLD)
    assert nege(archive, "publication", "correct", OLD) == 1
    same = capsys.readouterr().err
    store = open_store(archive)
    with store.write() as tx:
        for _ in range(20):
            tell(tx, bounds(OLD)[0], Used("address", "egov_mobile"))
    store.close()
    assert nege(archive, "publication", "correct", OLD) == 0

    assert ("never made" in missing, "version 1" in same) == (True, True)
    assert capsys.readouterr().out.startswith(f"Corrected: {OLD}, version 2.")


@pytest.mark.parametrize(("period", "said"), [("2026-W46..2026-W47", "no period"), ("2090-W01", "not over")])
def test_publication_says_why_there_is_none(archive, capsys, period, said):
    assert nege(archive, "publication", "make", period) == 1

    assert said in capsys.readouterr().err


def test_block_without_breakdown_has_nothing_to_publish(archive, capsys):
    assert nege(archive, "publication", "make", "2024-W01..2024-W04") == 1

    assert "blocks of 4 weeks" in capsys.readouterr().err
