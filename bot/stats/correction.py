"""A new version of what was published: what may differ from the old one without telling what single people had said."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from bot.stats import most_named
from bot.stats.figure import Figure
from bot.stats.publish import ROUNDED_TO
from bot.stats.summary import Summary, for_outsiders

FEWEST_GONE: Final = 5
"""People who had their answers erased: a difference of fewer would be their answers."""


def corrected(old: Summary, draft: Summary, gone: int) -> Summary:
    """The next version as outsiders see it.

    If nobody is gone (a fault was repaired), it is all new. Else a table is new only where at least five of its people are
    surely gone, and stands word for word as it was otherwise.

    Args:
        old: the version before, as outsiders see it.
        draft: today's figures with their decisions; what `old` hid is hidden.
        gone: people who answered in this period and are not there any more.
    """
    new = replace(for_outsiders(draft), version=old.version + 1)
    if gone <= 0:
        return new
    named = most_named.corrected(old.most_named, draft.most_named, new.most_named)
    kept = {figure.table for figure in draft.figures} - _emptier(old.figures, draft.figures)
    stay = [figure for figure in old.figures if figure.table in kept]
    figures = (*stay, *(figure for figure in new.figures if figure.table not in kept))
    return replace(new, figures=figures, most_named=named)


def _emptier(old: Iterable[Figure], new: Iterable[Figure]) -> set[tuple[str, ...]]:
    """Tables that have surely lost five people, although the old number of people is known only to the nearest five."""
    at_least = {figure.table: figure.people - ROUNDED_TO // 2 for figure in old if figure.published}
    return {figure.table for figure in new if at_least.get(figure.table, 0) - figure.people >= FEWEST_GONE}
