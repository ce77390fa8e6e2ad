"""What the figures of a period are made of: whole numbers of episodes and of people, and weighted shares with intervals."""

from msgspec import Struct

from bot.script.model import Text
from bot.stats.about import Weights
from bot.stats.figure import Base, Group
from bot.stats.most_named import MostNamed


class Tally(Struct, frozen=True):
    """A base: `n` episodes or visits, told by `people` people."""

    n: int = 0
    people: int = 0


class Cell(Struct, frozen=True, omit_defaults=True):
    """A part of a base: `n` episodes of `people` people; `outside` people have something in the base that is not in this part.

    `estimate` (0..1, or of a mean a number) is weighted, with its interval `low` to `high`, its standard error and `n_eff`, the
    episodes drawn one by one that would be as sure; None: plainly n of the base, and nothing is known about its error.
    `error` and `df`: the standard error that a change is tested with, and its degrees of freedom.
    `label`: where the answers name the part themselves. `fix`: of a reason, who could change most of its visits. `way`: of a
    channel, the way that it is a part of. `tried`: of a reason, "only" if all its visits came after a try online, "never" if
    none did.
    """

    code: str
    n: int
    people: int
    outside: int
    fix: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    n_eff: float | None = None
    error: float | None = None
    df: float | None = None
    way: str = ""
    label: Text = {}
    tried: str = ""


class Table(Struct, frozen=True):
    """A base and its parts. The parts may overlap (several reasons of one visit); parts with nothing in them are missing."""

    base: Tally = Tally()
    cells: tuple[Cell, ...] = ()


class Grouped(Struct, frozen=True):
    """A table of one group and base; of a breakdown (`dimension`: "sex"), of the people or services of one level ("female")."""

    group: Group
    base: Base
    table: Table
    dimension: str = ""
    level: str = ""


class Counts(Struct, frozen=True):
    """Everything that is counted for one period, tests left out.

    `people`, `interviews`, `episodes`: who answered at all, and what was told. Channels and ways: of the services that exist
    in both channels in the last 3 months (`…_both`), and of all; without interviews recruited at a CSC (`at_csc_desk` people
    were). `stated`: CSC visits with a stated reason and without; `reasons` and `fixes`: of the visits with one. `more`: all
    other tables. `weights`: of those not recruited at a CSC, and of everybody; None: nothing is weighted. `most_named`: the
    leading reason of each service, where that was asked for.
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
    more: tuple[Grouped, ...] = ()
    weights: tuple[Weights, Weights] | None = None
    most_named: tuple[MostNamed, ...] = ()
