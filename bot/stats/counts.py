"""What SQL counts and the figures are made of: whole numbers of episodes and of people, never a weight or a share."""

from msgspec import Struct


class Tally(Struct, frozen=True):
    """A base: `n` episodes or visits, told by `people` people."""

    n: int = 0
    people: int = 0


class Cell(Struct, frozen=True, omit_defaults=True):
    """A part of a base: `n` episodes of `people` people; `outside` people have something in the base that is not in this part.

    `fix`: of a reason, who could change most of its visits.
    """

    code: str
    n: int
    people: int
    outside: int
    fix: str = ""


class Table(Struct, frozen=True):
    """A base and its parts. The parts may overlap (several reasons of one visit); parts with nothing in them are missing."""

    base: Tally = Tally()
    cells: tuple[Cell, ...] = ()


class Counts(Struct, frozen=True):
    """Everything that is counted for one period, tests left out.

    `people`, `interviews`, `episodes`: who answered at all, and what was told. Channels and ways: of the services that exist
    in both channels in the last 3 months (`…_both`), and of all; without interviews recruited at a CSC (`at_csc_desk` people
    were). `stated`: CSC visits with a stated reason and without; `reasons` and `fixes`: of the visits with one.
    """

    people: int = 0
    interviews: int = 0
    episodes: int = 0
    at_csc_desk: int = 0
    ways_both: Table = Table()
    ways_all: Table = Table()
    channels_both: Table = Table()
    channels_all: Table = Table()
    stated: Table = Table()
    reasons: Table = Table()
    fixes: Table = Table()
