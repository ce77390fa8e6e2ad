"""A backup from before somebody left does not bring them back."""

import random
import shutil
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bot import clock
from bot.app import prepare
from bot.cli import main
from bot.errors import StoreError
from bot.interview.effects import Ask, Say
from bot.settings import read
from bot.store import audit
from bot.store.engine import open_store
from bot.store.journal import Entry, Journal
from bot.store.keys import Keys
from bot.usecases.batch import Office
from bot.usecases.erasures import Applied, apply
from bot.usecases.sweep import CONSENT_SECONDS, sweep
from tests.usecases.chatting import NOW, Talk
from tests.usecases.test_leaving import OF_PEOPLE, WAVE_SECONDS, agree

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def talk(store, dice, tmp_path):
    store.journal = Journal(tmp_path / "nege.erasures")
    talk = Talk(store, Keys(OLD), dice)
    talk.office = Office(Keys(OLD), 7, dice, store.journal)
    return talk


def turn_the_key(talk):
    talk.office = Office(Keys(f"{NEW} {OLD}"), 7, random.Random(2), talk.office.journal)


def rows(store, name):
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(SQLModel.metadata.tables[name].select())]


def backup(store):
    with store.read() as tx:
        return {table: tx.execute(table.select()).mappings().all() for table in SQLModel.metadata.sorted_tables}


def restore(store, kept):
    with store.write() as tx:
        for table in reversed(SQLModel.metadata.sorted_tables):
            tx.execute(table.delete())
        for table, found in kept.items():
            if found:
                tx.execute(table.insert(), [dict(row) for row in found])


def people(store):
    return sorted(row[1] for row in rows(store, "contact"))


def test_restored_person_is_erased_again_and_barred_again(talk, store):
    talk.complete(1001)
    talk.complete(1002)
    kept = backup(store)
    agree(talk)
    restore(store, kept)

    applied = apply(store, NOW)

    assert applied == Applied(entries=1, people=1)
    assert people(store) == [2]
    assert {row[0] for name in ("answer", "episode") for row in rows(store, name)} == {2}
    assert [type(effect) for effect in talk.start(1001).effects] == [Say]
    with store.read() as tx:
        assert [(entry.action, entry.detail) for entry in audit.read(tx)] == [("erasures apply", "1 people")]


def test_applied_once_more_changes_nothing(talk, store):
    talk.complete(1001)
    agree(talk)
    before = {name: rows(store, name) for name in (*OF_PEOPLE, "erasure")}

    assert apply(store, NOW) == Applied(entries=1)
    assert {name: rows(store, name) for name in (*OF_PEOPLE, "erasure")} == before


def test_what_was_given_in_a_later_wave_stays(talk, store):
    talk.complete(1001)
    old = backup(store)
    agree(talk)
    talk.now += WAVE_SECONDS
    talk.complete(1001)
    newer = rows(store, "answer")

    assert apply(store, talk.now).people == 0
    assert rows(store, "answer") == newer
    restore(store, old)
    assert apply(store, talk.now).people == 1
    assert rows(store, "erasure") == []


def test_of_a_person_with_rows_on_both_sides_only_the_older_go(talk, store):
    talk.complete(1001)
    talk.now += WAVE_SECONDS
    talk.start(1001)
    talk.office.journal.add(Entry(talk.office.keys.person_hashes(1001), 12, NOW))

    with store.read() as tx:
        waves = sorted(tx.execute(text("SELECT wave FROM interview")).scalars())
    assert apply(store, talk.now) == Applied(entries=1, people=1)
    with store.read() as tx:
        assert tx.execute(text("SELECT wave FROM interview")).scalars().all() == waves[1:]
        assert tx.execute(text("SELECT address FROM contact")).scalar() is not None
    talk.tap(1001, "Lru", "!yes")


def test_interview_of_a_later_wave_that_was_given_up_before_does_not_come_back_either(talk, store):
    talk.complete(1001)
    talk.now += WAVE_SECONDS
    talk.start(1001)
    kept = backup(store)
    talk.now += CONSENT_SECONDS + 1
    with store.write() as tx:
        sweep(tx, talk.office.keys, talk.now)
    agree(talk)
    restore(store, kept)

    assert apply(store, talk.now).people == 1
    assert people(store) == []
    assert rows(store, "interview") == []


def test_in_a_later_wave_one_may_leave_and_begin_in_the_same_second(talk, store):
    talk.complete(1001)
    talk.now += WAVE_SECONDS
    agree(talk)
    assert [type(effect) for effect in talk.start(1001).effects] == [Ask]

    assert apply(store, talk.now).people == 0
    assert len(rows(store, "interview")) == 1


def test_backup_from_before_a_new_key_is_matched_too(talk, store):
    talk.complete(1001)
    kept = backup(store)
    turn_the_key(talk)
    agree(talk)
    restore(store, kept)

    assert apply(store, NOW).people == 1
    assert people(store) == []


def test_line_under_an_older_key_bars_under_the_newest(talk, store):
    talk.complete(1001)
    kept = backup(store)
    agree(talk)
    restore(store, kept)
    turn_the_key(talk)

    assert apply(store, NOW).people == 1
    assert [type(effect) for effect in talk.start(1001).effects] == [Say]


def test_marks_of_waves_that_are_over_go(talk, store):
    talk.complete(1001)
    agree(talk)

    apply(store, NOW + WAVE_SECONDS)

    assert rows(store, "erasure") == []


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.suffix != ".erasures")


@pytest.fixture
def settings(tmp_path):
    operator = {f"NEGE_OPERATOR_{language}": "Trial" for language in ("KK", "RU", "EN")}
    return read({"NEGE_DATABASE": str(tmp_path / "nege.sqlite3"), **operator})


def test_restored_file_holds_no_word_once_nege_has_started(settings, tmp_path, caplog):
    keys = Keys(OLD)
    with closing(prepare(settings, NOW)) as store:
        talk = Talk(store, keys, random.Random(1), now=clock.now())
        talk.office = Office(keys, 7, random.Random(1), store.journal)
        talk.start(1001)
        talk.tap(1001, "Lru", "!yes", "=a30", "+other")
        talk.say(1001, "неповторимое-слово")
        talk.tap(1001, "!done")
        store.forget_log()
        shutil.copy(settings.database, tmp_path / "backup")
        agree(talk)
    shutil.copy(tmp_path / "backup", settings.database)
    (tmp_path / "backup").unlink()
    words, hashed = "неповторимое-слово".encode(), keys.person_hash(1001)
    assert words in everything(tmp_path)

    prepare(settings, NOW).close()

    left = everything(tmp_path)
    assert words not in left
    assert left.count(hashed) <= 2  # the mark that bars, and its index
    assert "1 people were erased again" in caplog.text


def test_start_is_refused_where_the_journal_cannot_be_kept(settings, tmp_path):
    (tmp_path / "nege.erasures").mkdir()

    with pytest.raises(StoreError, match="NEGE_ERASURE_LOG must name a file"):
        prepare(settings, NOW)


def test_torn_line_is_told_at_start(settings, tmp_path, caplog):
    (tmp_path / "nege.erasures").write_text("2026-09-21T14:14:20Z 14 6262")

    prepare(settings, NOW).close()

    assert "1 lines of" in caplog.text


def test_command_applies_a_journal_that_is_named(sqlite_store, keys, dice, sqlite_file, tmp_path, capsys):
    talk = Talk(sqlite_store, keys, dice)
    talk.complete(1001)
    journal = Journal(tmp_path / "elsewhere")
    journal.add(Entry(keys.person_hashes(1001), 99, NOW))
    with journal.path.open("a") as file:
        file.write("2026")

    code = main(["erasures", "apply", "--database", str(sqlite_file), "--journal", str(journal.path)])

    told = capsys.readouterr().out
    assert code == 0
    assert "elsewhere: 1. People whom this database still had, and who are erased now: 1." in told
    assert "cannot be read: 1." in told
    assert people(sqlite_store) == []


def test_command_wants_a_journal_for_postgresql(postgresql_address, capsys):
    open_store(postgresql_address, create=True).close()

    assert main(["erasures", "apply", "--database", postgresql_address]) == 2
    assert "--journal" in capsys.readouterr().err
