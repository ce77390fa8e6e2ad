"""What is counted: which episodes are a base, which of them a part. The field's words as plain rules, one line each."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from bot.stats.codes import WAYS
from bot.stats.told import Episode

Rule: TypeAlias = Callable[[Episode], bool]

RECENT: Final = ("m1", "m3")
"""Codes of recency: the last month, and one to three months ago."""

SOON: Final = ("inform", "repair")
"""Fixes that move a visit online without anybody at a counter."""

LATER: Final = ("help", "access")

_KINDS: Final = {"digital": "online", "assisted": "assisted", "in_person": "agency"}


def way(episode: Episode) -> str:
    """One of WAYS: help at a CSC is neither online nor an operator's work."""
    if episode.channel == "csc_operator":
        return "csc_operator"
    if episode.csc:
        return "assisted"
    kind = _KINDS.get(episode.channel_kind, episode.channel_kind)
    return kind if kind in WAYS else "unknown"


def channel(episode: Episode) -> str:
    return episode.channel


def service(episode: Episode) -> str:
    return episode.service


def named(episode: Episode) -> str:
    """Its reasons, all together."""
    return episode.reasons


def fix(episode: Episode) -> str:
    """Who could change the visit; words that nobody read yet are unsorted."""
    return episode.fix or "unsorted"


def codes(reasons: str) -> tuple[str, ...]:
    """The codes of an episode's reasons."""
    return tuple(reason.partition(":")[0] for reason in reasons.split())


def stated(episode: Episode) -> bool:
    return episode.csc and bool(episode.reasons)


def in_both(episode: Episode) -> bool:
    return episode.recency in RECENT and episode.at_csc == "yes" and episode.online in {"yes", "partly"}


def everything(_: Episode) -> bool:
    return True


def visit(episode: Episode) -> bool:
    return episode.csc


def asked(episode: Episode) -> bool:
    """Was a try online asked about?"""
    return episode.csc and episode.tried_online != ""


def known(episode: Episode) -> bool:
    return way(episode) != "unknown"


def completed(episode: Episode) -> bool:
    """Done by somebody: what came by itself, and what is not remembered, is left out (as UK GDS counts take-up)."""
    return way(episode) not in {"proactive", "unknown"}


BASES: Final[Mapping[str, Rule]] = {
    "both": in_both,
    "all": everything,
    "visits": visit,
    "stated": stated,
    "asked": asked,
    "completed": completed,
    "known": known,
}


def alone(episode: Episode) -> bool:
    """Done online without help: at a CSC, on its computer or one's own phone, somebody helped."""
    return way(episode) == "online"


def digital(episode: Episode) -> bool:
    """Done online alone, with help at a CSC, or by itself."""
    return way(episode) in {"online", "assisted", "proactive"}


def soon(episode: Episode) -> bool:
    """A visit that telling people or mending a system would move, where the service was online that day."""
    return episode.online == "yes" and episode.fix in SOON


def with_help(episode: Episode) -> bool:
    """A visit that help or better access would move, where the service was online that day."""
    return episode.online == "yes" and episode.fix in LATER


def at_most(episode: Episode) -> bool:
    """The upper bound of what telling and mending would move: also services that are online in part, and unstated reasons."""
    return episode.online in {"yes", "partly"} and (episode.fix in SOON or not episode.reasons)
