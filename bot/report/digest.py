"""The weekly message: a summary in at most 16 lines of plain text, to be read in a minute, forwarded and quoted.

Every line that has a share has its base, every reason its owner. Nothing here says that anything grew: a change needs a test.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.message import Message
from bot.report.amounts import interval
from bot.report.numbers import count, share
from bot.report.periods import moment_words, week_words
from bot.stats.figure import Figure
from bot.stats.publish import FEWEST_PEOPLE
from bot.stats.summary import Summary
from bot.texts import plural, say

REASONS_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Edition:
    """Which digest: `demo` marks made-up data, `until` is when (seconds since 1970) while the week still runs."""

    language: str
    demo: bool = False
    until: int | None = None


def digest(summary: Summary, edition: Edition) -> Message:
    """The message about the last week of the summary, of which only what outsiders may see is read (`for_outsiders`)."""
    paragraphs = ("\n".join(paragraph) for paragraph in _paragraphs(summary, edition))
    return Message("\n\n".join(paragraph for paragraph in paragraphs if paragraph))


def _paragraphs(summary: Summary, edition: Edition) -> Iterator[list[str]]:
    words = _Words(edition.language)
    yield [*_warnings(words, edition), *_heading(words, summary)]
    if summary.people < FEWEST_PEOPLE:
        return
    top = _top(summary)
    yield from _reasons(words, summary, top)
    yield [words.ways(summary)]
    yield list(_limits(words, summary))
    if len(top) == 1:
        yield [words.quote(top[0], demo=edition.demo)]


def _heading(words: "_Words", summary: Summary) -> Iterator[str]:
    yield words.title(summary.weeks[-1])
    if summary.version > 1:
        yield words.say("corrected", version=summary.version)
    yield words.people(summary) if summary.people else words.say("nobody")
    if 0 < summary.people < FEWEST_PEOPLE:
        yield words.say("too_few", fewest=FEWEST_PEOPLE)


def _limits(words: "_Words", summary: Summary) -> Iterator[str]:
    yield words.say("not_seen")
    margins = ", ".join(say(words.language, f"methods.margin.{name}") for name in summary.raked)
    weighting = words.say("weighted", margins=margins) if margins else words.say("unweighted")
    notes = [weighting, words.say("rounded")]
    if any(figure.low is not None for figure in summary.figures):
        notes.append(words.say("interval_note"))
    yield " ".join(notes)


def _warnings(words: "_Words", edition: Edition) -> Iterator[str]:
    if edition.demo:
        yield words.say("demo")
    if edition.until is not None:
        yield words.say("running", moment=moment_words(edition.language, edition.until))


def _owned(summary: Summary) -> list[Figure]:
    """Reasons that somebody could act on: typed ones have no owner before they are read."""
    return [figure for figure in summary.of("reason", "stated") if figure.fix]


def _top(summary: Summary) -> list[Figure]:
    """The most named reason, or those that share the place; none if the first may not be shown: a second is not the first."""
    reasons = _owned(summary)
    if not reasons or not summary.first_known or not reasons[0].published:
        return []
    return [reason for reason in reasons if reason.published and reason.estimate == reasons[0].estimate]


def _reasons(words: "_Words", summary: Summary, top: list[Figure]) -> Iterator[list[str]]:
    if not top:
        few = all(reason.why_not == "people" for reason in summary.of("reason", "stated"))
        yield [words.say("reasons_hidden" if few else "reasons_alike", fewest=FEWEST_PEOPLE)]
        return
    yield [words.top(top)]
    shown = [reason for reason in _owned(summary) if reason.published][:REASONS_SHOWN]
    if len(shown) > len(top):
        ranked = enumerate(shown[len(top) :], len(top) + 1)
        yield [words.say("reasons"), *(words.reason(rank, reason) for rank, reason in ranked)]
    fixes = _told(summary.of("fix", "stated"))
    if fixes:
        parts = words.parts(((fix.label[words.language], fix) for fix in fixes), summary.of("fix", "stated"))
        yield [words.say("who", n=words.count(fixes[0].n), parts=parts)]


def _told(figures: Iterable[Figure]) -> list[Figure]:
    """Shares that may be shown and are not zero."""
    return [figure for figure in figures if figure.published and figure.estimate]


@dataclass(frozen=True, slots=True)
class _Words:
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

    def ways(self, summary: Summary) -> str:
        ways = _told(summary.of("way", "both"))
        if not ways:
            return self.say("ways_hidden")
        parts = self.parts(((self.say(f"way.{way.code}"), way) for way in ways), summary.of("way", "both"))
        n, cases = self.count(ways[0].n), self.form("cases", ways[0].n)
        return self.say("ways_desk" if summary.at_csc_desk else "ways", n=n, cases=cases, parts=parts)

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
