import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stats.funnel import FEWEST, Funnel, Health, Stage, Useful, for_outsiders, median_seconds


@pytest.mark.parametrize(
    ("times", "middle"), [({}, None), ({7: 1}, 7), ({1: 1, 3: 1, 100: 1}, 3), ({2: 2, 9: 2}, 2), ({5: 1, 4: 9}, 4)]
)
def test_median_is_the_second_in_the_middle(times, middle):
    assert median_seconds(times) == middle


def test_outsiders_see_no_language_of_few_people_and_rounded_numbers():
    funnel = Funnel(
        stages=(Stage("en", "completed", 29), Stage("ru", "completed", 52), Stage("ru", "stopped", 3)),
        useful=(Useful("ru", "yes", 33), Useful("ru", "no", 4)),
    )

    seen = for_outsiders(funnel)

    assert seen.stages == (Stage("ru", "completed", 50), Stage("ru", "stopped", 0))
    assert seen.useful == (Useful("ru", "yes", 35),)


def test_outsiders_see_no_part_of_one_to_four_and_no_question_of_few_people():
    few = Health("age", "en", interviews=29, answers=29, timed=29, seconds=5)
    many = Health("age", "ru", interviews=61, answers=61, left=4, seconds=5, timed=29, changed=0, skipped=7)

    (seen,) = for_outsiders(Funnel(questions=(few, many))).questions

    assert (seen.interviews, seen.left, seen.changed, seen.skipped, seen.seconds) == (60, None, 0, 5, None)


@given(
    st.lists(st.builds(Stage, st.sampled_from(["kk", "ru"]), st.sampled_from(["completed", "stopped"]), st.integers(0, 300)))
)
def test_every_number_that_leaves_the_house_is_a_multiple_of_five_and_never_below_the_fewest(stages):
    seen = for_outsiders(Funnel(tuple(stages)))

    assert all(stage.interviews % 5 == 0 and (stage.interviews == 0 or stage.interviews >= FEWEST) for stage in seen.stages)
