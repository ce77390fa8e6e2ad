"""What a publication says about changes against the one before it: frozen with it, and of shown figures only."""

from typing import Literal, TypeAlias

from msgspec import Struct

Barred: TypeAlias = Literal["", "recruitment", "lists"]
"""Why no change of a whole period may be named: people came from other places, or were asked with other lists."""


class Shift(Struct, frozen=True):
    """A figure that surely changed: what the publication before showed of it. `before` is a share (0..1); `n`, `people`: base.

    What it is now stands in the figure of the same id.
    """

    id: str
    before: float
    n: int
    people: int


class Changes(Struct, frozen=True):
    """The changes of one publication against `version` of that of the period `against`, the largest first.

    `named`: those that are more than chance; `tested`: of how many. Not tested at all where they are barred.
    """

    against: str
    version: int
    barred: Barred = ""
    tested: int = 0
    named: tuple[Shift, ...] = ()
