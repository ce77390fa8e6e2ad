"""How often a nominal 95 % interval holds the truth, with the weights (CV² 0.73) and clusters of the golden data."""

import numpy as np

from bench.coverage.country import COLUMNS, DIMENSIONS, Country, drawn, known, shift
from bench.coverage.outcome import Outcome
from bot.stats.estimate import ratio, sample
from bot.stats.interval import Share, share
from bot.stats.sums import heads, of_table
from bot.stats.weights import rake

PEOPLE = (30, 100, 400)
SHARES = (0.05, 0.2, 0.4)
LEAST = 0.94


def weights_known(of: Country, people: int, truth: float, samples: int) -> Outcome:
    """Weights that are known, not raked to the sample."""
    dice, added = np.random.default_rng([1, people, round(truth * 100)]), shift(of, truth)
    found = [share(known(of, *drawn(of, people, added, dice))) for _ in range(samples)]
    covered = _covered(found, truth)
    return Outcome(
        f"interval, weights known: {people} people, share {truth:.0%}",
        f"holds in {covered:.2%}, width {_width(found):.1f} points",
        f">= {LEAST:.0%}",
        covered >= LEAST,
    )


def raked(of: Country, people: int, truth: float, samples: int) -> Outcome:
    """Every sample raked by itself with the rules of the reports: thin levels merge, nobody counts over five times the mean.

    What merging and the cap leave is a bias of the estimate. It is in these figures, and no interval knows it.
    """
    dice, added = np.random.default_rng([2, people, round(truth * 100)]), shift(of, truth)
    found = []
    for _ in range(samples):
        who, table = drawn(of, people, added, dice)
        sums = of_table(DIMENSIONS, COLUMNS, [of.classes[kind] for kind in who], table)
        found.append(share(ratio(sample(sums, rake(DIMENSIONS, heads(sums), of.margins)), *COLUMNS)))
    bias = 100 * (np.mean([one.ratio.estimate for one in found]) - truth)
    return Outcome(
        f"interval, raked each time: {people} people, share {truth:.0%}",
        f"holds in {_covered(found, truth):.2%}, width {_width(found):.1f}, bias {bias:+.1f}",
    )


def _covered(found: list[Share], truth: float) -> float:
    return float(np.mean([(one.interval.low or 0) <= truth <= (one.interval.high or 0) for one in found]))


def _width(found: list[Share]) -> float:
    return 100 * float(np.mean([(one.interval.high or 0) - (one.interval.low or 0) for one in found]))
