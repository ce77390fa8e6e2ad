"""Whole exports out of both databases, as a statistician gets them, and as somebody who wants to know too much reads them."""

import csv
import stat
from collections import Counter

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from bot.errors import ExportError
from bot.interview.events import Tap
from bot.report.export import to_csv
from bot.sandbox.population import fill
from bot.stats.counting import count
from bot.stats.weeks import week_of
from bot.store import audit, meta, records, revisions
from bot.store.keys import Keys
from bot.usecases.export import Wanted, export
from tests.example import EXAMPLE
from tests.report.export import made
from tests.usecases.chatting import NOW, Talk

WEEK = week_of(NOW)
SECRET, NEWER = "s" * 40, "n" * 40


@pytest.fixture
def talk(store, keys, dice):
    return Talk(store, keys, dice)


@pytest.fixture
def take(store, tmp_path):
    """Export as CSV into a new folder; gives what was exported, and the rows of each table as dictionaries."""
    taken = []

    def taking(*, secret=SECRET, **wanted):
        taken.append(tmp_path / f"taken{len(taken)}")
        done = export(store, Keys(secret), Wanted("csv", taken[-1], **wanted), NOW)
        return done, {file.stem: read(file) for file in done.files}

    return taking


def read(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def pseudonyms(tables):
    return {row["pseudonym"] for row in tables["interviews"]}


def forget(talk, person):
    nonce = talk.keyboard(person)[0].split(":")[0]
    talk.send(talk.incoming(person, Tap(f"{nonce}:0:!forget", NOW)))


def entries(store):
    with store.read() as tx:
        return [(entry.action, entry.detail) for entry in audit.read(tx) if entry.action.startswith("export")]


def test_finished_interviews_are_taken_and_open_ones_are_not(talk, take):
    talk.complete(1)
    talk.start(2)
    talk.tap(2, "Lru", "!yes", "=a18")

    done, tables = take()

    assert done.rows == {"interviews": 1, "episodes": 1}
    (person,), (episode,) = tables["interviews"], tables["episodes"]
    assert (person["status"], person["language"], person["week"], person["age"]) == ("completed", "ru", WEEK, "a18")
    assert person["pseudonym"] == episode["pseudonym"]
    assert (episode["channel"], episode["reason_paper"], episode["reason_faster"]) == ("csc_operator", "1", "0")


def test_as_many_rows_as_the_figures_count(store, talk, take):
    for person in range(1, 6):
        talk.complete(person)
    talk.start(9)
    talk.tap(9, "Lkk", "!yes")
    talk.command(9, "stop")

    done, _ = take()

    with store.read() as tx:
        counts = count(records.read(tx, (WEEK,)), ())
    assert done.rows == {"interviews": counts.interviews, "episodes": counts.episodes}


def test_rows_say_what_the_episodes_of_the_database_say(sqlite_store, keys, tmp_path):
    with sqlite_store.write() as tx:
        revisions.publish(tx, made.real(), NOW, open_=True)
    fill(sqlite_store, keys, 60, 1, NOW)

    done = export(sqlite_store, None, Wanted("csv", tmp_path / "out"), NOW)

    rows = read(next(file for file in done.files if file.stem == "episodes"))
    reasons = [name.removeprefix("reason_") for row in rows for name, cell in row.items() if cell == "1" and "reason_" in name]
    with sqlite_store.read() as tx:
        kept = tx.execute(text("SELECT channel, recency, csc FROM episode")).all()
        named = tx.execute(text("SELECT reason FROM episode_reason")).scalars().all()
        visits = tx.execute(text("SELECT count(DISTINCT episode_id) FROM episode_reason")).scalar()
    assert len(kept) > 40
    assert Counter((row["channel"], row["recency"], int(row["csc"])) for row in rows) == Counter(tuple(row) for row in kept)
    assert Counter(reasons) == Counter(named) | Counter(stated=visits)


def test_columns_are_the_same_without_anybody(talk, take):
    empty, _ = take()
    talk.complete(1)
    full, _ = take()

    headers = [[file.read_text("utf-8-sig").splitlines()[0] for file in done.files] for done in (empty, full)]

    assert headers[0] == headers[1]
    assert empty.rows == {"interviews": 0, "episodes": 0}


def test_erased_people_are_not_there(talk, take):
    talk.complete(1)
    talk.complete(2)
    before = pseudonyms(take(series="board")[1])
    forget(talk, 2)
    after = pseudonyms(take(series="board")[1])

    assert (len(before), len(after)) == (2, 1)
    assert after < before


def test_who_comes_after_an_erased_person_is_not_taken_for_them(talk, take):
    talk.complete(1)
    before = pseudonyms(take(series="board")[1])
    forget(talk, 1)
    talk.complete(2)

    assert not before & pseudonyms(take(series="board")[1])


def test_default_export_holds_no_service_no_words_and_no_id(store, talk, take):
    talk.complete(1)
    talk.complete(2)

    done, _ = take()

    everything = " ".join(file.read_text("utf-8-sig") for file in done.files)
    assert not [word for word in ("passport", "address", "спасибо", "minutes") if word in everything]
    with store.read() as tx:
        assert records.weeks(tx) == (WEEK,)


def test_full_export_holds_services_and_words_and_is_in_the_audit(store, talk, take):
    talk.complete(1)

    done, tables = take(full=True, series="board", weeks=(WEEK,))

    assert tables["episodes"][0]["service"] == "passport"
    assert "спасибо" in {row["words"] for row in tables["answers"]}
    assert {row["answer_language"] for row in tables["answers"]} == {"ru"}
    rows = f"1 interviews, 1 episodes, {done.rows['answers']} answers"
    assert entries(store) == [("export full", f"csv, example, weeks {WEEK}, series board: {rows}")]


def test_series_gives_the_same_pseudonyms_again_and_joins_no_other(talk, take):
    for person in (1, 2, 3):
        talk.complete(person)

    first, again, other, once, twice = (pseudonyms(take(series=series)[1]) for series in ("board", "board", "ministry", "", ""))

    assert len(first) == 3
    assert first == again
    assert not first & other
    assert not (first | other) & (once | twice)
    assert not once & twice


def test_series_outlives_a_new_key_as_long_as_the_old_one_is_kept(talk, take):
    talk.complete(1)

    before = pseudonyms(take(series="board")[1])
    after = pseudonyms(take(series="board", secret=f"{NEWER} {SECRET}")[1])

    assert before == after
    with pytest.raises(ExportError, match="begun under another key"):
        take(series="board", secret=NEWER)


def test_series_without_a_key_is_refused(store, tmp_path):
    with pytest.raises(ExportError, match="needs a key"):
        export(store, None, Wanted("csv", tmp_path / "out", series="board"), NOW)


def test_rows_of_a_week_stand_in_order_of_pseudonyms(talk, take):
    for person in range(1, 9):
        talk.complete(person)

    _, tables = take()

    order = [row["pseudonym"] for row in tables["interviews"]]
    assert order == sorted(order)


def test_weeks_that_were_not_asked_for_are_left_out(talk, take):
    talk.complete(1)

    done, _ = take(weeks=("2020-W01",))

    assert done.rows == {"interviews": 0, "episodes": 0}


def test_one_survey_is_taken_and_the_others_are_named(store, talk, take):
    talk.complete(1)
    with store.write() as tx:
        revisions.publish(tx, replace(EXAMPLE, survey="second"), NOW, open_=True)

    newest, _ = take()
    first, _ = take(survey="example")

    assert (newest.survey, newest.others, newest.rows["interviews"]) == ("second", ("example",), 0)
    assert (first.survey, first.others, first.rows["interviews"]) == ("example", ("second",), 1)
    with pytest.raises(ExportError, match="there are: second, example"):
        take(survey="third")


def test_demo_says_so_in_names_and_codebook(store, talk, take):
    with store.write() as tx:
        meta.put(tx, "demo", "1")

    _, tables = take()

    assert set(tables) == {"demo_interviews", "demo_episodes", "demo_codebook"}
    assert tables["demo_codebook"][0]["label_en"].startswith("DEMO")


def test_nothing_is_overwritten_and_files_are_for_their_owner_only(store, talk, take, tmp_path):
    done, _ = take()
    folder, empty = done.files[0].parent, tmp_path / "empty"
    empty.mkdir()
    export(store, None, Wanted("csv", empty), NOW)

    assert {file.name for file in empty.iterdir()} == {file.name for file in done.files}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in done.files} == {0o600}
    with pytest.raises(ExportError, match="overwrites nothing"):
        export(store, None, Wanted("csv", folder), NOW)


@pytest.mark.parametrize(("form", "name"), [("csv", "a.csv"), ("csv", "a.xlsx"), ("xlsx", "none/a.xlsx"), ("sav", "a.sav")])
def test_place_that_cannot_be_is_named(store, tmp_path, form, name):
    with pytest.raises(ExportError, match=name.partition("/")[0]):
        export(store, None, Wanted(form, tmp_path / name), NOW)

    assert list(tmp_path.glob("a*")) == []


def test_workbook_may_be_a_file(store, talk, tmp_path):
    done = export(store, None, Wanted("xlsx", tmp_path / "book.xlsx"), NOW)

    assert done.files == (tmp_path / "book.xlsx",)


def test_export_that_fails_leaves_no_file_and_no_note(store, talk, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(to_csv, "plain", full)

    with pytest.raises(ExportError, match="No space left"):
        export(store, None, Wanted("csv", tmp_path / "out"), NOW)

    assert [path.name for path in tmp_path.iterdir() if "export" in path.name or path.name == "out"] == []
    assert entries(store) == []
