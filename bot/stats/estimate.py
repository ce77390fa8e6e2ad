"""Ratios, totals and their Taylor (linearized) errors, people being the clusters; the errors know the raking.

The error of a raked estimate is that of the residuals of its linearized variable from the margins, after ten sweeps of
unweighted cell means, as R's `survey` does it (svyrecvar; Deville & Särndal 1992 for calibration, Binder 1983 for the
linearization).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bot.stats.sums import Reals, Sums, Whole
from bot.stats.weights import Weighting

SWEEPS: Final = 10
NO_SPREAD: Final = 1e-6
"""A standard error this small beside the sums that it is made of is rounding: nobody differs, and nothing was learned.

One who differs among 25 million people is a hundred times more."""


class Ratio(Struct, frozen=True):
    """The weighted sum of a part over that of its base.

    `estimate` is None where the base is empty; `se` also where it cannot be known: one person, or nobody differs (never 0).
    `part` and `base` are plain counts; `people` have something in the base, of them Kish's number `kish_people`; `kish` is
    Kish's number of what the base counts (episodes). Two things that R's error leaves out, and intervals need in small samples:
    `df`, degrees of freedom, (Σw²)²/Σw⁴ over those people and at most people less one (Satterthwaite 1946, for unequal
    weights); `loss`, how many times larger the variance is because the margins were fitted to these very people.
    """

    estimate: float | None = None
    se: float | None = None
    part: int = 0
    base: int = 0
    people: int = 0
    kish: float = 0.0
    kish_people: float = 0.0
    df: float = 0.0
    loss: float = 1.0


class Total(Struct, frozen=True):
    """A weighted sum, None of nobody; `se` as in Ratio."""

    estimate: float | None = None
    se: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Sums with their weights: C classes, k columns. `people` and `weights` (C), `totals` (C, k), `products` (C, k, k)."""

    columns: tuple[str, ...]
    people: Whole
    weights: Reals
    margins: tuple[NDArray[np.intp], ...]
    totals: Reals
    products: Reals

    def sums(self, column: str) -> Reals:
        """Σv of a column by class."""
        found: Reals = self.totals[:, self.columns.index(column)]
        return found


def sample(sums: Sums, weighting: Weighting) -> Sample:
    """Put sums and weights together. The weighting knows everybody; the sums may leave out people who count nothing.

    Raises ValueError if the sums hold people that the weighting does not know.
    """
    place = {of: at for at, of in enumerate(weighting.classes)}
    strange = [of for of in sums.classes if of not in place]
    if sums.dimensions != weighting.dimensions or strange:
        raise ValueError(f"The weights know {weighting.dimensions}, not {sums.dimensions} with {strange[:3]}")
    at, width = np.array([place[of] for of in sums.classes], np.intp), len(sums.columns)
    if np.any(sums.people > weighting.people[at]):
        raise ValueError("The sums hold more people of a class than the weights know: every person counts once in both")
    totals, products = np.zeros((len(place), width)), np.zeros((len(place), width, width))
    totals[at], products[at] = sums.totals, sums.products
    return Sample(sums.columns, weighting.people, weighting.weights, weighting.margins, totals, products)


def ratio(of: Sample, part: str, base: str, reached: str) -> Ratio:
    """Part over base (columns); `reached` is the column that is 1 for a person with anything in the base, else 0."""
    parts, bases, people = of.sums(part), of.sums(base), of.sums(reached)
    if not bases.any():
        return Ratio()
    weights = of.weights
    estimate = float(weights @ parts) / float(weights @ bases)
    return Ratio(
        estimate=estimate,
        se=_error(of, score(of, part, base)),
        part=int(parts.sum()),
        base=int(bases.sum()),
        people=int(people.sum()),
        kish=float(weights @ bases) ** 2 / float(weights**2 @ bases),
        kish_people=float(weights @ people) ** 2 / float(weights**2 @ people),
        df=min(float(people.sum()) - 1, float(weights**2 @ people) ** 2 / float(weights**4 @ people)),
        loss=_loss(of),
    )


def total(of: Sample, column: str) -> Total:
    """The weighted sum of a column; it means something where the weights add to a population."""
    if not len(of.people):
        return Total()
    return Total(float(of.weights @ of.sums(column)), _error(of, _unit(of, column)))


def score(of: Sample, part: str, base: str) -> Reals:
    """The linearized ratio over the columns (k): (part - ratio × base) / weighted base. The base must not be empty."""
    whole = float(of.weights @ of.sums(base))
    share = float(of.weights @ of.sums(part)) / whole
    found: Reals = (_unit(of, part) - share * _unit(of, base)) / whole
    return found


def covariance(of: Sample, scores: Sequence[Reals]) -> Reals:
    """Covariances (m, m) of m linearized estimates (k each): each is the weighted sum over people of score times vector.

    Infinite for one person, who says nothing about the others.
    """
    table, number = np.stack(scores), float(of.people.sum())
    if number < 2:
        return np.full((len(table), len(table)), np.inf)
    used = np.flatnonzero(table.any(axis=0))
    table = table[:, used]
    sums = of.totals[:, used] @ table.T
    squares = table @ of.products[:, used[:, None], used] @ table.T
    means = sums / of.people[:, None]
    left = _swept(means, of)
    inside = squares - sums[:, :, None] * means[:, None, :] + of.people[:, None, None] * left[:, :, None] * left[:, None, :]
    whole = (of.weights * of.people) @ left
    spread = np.einsum("c,cij->ij", of.weights**2, inside) - np.outer(whole, whole) / number
    found: Reals = spread * (number / (number - 1))
    return found


def design_effect(found: Ratio) -> float | None:
    """How many times the variance is that of as many episodes drawn one by one with replacement; None where it is not known."""
    if found.estimate is None or found.se is None or found.base < 2:
        return None
    return found.se**2 * (found.base - 1) / (found.estimate * (1 - found.estimate))


def _loss(of: Sample) -> float:
    """(n - 1) / (n - 1 - q) for the q shares that were fitted to n people, as for any regression (MacKinnon & White 1985)."""
    left = float(of.people.sum()) - 1
    return left / max(left - sum(int(cell.max()) - 1 for cell in of.margins), 1) if of.margins else 1.0


def _unit(of: Sample, column: str) -> Reals:
    found = np.zeros(len(of.columns))
    found[of.columns.index(column)] = 1
    return found


def _error(of: Sample, one: Reals) -> float | None:
    variance = float(covariance(of, [one])[0, 0])
    scale = float(of.weights**2 @ (np.abs(one) @ of.products @ np.abs(one)))
    known = np.isfinite(variance) and variance > NO_SPREAD**2 * scale
    return float(np.sqrt(variance)) if known else None


def _swept(means: Reals, of: Sample) -> Reals:
    """What is left of class means (C, m) after the margins' cell means were taken out, ten times each in turn."""
    for _ in range(SWEEPS if of.margins else 0):
        for cell in of.margins:
            means = means - _cell_means(means, of.people, cell)
    return means


def _cell_means(means: Reals, people: Whole, cell: NDArray[np.intp]) -> Reals:
    """The mean of each class's cell; 0 where the cell is not known, so that nothing is taken out there."""
    sums: Reals = np.stack([np.bincount(cell, people * column) for column in means.T], axis=1)
    averages: Reals = sums / np.maximum(np.bincount(cell, people), 1)[:, None]
    averages[0] = 0
    found: Reals = averages[cell]
    return found
