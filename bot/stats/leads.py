"""Which reason leads for each service, and whether its lead is more than chance: out of records, weighted.

The two largest shares are compared, after they were seen to be the largest. With a two-sided test of these two the chance to
name a reason that is not the most frequent one stays below its level however many reasons there are (Gutmann & Maymin, "Is the
selected population the best?", Annals of Statistics 15, 1987). Holm's correction is over all services that are tested together:
those that no rule of publication refuses.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from bot.stats import measures
from bot.stats.change import Change, named, within
from bot.stats.estimate import ratio
from bot.stats.figure import Figure
from bot.stats.most_named import Doubt, MostNamed
from bot.stats.plan import Part
from bot.stats.publish import refuse
from bot.stats.records import Block, Coded, Marks, Records
from bot.stats.shares import Counted, Population
from bot.stats.sums import Whole

FIRST: Final = ("first", "base", "reached")
SECOND: Final = ("second", "base", "reached")
"""Columns of a sample: the two reasons that are compared, of one base."""


class _Reason(NamedTuple):
    """A reason of one service and its share."""

    code: str
    counted: Counted

    @property
    def place(self) -> tuple[float, str]:
        """From the largest share to the smallest."""
        return -(self.counted.share.ratio.estimate or 0.0), self.code


def leads(records: Records, people: Population) -> tuple[MostNamed, ...]:
    """The leading reason of every service with a CSC visit and a stated reason, each with its decision, but without labels."""
    everybody = next(records.blocks(max(records.people, 1)))
    tables = people.tables(_reasons_of_services).items()
    return judged(_lead(everybody, people, table[-1], found) for table, found in sorted(tables, key=lambda item: item[0][-1]))


def _reasons_of_services(block: Block) -> Iterator[Part]:
    """Every reason of every service, of its CSC visits with a stated reason."""
    stated, services, words = block.marks(measures.stated), block.coded(measures.service), block.coded(measures.named)
    for service in services.names:
        mine = stated & services.marks(service)
        whole = block.count(mine)
        named_here = [words.names[place] for place in np.unique(words.at[mine]).tolist()]
        for code in sorted({code for word in named_here for code in measures.codes(word)}):
            yield Part("reason", "stated", code, block.count(mine & _having(words, code)), whole, "service", service)


def _having(words: Coded, code: str) -> Marks:
    """Which episodes name a reason."""
    found: Marks = np.array([code in measures.codes(word) for word in words.names], bool)[words.at]
    return found


def judged(found: Iterable[tuple[MostNamed, Change]]) -> tuple[MostNamed, ...]:
    """Every lead with its decision. Of those that no rule refuses the leads are tested, all together."""
    rows = [(replace(row, why_not=_refused(row.figure)), change) for row, change in found]
    tested = iter(named([change for row, change in rows if not row.why_not]))
    return tuple(row if row.why_not else _judged(row, next(tested)) for row, _ in rows)


def _judged(row: MostNamed, change: Change) -> MostNamed:
    # Two reasons that were always named together have no difference to test.
    why_not: Doubt = "" if not change.why_not else "people" if change.why_not == "people" else "chance"
    return replace(row, p_holm=change.p_holm, published=not why_not, why_not=why_not)


def _refused(figure: Figure) -> Doubt:
    """Could the share itself be shown? And do we know what was named: words that nobody read yet are no reason."""
    return refuse(figure) or ("" if figure.fix else "unread")


def _lead(everybody: Block, people: Population, service: str, found: Mapping[str, Counted]) -> tuple[MostNamed, Change]:
    first, *others = sorted((_Reason(code, counted) for code, counted in found.items()), key=lambda reason: reason.place)
    second = others[0].code if others else ""
    mine = everybody.marks(measures.stated) & everybody.coded(measures.service).marks(service)
    words = everybody.coded(measures.named)
    ahead, behind = (everybody.count(mine & _having(words, code)) for code in (first.code, second))
    change = _ahead(people, ahead, behind, everybody.count(mine))
    figure = _figure(service, first, _owner(words, mine, first.code))
    p = change.p if change.p is not None and math.isfinite(change.p) else None  # one person says nothing about others
    return MostNamed(service, {}, figure, second, lead=change.estimate, p=p), change


def _ahead(people: Population, first: Whole, second: Whole, base: Whole) -> Change:
    reached = (base > 0).astype(np.int64)
    of = people.sample({"first": first, "second": second, "base": base, "reached": reached})
    return within(of, SECOND, FIRST, ratio(of, *FIRST).df)


def _owner(words: Coded, mine: Marks, code: str) -> str:
    """Who could change most of the visits with a reason: `not_online` belongs to two, by the service."""
    counted = Counter[str]()
    for word, times in enumerate(np.bincount(words.at[mine], minlength=len(words.names)).tolist()):
        for reason in words.names[word].split() if times else ():
            name, _, fix = reason.partition(":")
            counted.update({fix: times} if name == code else {})
    return max(counted, key=lambda fix: (counted[fix], fix), default="")


def _figure(service: str, reason: _Reason, fix: str) -> Figure:
    found, interval = reason.counted.share.ratio, reason.counted.share.interval
    return Figure(
        id=f"reason.stated.{reason.code}.service.{service}",
        group="reason",
        code=reason.code,
        label={},
        base="stated",
        people=reason.counted.people,
        n=found.base,
        numerator=found.part,
        estimate=found.estimate,
        fix=fix,
        low=interval.low,
        high=interval.high,
        se=found.se,
        n_eff=interval.sure,
        inside=reason.counted.inside,
        outside=reason.counted.outside,
        dimension="service",
        level=service,
    )
