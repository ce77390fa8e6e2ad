"""From people by class to a weight for each class: margins, cells, raking, the cap, and what there is to say about it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from bot.stats.about import Limit, Weights
from bot.stats.margins import FEWEST, Cell, Margin, cells
from bot.stats.raking import Fitted, Target, capped, fit
from bot.stats.sums import Class, Reals, Whole

CAP: Final = 5.0
"""Nobody counts more than five times the mean."""

SELECTION: Final = "skills"
"""Who answers a bot is handier with a phone than others: only a margin of this dimension takes that out."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighting:
    """A weight for each class (per person), and the cells that were raked, which the errors must know.

    `people` are all who count as respondents, with or without anything to count. `margins`: the cell of each class, from 1,
    or 0 where its level is not known.
    """

    dimensions: tuple[str, ...]
    classes: tuple[Class, ...]
    people: Whole
    weights: Reals
    margins: tuple[NDArray[np.intp], ...]
    cells: dict[str, tuple[Cell, ...]]
    about: Weights


def rake(
    dimensions: Sequence[str],
    people: Mapping[Class, int],
    margins: Sequence[Margin],
    *,
    fewest: int = FEWEST,
    cap: float | None = CAP,
    total: float | None = None,
) -> Weighting:
    """Weights that give the sample the margins' shares; `total` is their sum (default: the number of people, so the mean is 1).

    Raises UnknownLevelError for a level that no margin knows, and ValueError for a margin that is no dimension. Nothing else is
    refused: thin levels merge, a margin of one cell is dropped, and with nothing to rake the weights are equal and say so.
    """
    strange = [margin.name for margin in margins if margin.name not in dimensions]
    if strange:
        raise ValueError(f"No dimension for the margin {', '.join(strange)}: there are {', '.join(dimensions)}")
    classes, counts = _classes(people)
    found = {margin.name: cells(margin, _answers(dimensions, people, margin.name), fewest) for margin in margins}
    raked = {name: parts for name, parts in found.items() if len(parts) > 1}
    targets = [_target(classes, dimensions.index(name), parts) for name, parts in raked.items()]
    start = np.full(len(classes), (total or float(counts.sum())) / max(int(counts.sum()), 1))
    fitted = fit(counts, targets, start)
    if cap is not None and targets:
        fitted = capped(counts, targets, fitted, cap)
    about = _about(counts, fitted, targets, found, cap)
    return Weighting(tuple(dimensions), classes, counts, fitted.weights, tuple(t.cell for t in targets), raked, about)


def even(dimensions: Sequence[str], people: Mapping[Class, int]) -> Weighting:
    """Everybody counts the same."""
    return rake(dimensions, people, ())


def fixed(weighting: Weighting) -> Weighting:
    """The same weights, taken as if they had been known beforehand: errors that know nothing of the raking."""
    return replace(weighting, margins=())


def given(dimensions: Sequence[str], people: Mapping[Class, int], weights: Mapping[Class, float]) -> Weighting:
    """Weights from elsewhere, for each class."""
    classes, counts = _classes(people)
    fitted = Fitted(np.array([weights[of] for of in classes], np.float64), 0)
    return Weighting(tuple(dimensions), classes, counts, fitted.weights, (), {}, _about(counts, fitted, (), {}, None))


def _classes(people: Mapping[Class, int]) -> tuple[tuple[Class, ...], Whole]:
    classes = tuple(sorted(of for of, number in people.items() if number > 0))
    return classes, np.array([people[of] for of in classes], np.int64)


def _answers(dimensions: Sequence[str], people: Mapping[Class, int], name: str) -> Counter[str]:
    at = dimensions.index(name)
    found: Counter[str] = Counter()
    for of, number in people.items():
        found[of[at]] += number
    return found


def _target(classes: Sequence[Class], at: int, parts: Sequence[Cell]) -> Target:
    place = {code: number for number, part in enumerate(parts, 1) for code in part.codes}
    shares = np.array([part.share for part in parts], np.float64)
    return Target(np.array([place.get(of[at], 0) for of in classes], np.intp), shares / shares.sum())


def _about(
    counts: Whole, fitted: Fitted, targets: Sequence[Target], found: Mapping[str, Sequence[Cell]], cap: float | None
) -> Weights:
    people, total, squares = int(counts.sum()), float(counts @ fitted.weights), float(counts @ fitted.weights**2)
    lacking = np.any([target.cell == 0 for target in targets], axis=0) if targets else np.zeros(len(counts), bool)
    relative = fitted.weights / (total / people) if people else np.ones(1)
    merged = {name: tuple(part.levels for part in parts if len(part.levels) > 1) for name, parts in found.items()}
    about = Weights(
        people=people,
        total=total,
        kish=total**2 / squares if people else 0.0,
        effect=people * squares / total**2 if people else 1.0,
        largest=float(relative.max()),
        smallest=float(relative.min()),
        raked=tuple(name for name, parts in found.items() if len(parts) > 1),
        merged={name: parts for name, parts in merged.items() if parts and len(found[name]) > 1},
        dropped=tuple(name for name, parts in found.items() if len(parts) < 2),
        incomplete=int(counts[lacking].sum()),
        cap=cap,
        rounds=fitted.rounds,
        cycles=fitted.cycles,
        missed=fitted.miss,
        limits=(),
    )
    return structs.replace(about, limits=tuple(_limits(about)))


def _limits(about: Weights) -> Iterator[Limit]:
    if not about.raked:
        yield "unweighted"
    if SELECTION not in about.raked:
        yield "no_skills"
    if about.merged:
        yield "merged"
    if about.dropped:
        yield "dropped"
    if about.incomplete:
        yield "incomplete"
    if about.missed > 1e-6:
        yield "margins_missed"
