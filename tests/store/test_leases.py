"""A lease: one holder at a time, whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.store import leases
from bot.store.engine import open_store

NOW = 1_790_000_000


@pytest.fixture
def store(database):
    store = open_store(database, create=True)
    yield store
    store.close()


def take(store, holder, now=NOW):
    with store.write() as tx:
        return leases.take(tx, "drain", holder, now, 90)


def test_lease_is_held_by_one_at_a_time(store):
    assert [take(store, "one"), take(store, "two"), take(store, "one")] == [True, False, True]


def test_lease_that_ended_is_taken_by_somebody_else(store):
    take(store, "one")
    assert [take(store, "two", NOW + 89), take(store, "two", NOW + 90), take(store, "one", NOW + 90)] == [False, True, False]


def test_lease_that_is_extended_ends_later(store):
    take(store, "one")
    take(store, "one", NOW + 60)
    assert not take(store, "two", NOW + 149)


def test_lease_that_was_given_back_is_free(store):
    take(store, "one")
    with store.write() as tx:
        leases.free(tx, "drain", "one")
    assert take(store, "two")


def test_lease_of_somebody_else_is_not_given_back(store):
    take(store, "one")
    with store.write() as tx:
        leases.free(tx, "drain", "two")
    assert not take(store, "two")


def test_leases_of_other_names_are_others(store):
    take(store, "one")
    with store.write() as tx:
        assert leases.take(tx, "another", "two", NOW, 90)


@pytest.mark.parametrize("before", [False, True])
def test_of_many_that_take_it_at_once_one_gets_it(store, before):
    if before:
        take(store, "earlier", NOW - 90)
    ready = Barrier(8)

    def run(number):
        ready.wait()
        return take(store, f"holder {number}")

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(run, range(8))) == 1
