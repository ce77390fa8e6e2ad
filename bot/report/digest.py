"""The weekly message: a summary in at most 16 lines of plain text, to be read in a minute, forwarded and quoted.

Every line that has a share has its base, every reason its owner. What grew or shrank is only said of tested changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.message import Message
from bot.report import named
from bot.report.changes import change_line
from bot.report.periods import moment_words
from bot.report.sentences import Words, foremost, owned, told, unsure
from bot.stats.figure import Figure
from bot.stats.most_named import MostNamed
from bot.stats.publish import FEWEST_PEOPLE
from bot.stats.summary import Summary
from bot.texts import say

REASONS_SHOWN: Final = 3

MOST_LINES: Final = 16
"""What is read in a minute."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which digest: `demo` marks made-up data, `until` is when (seconds since 1970) while the week still runs.

    `most_named`: what was published by service if a block of 12 weeks closed with this week.
    """

    language: str
    demo: bool = False
    until: int | None = None
    most_named: tuple[MostNamed, ...] = ()


def digest(summary: Summary, edition: Edition) -> Message:
    """The message about the last week of the summary, of which only what outsiders may see is read (`for_outsiders`)."""
    paragraphs = list(filter(None, _paragraphs(summary, edition)))
    if sum(map(len, paragraphs)) < MOST_LINES:
        paragraphs = named.added(paragraphs, edition.most_named, edition.language)
    return Message("\n\n".join("\n".join(lines) for lines in paragraphs))


def _paragraphs(summary: Summary, edition: Edition) -> Iterator[list[str]]:
    words = Words(edition.language)
    yield [*_warnings(words, edition), *_heading(words, summary)]
    if summary.people < FEWEST_PEOPLE:
        return
    top = foremost(summary)
    yield list(_reasons(words, summary, top))
    yield list(filter(None, [change_line(summary, edition.language)]))
    yield list(_fixes(words, summary, top))
    yield list(words.ways(summary))
    yield [" ".join(_limits(words, summary, edition))]
    if len(top) == 1:
        yield [words.quote(top[0], demo=edition.demo)]


def _heading(words: Words, summary: Summary) -> Iterator[str]:
    yield words.title(summary.weeks[-1])
    if summary.version > 1:
        yield words.say("corrected", version=summary.version)
    yield words.people(summary) if summary.people else words.say("nobody")
    if 0 < summary.people < FEWEST_PEOPLE:
        yield words.say("too_few", fewest=FEWEST_PEOPLE)


def _limits(words: Words, summary: Summary, edition: Edition) -> Iterator[str]:
    yield words.say("not_seen")
    margins = ", ".join(say(words.language, f"methods.margin.{name}") for name in summary.raked)
    yield words.say("weighted", margins=margins) if margins else words.say("unweighted")
    if told(summary.of("reason", "stated")):
        yield words.say("several")
    # Who tries the demo sees themselves counted: of a week that runs, how many answered is exact.
    yield words.say("rounded" if edition.until is None else "rounded_running")
    if any(figure.low is not None for figure in summary.figures):
        yield words.say("interval_note")


def _warnings(words: Words, edition: Edition) -> Iterator[str]:
    """In one line: there are few of them."""
    running = edition.until is not None and words.say("running", moment=moment_words(edition.language, edition.until))
    notes = [note for note in (edition.demo and words.say("demo"), running) if note]
    if notes:
        yield " ".join(notes)


def _reasons(words: Words, summary: Summary, top: list[Figure]) -> Iterator[str]:
    if not top:
        few = all(reason.why_not == "people" for reason in summary.of("reason", "stated"))
        yield words.say("reasons_hidden" if few else "reasons_alike", fewest=FEWEST_PEOPLE)
        return
    yield words.top(top)
    shown = [reason for reason in owned(summary) if reason.published][:REASONS_SHOWN]
    for rank, reason in enumerate(shown[len(top) :], len(top) + 1):
        yield words.reason(rank, reason)
    if unsure(summary, top):
        yield words.say("order")


def _fixes(words: Words, summary: Summary, top: list[Figure]) -> Iterator[str]:
    """Who could change it; without the most named reason the reader would not know what."""
    fixes = told(summary.of("fix", "stated"))
    if top and fixes:
        parts = words.parts(((fix.label[words.language], fix) for fix in fixes), summary.of("fix", "stated"))
        yield words.say("who", n=words.count(fixes[0].n), parts=parts)
