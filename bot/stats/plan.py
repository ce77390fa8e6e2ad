"""Every figure of a period, as a table: which group and base, who is weighted, and how each part is counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from bot.stats import measures
from bot.stats.codes import FIXES, STATED, WAYS
from bot.stats.figure import Base, Group
from bot.stats.measures import BASES, Rule
from bot.stats.records import Block
from bot.stats.sums import Whole
from bot.stats.told import Episode, Person

NOT_SAID: Final = "unknown"
"""The level of people who did not say: with it all levels add up to the country."""

NO_REASON: Final = frozenset({"hard_to_say", "used_other"})
"""Answers to why nothing was done online that are no reason against it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One figure: the share of `inside` in `whole`, for every person a whole number of each."""

    group: Group
    base: Base
    code: str
    inside: Whole
    whole: Whole
    dimension: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """The parts of a base by a code of each episode; `known` come first, in this order, also where there is none of them."""

    group: Group
    base: Base
    code: Callable[[Episode], str]
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flags:
    """Parts of bases that rules name one by one."""

    group: Group
    rules: Mapping[str, tuple[Base, Rule]] = field(default_factory=dict)


WAYS_BOTH: Final = Codes("way", "both", measures.way, WAYS)
HOW_MANY: Final = (
    WAYS_BOTH,
    Codes("way", "all", measures.way, WAYS),
    Codes("channel", "both", measures.channel),
    Codes("channel", "all", measures.channel),
    Flags("take_up", {"alone": ("completed", measures.alone), "digital": ("known", measures.digital)}),
)
"""Of people who were not recruited at a CSC."""

WHY: Final = (
    Codes("stated", "visits", lambda episode: "stated" if episode.reasons else "unstated", STATED),
    Codes("tried", "asked", lambda episode: episode.tried_online, ("tried", "not_tried")),
    Codes("fix", "stated", measures.fix, FIXES),
    Flags(
        "movable",
        {
            "soon": ("stated", measures.soon),
            "with_help": ("stated", measures.with_help),
            "at_least": ("visits", measures.soon),
            "at_most": ("visits", measures.at_most),
        },
    ),
)
"""Of everybody."""


def how_many(block: Block) -> Iterator[Part]:
    """Channels, ways and take-up of services; and which ways people use at all."""
    yield from _parts(block, HOW_MANY)
    yield from _people(block)


def why(block: Block) -> Iterator[Part]:
    """Reasons of CSC visits and of people, who could change them, and what could be done online."""
    yield from _parts(block, WHY)
    yield from reasons(block)
    yield from _person_reasons(block)


def of_services(block: Block) -> Iterator[Part]:
    """The ways to each service, every episode of it."""
    services, ways = block.coded(measures.service), block.coded(measures.way)
    for service in services.names:
        mine = services.marks(service)
        base = block.count(mine)
        for way in WAYS:
            yield Part("way", "all", way, block.count(mine & ways.marks(way)), base, "service", service)


def of_levels(block: Block, dimension: str, levels: Iterable[str]) -> Iterator[Part]:
    """The ways of people with each level of a dimension, for services that exist in both channels; "" becomes NOT_SAID."""
    whole = tuple(by_code(block, WAYS_BOTH))
    for level in levels:
        mine = _with_level(block, dimension, level)
        for part in whole:
            yield replace(
                part, inside=part.inside * mine, whole=part.whole * mine, dimension=dimension, level=level or NOT_SAID
            )


def visits(block: Block) -> Iterator[Part]:
    """How often each person was at a CSC, at the least ("5 times or more" is 5), of those who answered that."""
    yield Part("visits", "answered", "at_least", block.values(_visited), block.values(_answered))


def _visited(person: Person) -> int:
    return least(person.visits)


def _answered(person: Person) -> int:
    return int(person.visits != "")


def least(code: str) -> int:
    """The number in a code such as v3, which stands for 3 to 4."""
    digits = "".join(letter for letter in code if letter.isdecimal())
    return int(digits) if digits else 0


def _with_level(block: Block, dimension: str, level: str) -> Whole:
    return block.values(lambda person: int(getattr(person, dimension) == level))


def _parts(block: Block, plan: Iterable[Codes | Flags]) -> Iterator[Part]:
    for row in plan:
        yield from by_code(block, row) if isinstance(row, Codes) else _by_rule(block, row)


def by_code(block: Block, row: Codes) -> Iterator[Part]:
    within, coded = block.marks(BASES[row.base]), block.coded(row.code)
    base = block.count(within)
    for code in (*row.known, *(name for name in coded.names if name not in row.known)):
        part = block.count(within & coded.marks(code))
        if code in row.known or part.any():
            yield Part(row.group, row.base, code, part, base)


def _by_rule(block: Block, row: Flags) -> Iterator[Part]:
    for code, (base, rule) in row.rules.items():
        within = block.marks(BASES[base])
        yield Part(row.group, base, code, block.count(within & block.marks(rule)), block.count(within))


def _people(block: Block) -> Iterator[Part]:
    """Everybody with an episode once: only CSCs, only online, both, or otherwise."""
    csc, online = block.marks(measures.visit), block.marks(measures.alone)
    at_csc, alone, other = (block.count(marks) > 0 for marks in (csc, online, ~csc & ~online))
    every = at_csc | alone | other
    parts = {
        "only_csc": at_csc & ~alone & ~other,
        "only_online": alone & ~at_csc & ~other,
        "csc_and_online": at_csc & alone,
        "otherwise": other & ~(at_csc & alone),
    }
    for code, part in parts.items():
        yield Part("people", "people", code, part.astype(np.int64), every.astype(np.int64))


def reasons(block: Block) -> Iterator[Part]:
    """Each reason twice: of CSC visits, and of the people who went there."""
    stated, named = block.marks(measures.stated), block.coded(measures.named)
    whole = block.count(stated)
    for code in sorted({code for reasons in named.names for code in measures.codes(reasons)}):
        having = np.array([code in measures.codes(reasons) for reasons in named.names], bool)[named.at]
        part = block.count(stated & having)
        yield Part("reason", "stated", code, part, whole)
        yield Part("visitor_reason", "visitors", code, _once(part), _once(whole))


def _once(counts: Whole) -> Whole:
    return (counts > 0).astype(np.int64)


def _person_reasons(block: Block) -> Iterator[Part]:
    """Why people did nothing online at all: of those who gave a reason."""
    base = block.values(_gave)
    for code in sorted({code for person in block.persons for code in _given(person)}):
        yield Part("person_reason", "answered", code, _having(block, code), base)


def _having(block: Block, code: str) -> Whole:
    return block.values(lambda person: int(code in _given(person)))


def _gave(person: Person) -> int:
    return int(bool(_given(person)))


def _given(person: Person) -> frozenset[str]:
    return frozenset(person.reasons.split()) - NO_REASON
