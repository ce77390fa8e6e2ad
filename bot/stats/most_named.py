"""The reason most named for each service: the only thing that is published about reasons by service.

It is a statement of order, not a share. It is made only if the share could be shown by itself (`bot.stats.publish`), and if the
lead over the reason named next is surely more than chance (`bot.stats.leads`). Outsiders get the reason, its owner, and the
base rounded to 5; never the share: whatever else is published, an order gives an attacker an inequality of weighted numbers,
and no hidden number follows from that, while a share by service would be one more equation for the reasons of the weeks.
"""

from collections.abc import Collection, Iterable
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from bot.script.model import Text
from bot.stats.figure import Figure, Refusal
from bot.stats.labels import Labels
from bot.stats.publish import FEWEST_TOLD, ROUNDED_TO, rounded

Doubt = Literal[Refusal, "chance", "unread"]
"""Why the reason is not named: as for any figure; or its lead may be chance; or what was named most are typed words."""

OUTSIDE: Final[frozenset[str]] = frozenset({"people", "chance", "unread"})
"""What outsiders are told of these reasons as it is: it says nothing about single people."""


class MostNamed(Struct, frozen=True, omit_defaults=True):
    """One service, and the reason that was named for the largest share of its CSC visits with a stated reason.

    `figure` is that share, with `dimension` "service"; of it outsiders see reason, owner, `people` and `n` only, and nothing if
    the reason is not named. `second` is the code of the reason named next ("": there is no other), `lead` the difference
    between the two shares (0..1), `p` alone and `p_holm` among all services that were tested together. `published` means that
    the reason may be named, `why_not` why it may not.
    """

    service: str
    label: Text
    figure: Figure
    second: str = ""
    second_label: Text = {}
    lead: float | None = None
    p: float | None = None
    p_holm: float | None = None
    published: bool = False
    why_not: Doubt = ""

    @property
    def id(self) -> str:
        """One name in every period and version, whichever reason leads."""
        return f"most_named.stated.service.{self.service}"


def labelled(rows: Iterable[MostNamed], labels: Labels, period: str) -> tuple[MostNamed, ...]:
    """The rows with the names of services, reasons and owners; without services that no revision names ("not in the list")."""
    return tuple(_labelled(row, labels, period) for row in rows if row.service in labels.services)


def asked_by(rows: Iterable[MostNamed], revisions: tuple[int, ...]) -> tuple[MostNamed, ...]:
    """The rows with the numbers of the scripts that asked."""
    return tuple(replace(row, figure=replace(row.figure, revisions=revisions)) for row in rows)


def _labelled(row: MostNamed, labels: Labels, period: str) -> MostNamed:
    code, fix = row.figure.code, row.figure.fix
    owner = labels.owner("reason", fix) if fix else {}
    named = replace(row.figure, label=labels.label("reason", code), owner=owner, period=period)
    second = labels.label("reason", row.second) if row.second else {}
    return replace(row, label=labels.services[row.service], figure=named, second_label=second)


def for_outsiders(rows: Iterable[MostNamed]) -> tuple[MostNamed, ...]:
    """The same as it may leave the house: first the services with most people (as rounded), those that are hidden last."""
    return tuple(sorted((_seen(row) for row in rows), key=lambda row: (not row.published, -row.figure.people, row.service)))


def still_hidden(rows: Iterable[MostNamed], before: Collection[str]) -> tuple[MostNamed, ...]:
    """What the version before did not name (`before`: ids) stays unnamed: else the difference would tell who is gone."""
    return tuple(replace(row, published=False, why_not="before") if row.published and row.id in before else row for row in rows)


def corrected(old: Iterable[MostNamed], draft: Iterable[MostNamed], new: Iterable[MostNamed]) -> tuple[MostNamed, ...]:
    """The next version after people are gone: new only where at least five of a row's people are surely gone.

    Args:
        old: the version before, as outsiders see it; elsewhere it stands.
        draft: today's rows with their decisions.
        new: the same as outsiders see them.
    """
    people, seen = {row.id: row.figure.people for row in draft}, {row.id: row for row in new}
    rows = (seen.get(row.id, row) if _emptier(row, people.get(row.id, 0)) else row for row in old)
    return tuple(sorted(rows, key=lambda row: (not row.published, -row.figure.people, row.service)))


def _emptier(old: MostNamed, people: int) -> bool:
    # How many people there were is known to the nearest five only.
    return old.published and old.figure.people - ROUNDED_TO // 2 - people >= FEWEST_TOLD


def _seen(row: MostNamed) -> MostNamed:
    figure = row.figure
    bare = Figure(figure.id, figure.group, "", {}, figure.base, 0, 0, dimension=figure.dimension, level=figure.level)
    bare = replace(bare, block=figure.block, period=figure.period, revisions=figure.revisions)
    if not row.published:
        why_not: Doubt = row.why_not if row.why_not in OUTSIDE else "hidden"
        return MostNamed(row.service, row.label, replace(bare, id=row.id, why_not=_plain(why_not)), why_not=why_not)
    named = replace(bare, code=figure.code, label=figure.label, fix=figure.fix, owner=figure.owner)
    shown = replace(named, people=rounded(figure.people), n=rounded(figure.n), why_not="hidden")
    return MostNamed(row.service, row.label, shown, published=True)


def _plain(why_not: Doubt) -> Refusal:
    """Of the share itself: it is never shown."""
    return "people" if why_not == "people" else "hidden"
