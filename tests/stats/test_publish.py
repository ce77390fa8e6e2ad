"""The rule by which a share may leave the house."""

import pytest

from bot.stats.publish import refuse


@pytest.mark.parametrize(
    ("people", "inside", "outside", "why_not"),
    [
        (30, 10, 20, ""),
        (29, 10, 19, "people"),
        (0, 0, 0, "people"),
        (100, 0, 100, ""),
        (100, 100, 0, ""),
        (100, 1, 100, "numerator"),
        (100, 4, 96, "numerator"),
        (100, 5, 95, ""),
        (100, 99, 1, "complement"),
        (100, 96, 4, "complement"),
        (100, 95, 5, ""),
        (29, 1, 28, "people"),
    ],
)
def test_share_is_refused_with_the_reason(people, inside, outside, why_not):
    assert refuse(people, inside, outside) == why_not
