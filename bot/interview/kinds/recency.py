"""When was it? The choices of a question that measures `recency` say their range by their code: `m3` is up to three months ago.

They follow each other without gaps, and the last one is open: whoever answers is asked about services that they did get.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.interview import ago
from bot.interview.spans import Span
from bot.script.model import Choice

ALMATY: Final = timedelta(hours=5)
"""Kazakhstan has one zone, without summer time."""

_CODE: Final = re.compile(r"m([0-9]{1,3})")


def spans(choices: Sequence[Choice]) -> Mapping[str, tuple[Choice, Span]]:
    """Days ago, by code, the latest first; empty where the codes say none."""
    read = {choice.code: code for choice in choices if (code := _CODE.fullmatch(choice.code))}
    if not choices or len(read) < len(choices):
        return {}
    ordered = sorted(choices, key=lambda choice: int(read[choice.code][1]))
    ends = [int(read[choice.code][1]) * ago.MONTH for choice in ordered]
    ends[-1] = math.inf
    return {choice.code: (choice, Span(low, high)) for choice, low, high in zip(ordered, [0.0, *ends], ends, strict=False)}


def among(ranges: Mapping[str, tuple[Choice, Span]], words: str, heard: int) -> tuple[Choice, ...]:
    """The choices into which the time that the words tell can fall; `heard` is about now, seconds since 1970 (0: unknown)."""
    digits = words.strip()
    told = ago.months(int(digits)) if digits.isdecimal() else ago.read(words, _today(heard))
    if told is None:
        return ()
    return tuple(choice for choice, held in ranges.values() if max(told.low, held.low) < min(told.high, held.high))


def _today(heard: int) -> date | None:
    return (datetime.fromtimestamp(heard, UTC) + ALMATY).date() if heard else None
