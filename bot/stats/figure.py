"""One figure: a share, what it is a share of, how many people stand behind it, and whether it may be published."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from bot.script.model import Text
from bot.stats.publish import Refusal

Base = Literal["both", "all", "visits", "stated"]
"""both: episodes of the last 3 months of services that exist both at a CSC and online; all: every episode;
visits: CSC visits; stated: CSC visits with a stated reason."""

Group = Literal["way", "channel", "stated", "reason", "fix"]


class Figure(Struct, frozen=True, omit_defaults=True):
    """A share. `people` and `n` count the base, `numerator` counts the part (episodes or visits); `estimate` is 0..1.

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


def hidden(figure: Figure) -> Figure:
    """The figure as outsiders may see it: without its numbers, and without those of a base of too few people, if refused."""
    if figure.published:
        return figure
    bare = replace(figure, numerator=None, estimate=None)
    return replace(bare, people=0, n=0) if figure.why_not == "people" else bare
