"""Weeks and moments as people write them in each language."""

from datetime import date, datetime, timedelta

from bot.stats.weeks import ALMATY, monday
from bot.texts import say


def week_words(language: str, week: str) -> str:
    """`2026-W47` as 16–22 November 2026; names month and year twice only where they differ."""
    return _days(language, monday(week), monday(week) + timedelta(days=6))


def period_words(language: str, period: str) -> str:
    """A week, or a block of weeks `2026-W45..2026-W48`, as its first and last day."""
    first, _, last = period.partition("..")
    return _days(language, monday(first), monday(last or first) + timedelta(days=6))


def moment_words(language: str, moment: int) -> str:
    """Seconds since 1970 as day, month and time in Almaty."""
    then = datetime.fromtimestamp(moment, ALMATY)
    return say(language, "digest.period.moment", day=then.day, month=_month(language, then), time=f"{then:%H:%M}")


def _days(language: str, first: date, last: date) -> str:
    key = "years" if first.year != last.year else "year" if first.month != last.month else "month"
    return say(
        language,
        f"digest.period.{key}",
        first=first.day,
        month=_month(language, first),
        year=first.year,
        last=last.day,
        next_month=_month(language, last),
        next_year=last.year,
    )


def _month(language: str, day: date) -> str:
    return say(language, "digest.months").split("|")[day.month - 1]
