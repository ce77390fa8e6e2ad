"""The journal of erasures keeps every line that was written, whatever happens to the last one."""

import os
from concurrent.futures import ProcessPoolExecutor

import pytest

from bot.errors import StoreError
from bot.store.journal import Entries, Entry, Journal

NOW = 1_790_000_000
FIRST, SECOND = Entry((b"a" * 32,), 13, NOW), Entry((b"b" * 32, b"c" * 32), 14, NOW + 60)


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "nege.erasures")


def _add_many(path, number):
    for at in range(40):
        Journal(path).add(Entry((bytes([number]) * 32,), 13, NOW + at))


def test_lines_come_back_in_their_order(journal):
    journal.add(FIRST)
    journal.add(SECOND)

    assert journal.read() == Entries((FIRST, SECOND))


def test_line_says_moment_wave_and_hashes_and_nothing_else(journal):
    journal.add(SECOND)

    assert journal.path.read_text() == f"2026-09-21T14:14:20Z 14 {'62' * 32} {'63' * 32}\n"


def test_journal_that_was_never_written_is_empty(journal):
    assert journal.read() == Entries()


def test_only_the_account_of_the_bot_may_read_it(journal):
    journal.add(FIRST)

    assert journal.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("lost", [1, 2, 33, 64, 65, 70, 88])
def test_last_line_that_a_crash_cut_off_harms_no_other(journal, lost):
    journal.add(FIRST)
    journal.add(FIRST)
    os.truncate(journal.path, journal.path.stat().st_size - lost)

    journal.add(SECOND)

    found = journal.read()
    assert found.entries[0] == FIRST
    assert found.entries[-1] == SECOND
    # Without its line feed only, a line is whole.
    assert (len(found.entries), found.torn) == ((3, 0) if lost == 1 else (2, 1))


def test_line_of_another_kind_is_counted_and_left_out(journal):
    journal.path.write_text("2026-13-41T00:00:00Z 13 " + "61" * 32 + "\nhello\n")
    journal.add(FIRST)

    assert journal.read() == Entries((FIRST,), torn=2)


def test_several_processes_append_whole_lines(journal):
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(_add_many, [journal.path] * 4, range(4)))

    found = journal.read()
    assert (len(found.entries), found.torn) == (160, 0)


def test_journal_that_cannot_be_written_is_named(tmp_path):
    journal = Journal(tmp_path / "missing" / "nege.erasures")

    with pytest.raises(StoreError, match=r"missing/nege\.erasures cannot be written \(No such file or directory\)"):
        journal.prepare()
    with pytest.raises(OSError, match="No such file"):
        journal.add(FIRST)


def test_journal_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(StoreError, match="nobody may be served"):
        Journal(tmp_path).read()
