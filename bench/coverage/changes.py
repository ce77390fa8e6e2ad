"""How often a change is named between two samples of a country where nothing changed."""

import numpy as np

from bench.coverage.country import COLUMNS, Country, drawn, known, shift, weighted
from bench.coverage.outcome import Outcome
from bot.stats.change import between, named
from bot.stats.estimate import Ratio, ratio, sample
from bot.stats.sums import of_table

PEOPLE = (150, 400, 1500)
SHARES = (0.05, 0.2, 0.4)
MOST = 0.065
REASONS = (0.24, 0.2, 0.28, 0.27, 0.16, 0.18, 0.26, 0.12, 0.13, 0.1)
"""How often each reason of the golden data is stated."""


def alone(of: Country, people: int, truth: float, samples: int) -> Outcome:
    """One share from one period to the next."""
    dice, added = np.random.default_rng([3, people, round(truth * 100)]), shift(of, truth)
    alarms = 0
    for _ in range(samples):
        before, now = (known(of, *drawn(of, people, added, dice)) for _ in range(2))
        alarms += not named([between(before, now)])[0].why_not
    return _judged(f"false alarms: {people} people, share {truth:.0%}", alarms / samples)


def together(of: Country, people: int, samples: int) -> Outcome:
    """Ten reasons at once: a false alarm is any change that is named."""
    dice = np.random.default_rng([4, people])
    alarms = 0
    for _ in range(samples):
        before, now = (_reasons(of, people, dice) for _ in range(2))
        alarms += any(not one.why_not for one in named([between(*pair) for pair in zip(before, now, strict=True)]))
    return _judged(f"any false alarm among {len(REASONS)} reasons: {people} people", alarms / samples)


def _reasons(of: Country, people: int, dice: np.random.Generator) -> list[Ratio]:
    """Shares of ten reasons among visits: each person has a leaning to each reason."""
    who, visits = dice.integers(len(of.classes), size=people), dice.choice(of.counts, size=people)
    logits = np.log(np.array(REASONS) / (1 - np.array(REASONS)))
    chances = 1 / (1 + np.exp(-(logits + dice.standard_normal((people, len(REASONS))))))
    stated = dice.binomial(visits[:, None], chances)
    columns = [f"r{place}" for place in range(len(REASONS))]
    table = np.column_stack([stated, visits, np.ones(people, np.int64)])
    sums = of_table(("kind",), [*columns, *COLUMNS[1:]], [(str(kind),) for kind in who], table)
    whole = sample(sums, weighted(of, sums))
    return [ratio(whole, column, *COLUMNS[1:]) for column in columns]


def _judged(what: str, alarms: float) -> Outcome:
    return Outcome(what, f"named in {alarms:.2%}", f"<= {MOST:.1%}", alarms <= MOST)
