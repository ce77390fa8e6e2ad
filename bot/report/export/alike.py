"""Which services look too much like themselves: a cell that few of them share would name the service."""

from collections import defaultdict
from typing import Final

from bot.report.export.asked import cells_read
from bot.script.model import Script

ALIKE: Final = 5
"""At least so many services of the catalogue look the same in the default export."""


def few(script: Script) -> frozenset[str]:
    """Services whose cells (online, at a CSC, and whatever decides what is asked) are shared by fewer than ALIKE services.

    The smallest groups are put together until ALIKE services are among them: else the one group that is left out would be
    known by being left out.
    """
    groups = sorted(_groups(script), key=lambda group: (len(group), sorted(group)))
    found: set[str] = set()
    while groups and (len(groups[0]) < ALIKE or 0 < len(found) < ALIKE):
        found |= groups.pop(0)
    return frozenset(found)


def _groups(script: Script) -> list[set[str]]:
    seen = sorted({"online", "at_csc"} | cells_read(script))
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for block in script.blocks:
        for question in block.questions:
            for choice in question.choices if question.measures == "service" else ():
                if not choice.only and not choice.typed:
                    groups[tuple(choice.columns.get(name, "") for name in seen)].add(choice.code)
    return list(groups.values())
