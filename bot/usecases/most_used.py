"""The services that people use most, out of the last publication: they stand first when somebody is asked about services.

Only rows that outsiders see are looked at: an order of live figures would tell what is not published. Where they are fewer
than the list has places, the order of the seeds fills them (`bot.interview.shelves`).
"""

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.errors import traced
from bot.interview.open import PAGE
from bot.script.model import Script
from bot.stats.figure import LENGTHS
from bot.stats.summary import Summary
from bot.store import publications

log = logging.getLogger(__name__)

FRESH_SECONDS: Final = 60
"""So old may be what a desk knows: another process publishes, and nobody should ask the database for each person."""

First = Mapping[str, tuple[str, ...]]
"""For a question, the codes of the choices that come first in its list."""


def ranked(publication: Summary) -> tuple[str, ...]:
    """Services by how often they were used, the most used first, as far as a row of theirs is published.

    The bases of published rows are rounded to 5; where they are equal the publication's own order stands.
    """
    used: defaultdict[str, int] = defaultdict(int)
    for figure in publication.figures:
        if figure.dimension == "service" and figure.base == "all" and figure.published:
            used[figure.level] = max(used[figure.level], figure.n)
    return tuple(sorted(used, key=lambda code: -used[code]))


def first(script: Script, codes: tuple[str, ...]) -> First:
    """What comes first in the questions of this script that ask for services."""
    if not codes:
        return {}
    once = [each for block in script.blocks for each in block.questions if not block.over]
    asked = [each for each in once if each.measures == "service" and not each.shuffle]
    known = {each.id: {choice.code for choice in each.choices if not choice.typed and not choice.only} for each in asked}
    found = {name: tuple(code for code in codes if code in own)[:PAGE] for name, own in known.items()}
    return {name: order for name, order in found.items() if order}


@dataclass(slots=True)
class MostUsed:
    """What one desk knows of it: read again when there is a new publication, looked for at most once a minute."""

    _looked: int = -FRESH_SECONDS
    _version: tuple[str, int] | None = None
    _codes: tuple[str, ...] = ()

    def first(self, tx: Connection, script: Script, now: int) -> First:
        """What comes first for somebody who begins now."""
        if abs(now - self._looked) >= FRESH_SECONDS:
            self._look(tx)
            self._looked = now
        return first(script, self._codes)

    def _look(self, tx: Connection) -> None:
        version = publications.last_block(tx, LENGTHS["where"])
        if version != self._version:
            self._version, self._codes = version, _read(tx, version[0]) if version else ()


def _read(tx: Connection, period: str) -> tuple[str, ...]:
    try:
        found = publications.latest(tx, period)
    except msgspec.MsgspecError as error:
        # An order is a comfort: nobody is kept out because an old publication cannot be read.
        log.error("the publication of %s cannot be read, so services stand as in the seeds: %s", period, traced(error))  # noqa: TRY400
        return ()
    return ranked(found) if found else ()
