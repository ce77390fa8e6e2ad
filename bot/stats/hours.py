"""When people may be written to unasked: 09:00–21:00 in Asia/Almaty."""

from datetime import datetime, time, timedelta
from typing import Final

from bot.stats.weeks import ALMATY

FROM: Final = time(9)
UNTIL: Final = time(21)

SPREAD_SECONDS: Final = 3600
"""What waited for the morning goes within so long, not all at nine."""

_STEP: Final = 977
"""Neighbouring numbers come far from each other: a prime, and no divisor of the spread."""


def awake(moment: int, number: int = 0) -> int:
    """This moment (seconds since 1970) if people are awake, else the next morning, spread by the number of whatever is sent."""
    local = datetime.fromtimestamp(moment, ALMATY)
    if FROM <= local.time() < UNTIL:
        return moment
    day = local.date() if local.time() < FROM else local.date() + timedelta(days=1)
    return int(datetime.combine(day, FROM, ALMATY).timestamp()) + spread(number, SPREAD_SECONDS)


def spread(number: int, seconds: int) -> int:
    """A delay below `seconds`, the same for the same number, even over many numbers."""
    return number * _STEP % seconds
