import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interview.mask import MASK, clean, mask

HIDDEN = [
    ("ЖСН 900101300123 еді", "ЖСН ••• еді"),
    ("900101-300123", MASK),
    ("900.101.300.123", MASK),
    ("900101/300123", MASK),
    ("900101–300123", MASK),
    ("900101  300123", MASK),
    ("900101\u00a0300123", MASK),
    ("900101\u200b300123", MASK),
    ("карта 4111 1111 1111 1111", "карта •••"),
    ("4111.1111.1111.1111", MASK),
    ("4111–1111–1111–1111", MASK),
    ("счёт KZ86 125K ZT50 0410 0100", "счёт •••"),
    ("удостоверение N12345678", "удостоверение •••"),
    ("пишите ivan.ivanov@mail.kz", "пишите •••"),
    ("мой ник @aigerim_kz", "мой ник •••"),
    ("звоните 8 701 123 45 67 или +77771234567", "звоните ••• или •••"),
    ("+7 (701) 123-45-67", MASK),
    ("удостоверение 041234567", "удостоверение •••"),
    ("№012345678", "№•••"),
    ("900101 / 300123", MASK),
    ("900101_300123", MASK),
    ("t.me/aigerim_kz", MASK),
]

BESIDE = [
    ("ЖСН 900101300123, 5 рет бардым", "ЖСН •••, 5 рет бардым"),
    ("6, 900101 300123", "6, •••"),
    ("900101300123 850505400567", "••• •••"),
    ("900101300123 4111 1111 1111 1111", "••• •••"),
    ("4111111111111111 900101300123", "••• •••"),
    ("900101300123 8 (701) 123-45-67", "••• •••"),
    ("900101 300123 8 (701) 123-45-67", "••• •••"),
    ("8 701 123 45 67 8 777 222 33 44", "••• •••"),
    ("87011234567, 2 рет", "•••, 2 рет"),
]
"""Numbers in a row: none may hide that its neighbour is a person's."""


@pytest.mark.parametrize(("typed", "kept"), HIDDEN + BESIDE)
def test_mask_hides_numbers_and_addresses_of_people(typed, kept):
    assert mask(typed) == kept


@pytest.mark.parametrize(
    "typed", ["2024 жылы 3 рет бардым", "150 000 теңге", "форма 075-2/е", "18–29 жас", "№ 5 ХҚКО", "3 @ 5", ""]
)
def test_mask_leaves_other_words(typed):
    assert mask(typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("бір\nекі", "бір екі"), ("  a \t b ", "a b"), ("\u202eabc", "abc"), ("\u200b\u200d", ""), ("👍🏽 иә", "👍🏽 иә")],
)
def test_clean_leaves_one_line_of_what_can_be_seen(typed, kept):
    assert clean(typed) == kept


@given(st.text())
def test_masking_twice_changes_nothing_more(typed):
    assert mask(mask(typed)) == mask(typed)
