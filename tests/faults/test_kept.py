"""A comparison that finds nothing is worth something only if it would have found it."""

from types import SimpleNamespace

import pytest

from tests.faults.kept import Kept, doubled, lost, unmarked
from tests.faults.people import Said

ONE, OTHER = Said(("a",), "tap 1"), Said(("b",), "tap 2")


def person(*said):
    return SimpleNamespace(id=7, said={"q01": list(said)})


@pytest.mark.parametrize(
    ("held", "acknowledged", "missing"),
    [
        ({}, {"tap 1"}, {(7, "q01", "tap 1")}),
        ({}, set(), set()),
        ({"q01": ("a",)}, {"tap 1"}, set()),
        ({"q01": ("b",)}, {"tap 1"}, set()),
        ({"q01": ("a",)}, {"tap 1", "tap 2"}, {(7, "q01", "tap 2")}),
    ],
    ids=["acknowledged and gone", "never acknowledged", "kept", "a later one is kept", "an earlier one is kept"],
)
def test_lost_finds_what_was_acknowledged_and_is_not_kept(held, acknowledged, missing):
    assert lost({7: held}, [person(ONE, OTHER)], acknowledged) == missing


def test_doubled_finds_answers_that_nobody_changed_or_gave_and_second_interviews():
    turns = {7: [(9, 9, "completed", ""), (2, 2, "opened", "n")]}
    kept = Kept({}, {7: {"q01": 1, "q02": 0}}, turns)

    assert doubled(kept, [person(ONE)]) == {(7, "q01"), (7, "q02"), (7, "interview")}
    assert doubled(Kept({}, {7: {"q01": 1}}), [person(ONE, OTHER)]) == set()


def test_unmarked_counts_questions_that_stand_in_a_chat_without_a_mark():
    kept = Kept(turns={7: [(5, 4, "started", "n")], 8: [(5, 5, "started", "m")], 9: [(6, 5, "completed", "")]})

    assert unmarked(kept, {7: {"n:5"}, 8: {"m:5"}, 9: {"n:4"}}, "end") == 1
