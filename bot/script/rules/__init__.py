"""What can be wrong with a script: one file per family of rules, each with a table `RULES`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.script.draft import Draft
from bot.script.issue import Complaint


@dataclass(frozen=True, slots=True)
class Rule:
    """Finds complaints with these codes; with errors a script cannot be published, with warnings it can."""

    find: Callable[[Draft], Iterable[Complaint]]
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
