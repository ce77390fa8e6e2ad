"""Figures as rows of a table, with an interval that can be drawn; a hidden one is a word and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.report.amounts import bounds, point
from bot.report.board.parts import Bar, Shares
from bot.report.numbers import count
from bot.stats.figure import MEANS, Figure
from bot.stats.publish import FEWEST_PEOPLE
from bot.texts import phrases, say

MOST_HIDDEN: Final = 4
"""More hidden rows would hide those that show."""

SEPARATOR: Final = "; "
"""Between labels in a sentence: many have a comma of their own ("at a CSC, with an operator")."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables of figures in one language."""

    language: str

    def say(self, key: str, **values: object) -> str:
        return say(self.language, f"board.{key}", **values)

    def title(self, figure: Figure) -> str:
        key = f"stats.title.{figure.group}.{figure.base}"
        return say(self.language, key) if key in phrases(self.language) else self.say("other.table")

    def base(self, figure: Figure) -> str:
        numbers = {"n": count(self.language, figure.n), "people": count(self.language, figure.people)}
        return self.say("base", **numbers)

    def of_parts(self, figures: Sequence[Figure]) -> Shares:
        """The parts of one base: owners beside them, the base above. Many that are hidden are named in a sentence below."""
        shown = [figure for figure in figures if figure.published]
        hidden = [figure for figure in figures if not figure.published]
        listed = figures if len(hidden) <= MOST_HIDDEN else shown
        rows = tuple(self._row(each, each.label[self.language], self._owner(each)) for each in listed) if shown else ()
        head = self._head("part", figures[0], "owner" if any(row.note for row in rows) else "")
        return Shares(self.title(figures[0]), head, rows, self.base(shown[0]) if shown else "", self._reason(hidden, listed))

    def of_levels(self, caption: str, levels: Sequence[tuple[str, Figure]]) -> Shares:
        """One part for each level of a breakdown, each with its own base; levels that do not show are named in a sentence."""
        shown = [(name, figure) for name, figure in levels if figure.published]
        rows = tuple(self._row(figure, name, self.base(figure)) for name, figure in shown)
        hidden = SEPARATOR.join(name for name, figure in levels if not figure.published)
        words = self.say("levels_hidden", levels=hidden) if hidden else ""
        return Shares(caption, self._head("level", levels[0][1], "base"), rows, hidden=words, long=True)

    def _row(self, figure: Figure, label: str, note: str) -> Bar:
        if not figure.published:
            return Bar(label, hidden=self.say("row_hidden"))
        mean = figure.group in MEANS
        value, interval = point(self.language, figure, mean=mean), bounds(self.language, figure, mean=mean)
        if mean or figure.estimate is None or figure.low is None or figure.high is None:
            return Bar(label, value, interval, note)
        low, middle, high = (round(100 * bound, 1) for bound in (figure.low, figure.estimate, figure.high))
        return Bar(label, value, interval, note, low=low, point=middle, high=high)

    def _owner(self, figure: Figure) -> str:
        return figure.owner.get(self.language, "")

    def _head(self, first: str, figure: Figure, last: str) -> tuple[str, str, str, str]:
        value = "mean" if figure.group in MEANS else "share"
        names = tuple(self.say(f"head.{name}") if name else "" for name in (first, value, "interval", last))
        return names[0], names[1], names[2], names[3]

    def _reason(self, hidden: Sequence[Figure], listed: Sequence[Figure]) -> str:
        """Why something is not shown; with the names of those that have no row."""
        if not hidden:
            return ""
        few = all(figure.why_not == "people" for figure in hidden)
        why = self.say("hidden.people" if few else "hidden.hidden", fewest=FEWEST_PEOPLE)
        names = SEPARATOR.join(figure.label[self.language] for figure in hidden if figure not in listed)
        return self.say("names_hidden", why=why, names=names) if names else why
