"""Estimates in words of a language: a share with its interval, a mean, a number with a comma."""

from typing import Final, Protocol

from bot.report.numbers import count, share

_POINT: Final = {"kk": ",", "ru": ",", "en": "."}


class Estimate(Protocol):
    """What a figure must know to be shown: shares 0..1, or numbers."""

    @property
    def estimate(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


def decimal(language: str, number: float, digits: int) -> str:
    """1,14 (kk, ru) or 1.14 (en)."""
    return f"{number:.{digits}f}".replace(".", _POINT[language])


def amount(language: str, number: float) -> str:
    """A number as it was given: 12 000 000, 62,8, 1,14."""
    if number == int(number):
        return count(language, int(number))
    return decimal(language, number, len(f"{number:.10f}".rstrip("0").partition(".")[2]))


def point(language: str, figure: Estimate, *, mean: bool = False) -> str:
    """An estimate without its interval; "–" where there is none."""
    if figure.estimate is None:
        return "–"
    return decimal(language, figure.estimate, 2) if mean else share(language, figure.estimate)


def bounds(language: str, figure: Estimate, *, mean: bool = False) -> str:
    """The interval of an estimate in brackets: (27–36), or (1,2–1,6); empty where it is not known."""
    if figure.estimate is None or figure.low is None or figure.high is None:
        return ""
    low, high = (decimal(language, bound, 2) if mean else f"{100 * bound:.0f}" for bound in (figure.low, figure.high))
    return f"({low}–{high})"


def interval(language: str, figure: Estimate) -> str:
    """The interval behind a share, with the space before it: " (27–36)"; empty where it is not known."""
    found = bounds(language, figure)
    return f" {found}" if found else ""


def shown(language: str, figure: Estimate, *, mean: bool = False) -> str:
    """An estimate with its interval: 31 % (27–36), or 1,4 (1,2–1,6); "–" where there is none."""
    return f"{point(language, figure, mean=mean)} {bounds(language, figure, mean=mean)}".rstrip()
