"""What others said: one small figure for somebody who has just answered, from the latest publication."""

from collections.abc import Collection, Mapping

from bot.report.amounts import interval
from bot.report.numbers import count, share
from bot.report.periods import period_words
from bot.stats.figure import Figure
from bot.stats.summary import Summary
from bot.texts import say


def others(publication: Summary, reasons: Collection[str]) -> Figure | None:
    """The share of the reason that most others named, among those that this person named, else of all; None if none shows.

    Only what is published is looked at, so there are at least 30 people behind it. Typed reasons have no owner and no share.
    """
    shown = [figure for figure in publication.of("reason", "stated") if figure.published and figure.fix and figure.estimate]
    named = [figure for figure in shown if figure.code in reasons]
    if named:
        return named[0]
    return shown[0] if shown and publication.first_known else None


def others_words(language: str, figure: Figure, reasons: Mapping[str, str]) -> str:
    """The sentence about this figure, for a person who named these reasons: each by its code, as it stood on their button."""
    return say(
        language,
        "others.mine" if figure.code in reasons else "others.most",
        label=reasons.get(figure.code, figure.label[language]),
        percent=share(language, figure.estimate or 0),
        interval=interval(language, figure),
        n=count(language, figure.n),
        people=count(language, figure.people),
        period=period_words(language, figure.period),
    )
