import re

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from bot.store.keys import Keys

KEYS = Keys("a-secret-of-the-tests-that-is-long-enough")
OTHER = Keys("another-secret-of-the-tests-long-enough")
RING = Keys(" another-secret-of-the-tests-long-enough\n a-secret-of-the-tests-that-is-long-enough ")
"""Both, and the other is the newest."""
IDS = st.integers(1, 2**52)


@given(IDS)
def test_hash_is_the_same_again_and_another_under_another_secret(person):
    assert KEYS.person_hash(person) == KEYS.person_hash(person)
    assert KEYS.person_hash(person) != OTHER.person_hash(person)


@given(IDS)
def test_role_and_contact_of_one_person_cannot_be_joined(person):
    assert KEYS.person_hash(person) != KEYS.role_hash(person)


@given(st.integers(-(2**52), 2**52))
def test_address_comes_back_and_is_sealed_differently_every_time(chat):
    sealed = KEYS.seal_address(chat)

    assert KEYS.open_address(sealed) == chat
    assert sealed != KEYS.seal_address(chat)
    assert KEYS.open_role_address(KEYS.seal_role_address(chat)) == chat


def test_address_is_closed_to_other_keys():
    sealed = KEYS.seal_address(77)

    with pytest.raises(InvalidToken):
        OTHER.open_address(sealed)
    with pytest.raises(InvalidToken):
        KEYS.open_role_address(sealed)


@given(IDS)
def test_ring_makes_with_the_newest_key_and_knows_the_older_ones(person):
    assert RING.person_hashes(person) == (OTHER.person_hash(person), KEYS.person_hash(person))
    assert RING.role_hashes(person) == (OTHER.role_hash(person), KEYS.role_hash(person))
    assert (RING.person_hash(person), RING.role_hash(person)) == (OTHER.person_hash(person), OTHER.role_hash(person))


def test_ring_opens_what_an_older_key_sealed_and_seals_with_the_newest():
    assert RING.open_address(KEYS.seal_address(77)) == 77
    assert RING.open_role_address(KEYS.seal_role_address(77)) == 77
    assert OTHER.open_address(RING.seal_address(77)) == 77


def test_address_is_sealed_again_only_under_another_key():
    old, new = KEYS.seal_address(77), OTHER.seal_address(77)

    assert OTHER.open_address(RING.addresses.renewed(old)) == 77
    assert RING.addresses.renewed(new) == new
    with pytest.raises(InvalidToken):
        OTHER.addresses.renewed(old)


def test_pseudonym_is_the_same_in_a_series_and_another_in_every_other():
    (one,), (again,), (other,) = (Keys("k" * 40).pseudonyms(series) for series in ("a", "a", "b"))

    assert one.of(7, 9) == again.of(7, 9)
    assert len({one.of(7, 9), one.of(7, 10), one.of(8, 9), other.of(7, 9)}) == 4
    assert one.mark == again.mark != other.mark


def test_pseudonyms_come_under_every_key_the_newest_first():
    newest, older = Keys(f"{'n' * 40} {'o' * 40}").pseudonyms("a")

    assert newest.of(7, 9) == Keys("n" * 40).pseudonyms("a")[0].of(7, 9)
    assert older.of(7, 9) == Keys("o" * 40).pseudonyms("a")[0].of(7, 9)


def test_pseudonym_is_letters_and_digits_and_never_a_number():
    (series,) = Keys("k" * 40).pseudonyms("a")

    assert all(re.fullmatch("p[a-z2-7]{16}", series.of(respondent, 1)) for respondent in range(1, 200))
