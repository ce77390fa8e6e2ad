"""One figure: a share, what it is a share of, how many people stand behind it, and whether it may be published."""

from typing import Final, Literal

from msgspec import Struct

from bot.script.model import Text

Base = Literal[
    "both", "all", "visits", "stated", "asked", "completed", "known", "people", "visitors", "answered",
    "rated_csc", "rated_online",
]  # fmt: skip
"""Episodes. both: of the last 3 months, of services that exist both at a CSC and online; all: every one; completed: without
what came by itself or is not remembered; known: without what is not remembered.
CSC visits. visits: all; stated: with a stated reason; asked: where a try online was asked about.
Answers about them. rated_csc: CSC visits that were rated; rated_online: what was done online and rated.
People. people: with an episode; visitors: with a CSC visit and a stated reason; answered: who answered that question."""

Group = Literal[
    "way", "channel", "stated", "reason", "fix", "take_up", "tried", "movable", "people", "visitor_reason", "person_reason",
    "visits", "satisfaction", "intention", "satisfaction_mean", "intention_mean", "useful",
]  # fmt: skip

MEANS: frozenset[str] = frozenset({"visits", "satisfaction_mean", "intention_mean"})
"""Groups whose estimate is a mean (a number of visits, a mark on a scale), not a share."""

Block = Literal["week", "who", "where"]
"""How long a breakdown's period is: the country has weeks, `who` closed blocks of 4 weeks, `where` closed blocks of 12."""

LENGTHS: Final[dict[Block, int]] = {"week": 1, "who": 4, "where": 12}
"""Weeks of a block. Blocks begin at the epoch, follow each other and never overlap; one length for each breakdown."""

Refusal = Literal[
    "", "people", "effective", "numerator", "complement", "wide", "relative", "second", "before", "hidden", "inside"
]
"""Why a figure is not published (`bot.stats.publish` says by which rule). Outsiders are told only "people" or "hidden"."""


class Figure(Struct, frozen=True, omit_defaults=True):
    """A share. `people` and `n` count the base, `numerator` counts the part (episodes or visits); `estimate` is 0..1.

    `low`, `high` (0..1), `se` and `n_eff` are None where nobody has worked them out. `inside` and `outside` are people with
    something in the part, and with something of the base that is not in it: they decide, and are never published.
    `error` and `df`: the standard error that a change is tested with (`bot.stats.change`), and its degrees of freedom.
    `dimension` and `level` name a breakdown ("sex", "female"), both are empty for the country; `revisions` are the numbers of
    the scripts that asked; `part_of` is the id of the figure of which this one is a part (a channel of a way). `tried`: was a
    reason given only, or never, after a try online? It decides, too.

    `estimate` is None where the base is empty, and in a publication where the rule refuses (`why_not`) to show it.
    Of a reason and of a fix: `fix` is the code of who could change it, `owner` says so ("a matter of telling people").
    """

    id: str
    group: Group
    code: str
    label: Text
    base: Base
    people: int
    n: int
    numerator: int | None = None
    estimate: float | None = None
    published: bool = False
    why_not: Refusal = ""
    fix: str = ""
    owner: Text = {}
    low: float | None = None
    high: float | None = None
    se: float | None = None
    n_eff: float | None = None
    error: float | None = None
    df: float | None = None
    inside: int = 0
    outside: int = 0
    dimension: str = ""
    level: str = ""
    block: Block = "week"
    revisions: tuple[int, ...] = ()
    period: str = ""
    part_of: str = ""
    tried: str = ""

    @property
    def table(self) -> tuple[str, str, str, str, str]:
        """Figures of the same table are parts of one base: period, dimension, level, base, group."""
        return (self.period, self.dimension, self.level, self.base, self.group)


def figure_id(group: str, base: str, code: str, dimension: str = "", level: str = "") -> str:
    """`way.both.online` of the country, `way.both.online.sex.female` of a level: one name in every period."""
    return ".".join(part for part in (group, base, code, dimension, level) if part)
