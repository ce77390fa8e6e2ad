"""By which rule a figure may leave the house. Pure: all figures of a publication in, the same with a reason for each refusal.

1. A share must be worth showing: at least 30 people, and as many effective ones; its interval narrower than 30 points, and
   narrower than 130 % of the share itself unless it is at most 5 points wide (after Parker et al., National Center for Health
   Statistics Data Presentation Standards for Proportions, 2017). Of a mean (visits) only the 130 % hold: it has no points.
2. A part, or the rest, of one to four people is hidden: they could be recognised.
3. What could be worked out from the rest is hidden, too (`bot.stats.exposed` finds it): the smallest row that still shows.
4. Outsiders get whole percent (means with two digits), bases rounded to 5, no numerator, and one word for every reason that
   tells something.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, overload

from msgspec.structs import replace

from bot.stats import marks
from bot.stats.about import Weights
from bot.stats.figure import MEANS, Figure, Refusal

FEWEST_PEOPLE: Final = 30
"""A share of fewer people says more about chance, and about them, than about the country."""

FEWEST_TOLD: Final = 5
"""A part (or the rest) of one to four people could be recognised; nobody at all cannot."""

WIDEST: Final = 0.30
NARROW: Final = 0.05
WIDEST_RELATIVE: Final = 1.30

ROUNDED_TO: Final = 5

LESS_THAN_ONE: Final = 0.004
MORE_THAN_99: Final = 0.996


MAIN: Final = frozenset({"way", "channel", "stated", "reason", "fix"})
"""What the weekly message is made of: it is decided first, so that nothing of it is hidden for the sake of the others."""

OTHERS: Final = frozenset({"take_up", "tried", "movable", "people", "visitor_reason", "person_reason", "visits"})
PUBLISHED: Final = MAIN | OTHERS | marks.OWN
"""Groups whose relations are all known (`bot.stats.relations`). The others are for the operator: they could give a row away."""


def refuse(figure: Figure) -> Refusal:
    """Why a share may not be published for what it is itself, or an empty string; other figures are not looked at."""
    if not for_others(figure):
        return "inside"
    if figure.people < FEWEST_PEOPLE:
        return "people"
    if 0 < figure.inside < FEWEST_TOLD:
        return "numerator"
    if 0 < figure.outside < FEWEST_TOLD:
        return "complement"
    if figure.n_eff is not None and figure.n_eff < FEWEST_PEOPLE:
        return "effective"
    return _vague(figure)


def for_others(figure: Figure) -> bool:
    """May others look at such a figure at all?"""
    return figure.group in PUBLISHED and not marks.for_operators(figure)


def decide(figures: Iterable[Figure], earlier: Sequence[Figure] = (), before: Collection[str] = ()) -> tuple[Figure, ...]:
    """Every figure of one publication with its decision, in the same order; its numbers stay (`seen` takes them away).

    Args:
        figures: with `people`, `n`, `numerator`, `inside` and `outside` of today's rows.
        earlier: figures of the same time that were published before, with their decisions: the weeks of a block, and the
            blocks of 4 weeks inside one of 12. Their sums tell something about these.
        before: ids that the version before did not show: they stay hidden, or the difference would show them.
    """
    decided: dict[int, Figure] = {}
    first = [(place, _first(figure, before)) for place, figure in enumerate(figures)]
    for main in (True, False):
        turn = [(place, figure) for place, figure in first if (figure.group in MAIN) is main]
        found = _with_seconds(tuple(figure for _, figure in turn), (*decided.values(), *earlier))
        decided |= dict(zip((place for place, _ in turn), found, strict=True))
    every = tuple(decided[place] for place, _ in first)
    return _hide(every, marks.uncovered(every))


def _first(figure: Figure, before: Collection[str]) -> Figure:
    why_not = refuse(figure) or ("before" if figure.id in before else "")
    return replace(figure, published=not why_not, why_not=why_not)


def _with_seconds(figures: tuple[Figure, ...], earlier: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Hide more rows until no hidden one follows from what is shown."""
    if not any(figure.published for figure in figures):
        return figures
    # Here, because it brings numpy, and whoever only reads figures needs none.
    from bot.stats.exposed import exposed

    found = exposed(figures, earlier)
    while found.hide:
        figures = _hide(figures, found.hide)
        found = exposed(figures, earlier, found.safe)
    return figures


def _hide(figures: tuple[Figure, ...], ids: frozenset[str]) -> tuple[Figure, ...]:
    return tuple(
        replace(figure, published=False, why_not="second") if figure.published and figure.id in ids else figure
        for figure in figures
    )


def _vague(figure: Figure) -> Refusal:
    if figure.low is None or figure.high is None or figure.estimate is None:
        return ""
    width = figure.high - figure.low
    if figure.group in MEANS:
        return "relative" if width > WIDEST_RELATIVE * figure.estimate else ""
    if width >= WIDEST:
        return "wide"
    return "relative" if width > NARROW and width > WIDEST_RELATIVE * figure.estimate else ""


def seen(figure: Figure) -> Figure:
    """The figure as outsiders may see it: rounded if it is published, without any number (its base, too) if not."""
    bare = replace(figure, numerator=None, inside=0, outside=0, se=None, n_eff=None, error=None, df=None, tried="")
    if not figure.published:
        why_not: Refusal = "people" if figure.why_not == "people" else "hidden"
        return replace(bare, why_not=why_not, people=0, n=0, estimate=None, low=None, high=None)
    short = hundredths if figure.group in MEANS else whole_percent
    shown = {name: short(getattr(figure, name)) for name in ("estimate", "low", "high")}
    return replace(bare, people=rounded(figure.people), n=rounded(figure.n), **shown)


def rounded(number: int) -> int:
    """To the nearest 5."""
    return (2 * number + ROUNDED_TO) // (2 * ROUNDED_TO) * ROUNDED_TO


@overload
def whole_percent(share: float) -> float: ...
@overload
def whole_percent(share: None) -> None: ...
def whole_percent(share: float | None) -> float | None:
    """A share (0..1) to whole percent, halves up.

    Somebody is never 0 %, and not everybody never 100 %: 0.004 and 0.996 stand for less than 1 % and more than 99 %.
    """
    return None if share is None else _whole(share)


def hundredths(mean: float | None) -> float | None:
    """A mean to two digits."""
    return None if mean is None else round(mean, 2)


def _whole(share: float) -> float:
    if share in (0, 1):
        return share
    percent = int(round(share * 100, 9) + 0.5)
    return {0: LESS_THAN_ONE, 100: MORE_THAN_99}.get(percent, percent / 100)


def weights_seen(weights: Weights) -> Weights:
    """What outsiders are told about weights.

    Kish's number times the design effect is the number of people: with one of them exact, so were the other.
    """
    numbers = {"people": weights.people, "incomplete": weights.incomplete, "kish": round(weights.kish)}
    shown = {name: rounded(number) for name, number in numbers.items()}
    return replace(weights, **shown, total=float(shown["people"]))
