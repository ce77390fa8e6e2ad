"""Half of the people were asked at a CSC desk: they are selected on the outcome, so they do not count for channel shares."""

import numpy as np

from bench.coverage.country import Country, drawn, known, shift
from bench.coverage.outcome import Outcome
from bot.stats.interval import share

PEOPLE, TRUTH = 800, 0.4


def recruitment(of: Country, samples: int) -> list[Outcome]:
    """The published share with half the people recruited at a CSC, against the same with everybody recruited elsewhere."""
    dice, added = np.random.default_rng(6), shift(of, TRUTH)
    inside, moved, counted = 0, [], []
    for _ in range(samples):
        who, table = drawn(of, PEOPLE, added, dice)
        elsewhere = share(known(of, who, table))
        half = np.arange(PEOPLE) < PEOPLE // 2
        published = share(known(of, who[half], table[half]))
        desk = _at_a_desk(of, added, dice)
        wrong = known(of, np.concatenate([who[half], desk[0]]), np.concatenate([table[half], desk[1]]))
        moved.append((published.ratio.estimate or 0) - (elsewhere.ratio.estimate or 0))
        counted.append((wrong.estimate or 0) - TRUTH)
        inside += (published.interval.low or 0) <= (elsewhere.ratio.estimate or 0) <= (published.interval.high or 0)
    return [
        Outcome(
            "half recruited at a CSC, not counted for channels",
            f"moves {100 * float(np.mean(moved)):+.1f}, within the interval in {inside / samples:.1%}",
            ">= 95%",
            inside / samples >= 0.95,
        ),
        Outcome("half recruited at a CSC, if they were counted", f"bias {100 * float(np.mean(counted)):+.1f} points"),
    ]


def _at_a_desk(of: Country, added: float, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """People who were met at a CSC: the more visits, the likelier."""
    who, table = drawn(of, 8 * PEOPLE, added, dice)
    met = dice.choice(len(who), PEOPLE // 2, replace=False, p=table[:, 0] / table[:, 0].sum())
    return who[met], table[met]
