"""ISO weeks and waves in Asia/Almaty (+05:00 since 2024-03-01). A week is written 2026-W47."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")
WAVE_WEEKS = 12
EPOCH = date(2024, 1, 1)
"""A Monday; wave 1 begins here."""


def week_of(moment: int) -> str:
    """The ISO week in which a moment (seconds since 1970) falls."""
    year, week, _ = datetime.fromtimestamp(moment, ALMATY).isocalendar()
    return f"{year}-W{week:02}"


def monday(week: str) -> date:
    """The first day of a week; raises ValueError if it is no week."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def bounds(week: str) -> tuple[int, int]:
    """The first second of a week and the first second after it."""
    first = datetime.combine(monday(week), datetime.min.time(), ALMATY)
    last = datetime.combine(monday(week) + timedelta(days=7), datetime.min.time(), ALMATY)
    return int(first.astimezone(UTC).timestamp()), int(last.astimezone(UTC).timestamp())


def shift(week: str, weeks: int) -> str:
    """The week so many weeks later (or, negative, earlier)."""
    year, number, _ = (monday(week) + timedelta(weeks=weeks)).isocalendar()
    return f"{year}-W{number:02}"


def span(weeks: str) -> tuple[str, ...]:
    """`2026-W40..2026-W47` or `2026-W47` as the list of its weeks; raises ValueError."""
    first, _, last = weeks.partition("..")
    found = [shift(first, 0)]
    while last and found[-1] < last:
        found.append(shift(found[-1], 1))
    return tuple(found)


def period_of(weeks: Sequence[str]) -> str:
    """The name of a period of these weeks: 2026-W47, or 2026-W40..2026-W47; of none, an empty string."""
    return "..".join(dict.fromkeys((weeks[0], weeks[-1]))) if weeks else ""


def block_of(week: str, length: int) -> tuple[str, ...]:
    """The closed block of so many weeks, counted from the epoch, in which a week lies. Blocks of 12 weeks are the waves."""
    since = (monday(week) - EPOCH).days // 7
    return tuple(shift(week, place - since % length) for place in range(length))


def wave_of(moment: int) -> int:
    """The number of the wave (block of 12 ISO weeks from the epoch) in which a moment falls."""
    day = datetime.fromtimestamp(moment, ALMATY).date()
    return (day - EPOCH).days // (7 * WAVE_WEEKS) + 1


def next_wave(moment: int) -> date:
    """The first day of the wave after the one in which a moment falls."""
    return EPOCH + timedelta(weeks=WAVE_WEEKS * wave_of(moment))


def wave_start(wave: int) -> int:
    """The first second of a wave."""
    first = datetime.combine(EPOCH + timedelta(weeks=WAVE_WEEKS * (wave - 1)), datetime.min.time(), ALMATY)
    return int(first.timestamp())
