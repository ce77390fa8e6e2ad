"""The journal comes first: what is not written down outside the database is not erased."""

import logging

import pytest

from bot.interview.events import Tap
from bot.store.journal import Journal
from bot.texts import say
from bot.usecases.batch import Office, handle
from tests.usecases.chatting import NOW, Talk, texts
from tests.usecases.test_leaving import agree, completed, left, rows, say_yes, with_ticks


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "nege.erasures")


@pytest.fixture
def talk(store, keys, dice, journal):
    talk = Talk(store, keys, dice)
    talk.office = Office(keys, 7, dice, journal)
    return talk


def broken_off(talk, incoming):
    """A transaction that ends before its commit."""
    with talk.store.write() as tx:
        handle(tx, talk.office, [incoming], NOW)
        raise ZeroDivisionError


@pytest.mark.parametrize("leave", [agree, say_yes], ids=["tap", "words"])
@pytest.mark.parametrize("state", [with_ticks, completed], ids=lambda state: state.__name__)
def test_without_the_journal_nothing_is_erased_and_that_is_said(talk, store, journal, caplog, state, leave):
    state(talk)
    before = left(store)
    journal.path.mkdir()

    with caplog.at_level(logging.ERROR):
        reply = leave(talk)

    assert texts(reply) == [say("ru", "leaving.refused")]
    assert reply.aside
    assert left(store).keys() == before.keys()
    assert rows(store, "answer") == before["answer"]
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        "an erasure was refused, and the person was told so"
    ]
    assert "1001" not in caplog.text.replace(str(journal.path), "")

    journal.path.rmdir()
    leave(talk)
    assert left(store) == {}


def test_journal_is_written_before_the_rows_go(talk, store, journal):
    completed(talk)
    asked = talk.command(1001, "forget").effects[0].message.rows[0][0].data

    with pytest.raises(ZeroDivisionError):
        broken_off(talk, talk.incoming(1001, Tap(asked, NOW)))

    assert len(journal.read().entries) == 1
    assert rows(store, "interview")
