"""Sentences about a week, for the weekly message and for the page of figures: each share with its base and its owner."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.report.amounts import interval
from bot.report.numbers import count, share
from bot.report.periods import week_words
from bot.stats.figure import Figure
from bot.stats.summary import Summary
from bot.texts import plural, say

WAYS_LISTED: Final = 4
"""Lines about ways: the largest have a line each, the others share the last."""


def owned(summary: Summary) -> list[Figure]:
    """Reasons that somebody could act on: typed ones have no owner before they are read."""
    return [figure for figure in summary.of("reason", "stated") if figure.fix]


def foremost(summary: Summary) -> list[Figure]:
    """The most named reason, or those that share the place; none if the first may not be shown: a second is not the first."""
    reasons = owned(summary)
    if not reasons or not summary.first_known or not reasons[0].published:
        return []
    return [reason for reason in reasons if reason.published and reason.estimate == reasons[0].estimate]


def unsure(summary: Summary, top: Sequence[Figure]) -> bool:
    """Whether the interval of the next reason meets that of the first: then nobody knows which of them is named more often."""
    following = next((reason for reason in owned(summary) if reason.published and reason not in top), None)
    if not top or following is None or top[0].low is None or following.high is None:
        return False
    return following.high >= top[0].low


def told(figures: Iterable[Figure]) -> list[Figure]:
    """Shares that may be shown and are not zero."""
    return [figure for figure in figures if figure.published and figure.estimate]


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language."""

    language: str

    def say(self, key: str, **values: object) -> str:
        return say(self.language, f"digest.{key}", **values)

    def form(self, word: str, number: int) -> str:
        return plural(self.language, number, self.say(f"forms.{word}"))

    def count(self, number: int) -> str:
        return count(self.language, number)

    def share(self, figure: Figure) -> dict[str, str]:
        """What the sentences call percent and interval (empty where it is not known)."""
        return {"percent": share(self.language, figure.estimate or 0), "interval": interval(self.language, figure)}

    def amount(self, figure: Figure) -> str:
        """A share with its interval: 31 % (27–36)."""
        return share(self.language, figure.estimate or 0) + interval(self.language, figure)

    def based(self, figure: Figure) -> dict[str, str]:
        """A share of visits with its base: percent and interval, n and visits."""
        return {**self.share(figure), "n": self.count(figure.n), "visits": self.form("visits", figure.n)}

    def title(self, week: str) -> str:
        return self.say("title", period=week_words(self.language, week), number=f"{week.replace('W', '')}-KZ")

    def people(self, summary: Summary) -> str:
        return self.say(
            "people",
            people=self.count(summary.people),
            answered=self.form("answered", summary.people),
            episodes=self.count(summary.episodes),
            services=self.form("services", summary.episodes),
        )

    def top(self, top: list[Figure]) -> str:
        labels = self.say("and").join(reason.label[self.language] for reason in top)
        owners = "; ".join(dict.fromkeys(reason.owner[self.language] for reason in top))
        return self.say("tops" if len(top) > 1 else "top", labels=labels, owners=owners, **self.based(top[0]))

    def ways(self, summary: Summary) -> Iterator[str]:
        ways = told(summary.of("way", "both"))
        if not ways:
            yield self.say("ways_hidden")
            return
        hidden = any(not way.published for way in summary.of("way", "both"))
        yield self.say("ways_desk" if summary.at_csc_desk else "ways")
        alone = len(ways) if len(ways) + hidden <= WAYS_LISTED else WAYS_LISTED - 1
        for way in ways[:alone]:
            yield self.say("way_line", label=self.say(f"way.{way.code}"), **self.share(way), **self.cases(way))
        if ways[alone:]:
            parts = self.parts(((self.say(f"way.{way.code}"), way) for way in ways[alone:]), summary.of("way", "both"))
            yield self.say("ways_rest", parts=parts, **self.cases(ways[0]))
        elif hidden:
            yield self.say("way_hidden")

    def cases(self, way: Figure) -> dict[str, str]:
        return {"n": self.count(way.n), "cases": self.form("cases", way.n)}

    def reason(self, rank: int, reason: Figure) -> str:
        label, owner = reason.label[self.language], reason.owner[self.language]
        return self.say("reason", rank=rank, label=label, owner=owner, **self.based(reason))

    def parts(self, labelled: Iterable[tuple[str, Figure]], whole: Iterable[Figure]) -> str:
        """The shares that may be shown; where others of the whole may not, that is said, since the sum is no hundred."""
        shown = [self.say("part", label=label, **self.share(figure)) for label, figure in labelled]
        hidden = [self.say("rest")] if any(not figure.published for figure in whole) else []
        return " · ".join(shown + hidden)

    def quote(self, reason: Figure, *, demo: bool) -> str:
        return self.say(
            "quote",
            demo=self.say("quote_demo") if demo else "",
            people=self.count(reason.people),
            those=self.form("those", reason.people),
            label=reason.label[self.language],
            **self.based(reason),
        )
