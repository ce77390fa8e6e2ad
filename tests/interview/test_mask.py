import pytest

from bot.interview.mask import mask


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ЖСН 900101300123 еді", "ЖСН ••• еді"),
        ("900101-300123", "•••"),
        ("карта 4111 1111 1111 1111", "карта •••"),
        ("звоните 8 701 123 45 67 или +77771234567", "звоните ••• или •••"),
        ("+7 (701) 123-45-67", "•••"),
    ],
)
def test_mask_hides_numbers_of_people(typed, kept):
    assert mask(typed) == kept


@pytest.mark.parametrize("typed", ["2024 жылы 3 рет бардым", "150 000 теңге", "№ 12345678 анықтама", "форма 075-2/е", ""])
def test_mask_leaves_other_numbers(typed):
    assert mask(typed) == typed
