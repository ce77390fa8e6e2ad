"""By which rule a figure may leave the house. One pure function, one reason for each refusal."""

from typing import Final, Literal

FEWEST_PEOPLE: Final = 30
"""A share of fewer people says more about chance, and about them, than about the country."""

FEWEST_TOLD: Final = 5
"""A part (or the rest) of one to four people could be recognised; nobody at all cannot."""

Refusal = Literal["", "people", "numerator", "complement"]


def refuse(people: int, inside: int, outside: int) -> Refusal:
    """Why a share may not be published, or an empty string.

    Args:
        people: people in the base.
        inside: people of the base with something in the numerator.
        outside: people of the base with something that is not in the numerator.
    """
    if people < FEWEST_PEOPLE:
        return "people"
    if 0 < inside < FEWEST_TOLD:
        return "numerator"
    if 0 < outside < FEWEST_TOLD:
        return "complement"
    return ""
