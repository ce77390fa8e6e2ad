"""The process ends before any one of the statements of the desk's path, or around its commits: it is as if nothing had been."""

import json
import subprocess
import sys

import pytest

from bot.settings import ROOT

TRANSACTIONS = 2


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def outcomes(request, tmp_path_factory):
    """One for each place of the kill, in order; the last is that of a process that nobody killed."""
    sqlite = request.param == "sqlite"
    place = tmp_path_factory.mktemp("statements") if sqlite else f"postgresql:{request.getfixturevalue('postgres').folder}"
    command = [sys.executable, "-m", "tests.faults.statements", str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_kill_before_every_statement_keeps_what_was_acknowledged(outcomes):
    *killed, whole = outcomes

    assert len(killed) > 25
    assert all(outcome["killed"] for outcome in killed)
    assert not whole["killed"]
    for outcome in outcomes:
        assert set(outcome["acknowledged"]) <= set(outcome["seen"])
        assert outcome["integrity"] == "ok"


def test_kill_before_every_statement_leaves_no_half_transaction(outcomes):
    states = {json.dumps(outcome["rows_at_kill"]) for outcome in outcomes}

    assert len(states) == TRANSACTIONS + 1


def test_updates_handled_again_after_a_kill_give_the_same_rows_as_without_it(outcomes):
    whole = outcomes[-1]["rows"]

    assert all(whole.values())
    assert [outcome["at"] for outcome in outcomes if outcome["rows"] != whole] == []


def test_everybody_has_the_next_question_after_a_kill_at_any_statement(outcomes):
    assert [outcome["at"] for outcome in outcomes if outcome["unshown"]] == []
