"""The simulations of bench/coverage are what they say, and fail where a bound is missed."""

import numpy as np
import pytest

from bench.coverage import run
from bench.coverage.bias import bias
from bench.coverage.country import chances, country, drawn, shift
from bench.coverage.outcome import Outcome


def test_country_has_the_weights_and_the_episodes_of_the_golden_data():
    of = country()

    assert float(np.mean((of.weights / of.weights.mean() - 1) ** 2)) == pytest.approx(0.7264, abs=1e-4)
    assert (len(of.classes), int(of.counts.sum())) == (1200, 3199)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4])
def test_country_has_the_share_that_is_wanted_and_so_have_the_people_drawn_from_it(share):
    of = country()
    added = shift(of, share)

    who, table = drawn(of, 200_000, added, np.random.default_rng(1))

    assert float(of.weights @ chances(of, added) / of.weights.sum()) == pytest.approx(share, abs=1e-9)
    weights = of.weights[who]
    assert float(weights @ table[:, 0] / (weights @ table[:, 1])) == pytest.approx(share, abs=0.006)


def test_selection_by_skills_biases_the_plain_share_and_its_limit_is_said():
    unweighted, four, _ = bias(country(), 6)

    assert (unweighted.held, four.held) == (True, True)
    assert "limit said: True" in four.found


def test_run_prints_a_table_and_ends_well_where_every_bound_is_held(capsys):
    assert run.main(["--samples", "4", "--parts", "recruitment", "--processes", "1"]) == 0

    assert capsys.readouterr().out.splitlines()[-1].endswith("bounds missed: 0")


def test_missed_bound_is_counted_and_said(capsys):
    outcomes = (
        Outcome("one", "50%", ">= 94%", held=False),
        Outcome("two", "95%", ">= 94%", held=True),
        Outcome("three", "about"),
    )

    assert run.told(outcomes) == 1
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()] == ["MISSED", "held", "about"]
