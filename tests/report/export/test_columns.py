"""Which columns there are: from the revisions alone."""

import pytest

from bot.report.export.plan import planned
from bot.script.model import Answered, Compare, Question, Ref
from tests.report.export import made

REVISIONS = (made.OLD, made.NEW)


def names(plan, table):
    return [column.name for each in plan.tables if each.name == table for column in each.columns]


def column(plan, table, name):
    return next(column for each in plan.tables if each.name == table for column in each.columns if column.name == name)


def test_columns_are_all_there_before_anybody_answered():
    plan = planned(REVISIONS, full=False)

    assert names(plan, "interviews") == [
        *("pseudonym", "wave", "week", "status", "language", "revision", "place", "flag_speeder", "flag_burst"),
        *("sex", "age", "settlement", "visits", "why_not_no_need", "why_not_no_skills"),
    ]
    assert names(plan, "episodes") == [
        *("pseudonym", "wave", "week", "place", "recency", "channel", "tried_online", "csc", "online", "at_csc", "fix"),
        *("reason_stated", "reason_unaware", "reason_not_online", "reason_other", "reason_queue", "reason_far"),
    ]


def test_full_export_adds_the_service_and_every_answer():
    plan = planned(REVISIONS, full=True)

    assert [table.name for table in plan.tables] == ["interviews", "episodes", "answers"]
    assert set(names(plan, "episodes")) - set(names(planned(REVISIONS, full=False), "episodes")) == {"service"}
    assert {"revision", "answer_language", "words"} <= set(names(plan, "answers"))


def test_choice_that_the_newest_revision_lacks_is_retired_and_keeps_its_place():
    plan = planned(REVISIONS, full=False)
    queue, far = (column(plan, "episodes", name) for name in ("reason_queue", "reason_far"))

    assert (queue.retired, queue.revisions) == (True, (1,))
    assert (far.retired, far.revisions) == (False, (2,))


def test_number_of_a_code_does_not_change_with_a_new_revision():
    before = column(planned((made.OLD,), full=True), "episodes", "channel").values
    turned = made.Revision(2, made.script(services=tuple(reversed(made.ALIKE))))
    first = column(planned((made.OLD,), full=True), "episodes", "service").values
    later = column(planned((made.OLD, turned), full=True), "episodes", "service").values

    assert [value.number for value in before] == [1, 2, 3]
    assert [(value.code, value.number) for value in later] == [(value.code, value.number) for value in first]
    assert [value.code for value in later if value.retired] == [choice.code for choice in (*made.RARE, made.OTHER)]


def test_label_that_changed_is_the_newest_and_is_marked():
    new = made.Revision(2, made.script(reasons=(made.Choice("unaware", made.text("did not know")),)))

    unaware = column(planned((made.OLD, new), full=False), "episodes", "reason_unaware")

    assert unaware.label["en"] == "did not know (en)"
    assert unaware.value.reworded


@pytest.mark.parametrize("measure", ["", "region"])
def test_question_that_could_be_anything_is_no_column(measure):
    extra = made.question("village", measure, "a", "b")

    assert "village" not in names(planned((made.Revision(1, made.script(extra=(extra,))),), full=False), "interviews")


def test_question_that_is_asked_because_of_a_service_is_no_column():
    passport = Compare(Ref("services"), "in", ("passport",))
    first = made.question("happy", "satisfaction", "yes", "no", when=passport)
    # Nobody compares this one with a service, but whether it is asked hangs on the one above.
    second = made.question("again", "intention", "yes", "no", when=Compare(Ref("happy"), "==", ("yes",)))
    third = made.question("third", "problem", "a", "b", kind="many", when=Answered("sex"))

    found = names(planned((made.Revision(1, made.script(extra=(first, second, third))),), full=False), "interviews")

    assert not {"happy", "again"} & set(found)
    assert {"third_a", "third_b"} <= set(found)


@pytest.mark.parametrize("full", [False, True])
def test_question_of_each_service_is_a_column_unless_it_tells_the_service(full):
    by_cell = Compare(Ref("services", "category"), "==", ("all",))
    about = (
        made.question("mark", "satisfaction", "good", "bad"),
        made.question("told", "intention", "yes", "no", when=by_cell),
    )

    found = names(planned((made.Revision(1, made.script(about=about)),), full=full), "episodes")

    assert "mark" in found
    assert ("told" in found) == full


def test_names_are_different_even_if_a_question_changed_its_kind():
    number = Question("visits", "number", made.text("how often?"), measures="visits", max=99)
    named = made.question("why_not_no_need", "visits", "v0")
    new = made.Revision(2, made.script(extra=(named,)))
    old = made.Revision(1, made.script())
    third = made.Revision(3, made.Script("small", {}, (), {}, {}, (made.Block((number,)),)))

    found = names(planned((old, new, third), full=False), "interviews")

    assert {"visits", "visits_2", "why_not_no_need", "why_not_no_need_2"} <= set(found)
    assert len(found) == len(set(found))


def test_real_survey_tells_no_region_and_no_service():
    plan = planned((made.Revision(1, made.real()),), full=False)

    everything = names(plan, "interviews") + names(plan, "episodes")

    assert {"sex", "age", "settlement", "csc_visits", "digital_skills", "not_online_why_security"} <= set(everything)
    assert not [name for name in everything if name.startswith(("region", "service"))]
