"""Can conditions hold together?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.script.condition import Scope, compile_text
from bot.script.evaluate import holds
from bot.script.exclusive import can_hold
from bot.script.issue import Mark
from tests.script.test_condition import ANSWERS, COLUMNS, CONDITIONS, NAMES, SETS

SCOPES = (Scope(NAMES, 5, SETS, "services", COLUMNS), Scope(NAMES, 5, SETS, "", COLUMNS))


def together(*texts):
    found = [next(c for scope in SCOPES if (c := compile_text(text, Mark(1, 1), scope).condition)) for text in texts if text]
    return can_hold([*found, *(None for text in texts if not text)], many={"services"})


@pytest.mark.parametrize(
    "texts",
    [
        ("tried == yes_tried", "channel in csc and (not answered(tried) or tried != yes_tried)"),
        ("region == astana", "region != astana"),
        ("region == astana", "region == abai"),
        ("age < 18", "age >= 18"),
        ("age in (1, 2)", "age > 2"),
        ("item.online == yes", "item.online == no"),
        ("any(channel in csc)", "not any(channel in csc)"),
        ("count(services) > 1", "not count(services) > 1"),
        ("answered(region)", "not answered(region)"),
    ],
)
def test_conditions_exclude_each_other(texts):
    assert not together(*texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("", ""),
        ("region == astana", ""),
        ("region == astana", "age > 3"),
        ("region != astana", "region != abai"),
        ("age < 18", "age > 17"),
        ("services in (eds,)", "services in (passport,)"),
        ("any(channel in csc)", "all(channel in csc)"),
        ("item.online != yes", "item.online != no"),
    ],
)
def test_conditions_can_hold_together(texts):
    assert together(*texts)


@given(st.lists(CONDITIONS, min_size=1, max_size=3), ANSWERS)
@settings(max_examples=200, deadline=None)
def test_conditions_that_hold_together_somewhere_are_never_called_exclusive(texts, answers):
    found = [compile_text(text, Mark(1, 1), SCOPES[0]).condition for text in texts]

    if all(condition is not None and holds(condition, answers) for condition in found):
        assert can_hold(found, many={"services"})


def test_condition_that_never_holds_is_found_alone():
    assert not together("age < 1 and age > 2")
    assert not together("channel == egov and channel in csc")


def test_too_many_cases_count_as_possible():
    texts = [f"age > {number} and age < {number + 1} and region == astana and channel == egov" for number in range(0, 40, 2)]

    assert together(*texts, "tried == yes_tried", "services in (eds, passport)", "item.online == yes")
