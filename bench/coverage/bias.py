"""People who are handier with a phone answer a bot more often: what raking takes out of that, and what it leaves.

People are drawn from the golden data (already too young, too urban) with a chance that grows with their skills, so strongly
that the plain share is eight points too low.
"""

import numpy as np

from bench.coverage.country import COLUMNS, DIMENSIONS, SPREAD, Country, Reals, chances, shift
from bench.coverage.outcome import Outcome
from bot.stats.estimate import ratio, sample
from bot.stats.margins import Level, Margin
from bot.stats.sums import Sums, heads, of_table
from bot.stats.weights import SELECTION, even, rake

PEOPLE, TRUTH, WANTED = 1200, 0.4, -0.08
STEPS = {"low": 0.0, "mid": 1.0, "high": 2.0}


def bias(of: Country, samples: int) -> list[Outcome]:
    """The mean distance from the truth, in points: unweighted, four margins, and with the margin of skills."""
    added = shift(of, TRUTH)
    pull = _pull(of, chances(of, added))
    skills = tuple(Level(level, float(of.weights @ (np.array(of.skills) == level))) for level in sorted(STEPS))
    margins, dice = (*of.margins, Margin(SELECTION, skills)), np.random.default_rng(5)
    found, limits = [], set()
    for _ in range(samples):
        sums = _drawn(of, added, pull, dice)
        people = heads(sums)
        ways = even(sums.dimensions, people), rake(sums.dimensions, people, of.margins), rake(sums.dimensions, people, margins)
        found.append([ratio(sample(sums, way), *COLUMNS).estimate or 0.0 for way in ways])
        limits.add(("no_skills" in ways[1].about.limits, "no_skills" in ways[2].about.limits))
    off = 100 * (np.mean(found, axis=0) - TRUTH)
    said = limits == {(True, False)}
    return [
        Outcome("selection by skills, unweighted", f"bias {off[0]:+.1f} points", "about -8", abs(off[0] + 8) <= 1),
        Outcome(
            "selection by skills, region, sex, age, settlement raked",
            f"bias {off[1]:+.1f}, limit said: {said}",
            "says so",
            said,
        ),
        Outcome("selection by skills, skills raked, too", f"bias {off[2]:+.1f} points", "within 1", abs(off[2]) <= 1),
    ]


def _pull(of: Country, share: Reals) -> Reals:
    """The chance of each kind of person to answer (bisection for the wanted bias of the plain share)."""
    steps, low, high = np.array([STEPS[level] for level in of.skills]), 0.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        answers = np.exp(middle * steps)
        low, high = (middle, high) if float(answers @ share / answers.sum()) - TRUTH > WANTED else (low, middle)
    found: Reals = np.exp(low * steps) / np.exp(low * steps).sum()
    return found


def _drawn(of: Country, added: float, pull: Reals, dice: np.random.Generator) -> Sums:
    who = dice.choice(len(of.classes), PEOPLE, p=pull)
    base = dice.choice(of.counts, PEOPLE)
    chance = 1 / (1 + np.exp(-(of.leaning[who] + added + SPREAD * dice.standard_normal(PEOPLE))))
    table = np.stack([dice.binomial(base, chance), base, np.ones(PEOPLE, np.int64)], axis=1)
    return of_table((*DIMENSIONS, SELECTION), COLUMNS, [(*of.classes[kind], of.skills[kind]) for kind in who], table)
