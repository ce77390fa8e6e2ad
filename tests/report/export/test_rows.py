"""What rows say of a person, and what they keep to themselves."""

import pytest

from bot.interview.route import question, route, unanswered
from bot.interview.state import Answer, Slot
from bot.report.export.alike import few
from bot.report.export.plan import planned
from tests.report.export import made

REVISIONS = (made.OLD, made.NEW)


def rows(told, *, full=False):
    """The rows of one interview as dictionaries, by table."""
    plan = planned(REVISIONS, full=full)
    columns = {table.name: [column.name for column in table.columns] for table in plan.tables}
    return {name: [dict(zip(columns[name], row, strict=True)) for row in found] for name, found in plan.rows(told).items()}


def person(told, **more):
    return rows(told, **more)["interviews"][0]


def test_interview_is_one_row_with_codes_and_marks():
    found = person(made.told({"age": "a60", "sex": "female", "why_not": ("no_skills",), "visits": "v1"}, flags=("speeder",)))

    assert (found["pseudonym"], found["wave"], found["week"], found["revision"]) == ("pa", 13, "2026-W47", "2")
    assert (found["age"], found["sex"], found["visits"]) == ("a60", "female", "v1")
    assert (found["why_not_no_need"], found["why_not_no_skills"]) == (0, 1)
    assert (found["flag_speeder"], found["flag_burst"]) == (1, 0)


def test_what_was_not_asked_or_skipped_is_empty():
    skipped = Answer(Slot("visits"))
    found = person(made.told({"age": made.given({"age": "a60"})["age"], "visits": skipped}))

    assert [found[name] for name in ("visits", "sex", "settlement", "why_not_no_need")] == [None] * 4


def test_who_answered_nothing_has_no_row():
    skipped = Answer(Slot("visits"))

    assert rows(made.told({"visits": skipped})) == {}
    assert rows(made.told({})) == {}


@pytest.mark.parametrize(
    ("slots", "settlement"),
    [
        ({"region": "almaty"}, "urban"),
        ({"region": "abai"}, None),
        ({"region": "abai", "settlement": "rural"}, "rural"),
        ({"age": "a18"}, None),
    ],
)
def test_city_that_is_a_region_counts_as_urban_so_that_an_empty_cell_does_not_name_it(slots, settlement):
    assert person(made.told(slots))["settlement"] == settlement


def test_visit_has_its_reasons_as_marks():
    told = {"services": ("s1", "s2"), **made.visit("s1", reasons=("unaware", "other")), **made.visit("s2", "egov_mobile", ())}

    csc, online = sorted(rows(made.told(told))["episodes"], key=lambda row: -row["csc"])

    assert (csc["channel"], csc["fix"], csc["reason_stated"], csc["online"], csc["at_csc"]) == (
        *("csc_operator", "inform", 1, "yes", "yes"),
    )
    assert [csc[f"reason_{code}"] for code in ("unaware", "not_online", "other")] == [1, 0, 1]
    assert (online["csc"], online["reason_stated"], online["reason_unaware"]) == (0, None, None)


def test_hard_to_say_states_no_reason():
    (row,) = rows(made.told({"services": ("s1",), **made.visit("s1", reasons=("hard_to_say",))}))["episodes"]

    assert (row["reason_stated"], row["reason_unaware"]) == (0, None)


def test_choice_that_was_not_offered_was_not_refused():
    told = {"services": ("s1",), **made.visit("s1")}

    (old,) = rows(made.told(told, revision=made.OLD))["episodes"]
    (new,) = rows(made.told(told, revision=made.NEW))["episodes"]

    assert (old["reason_queue"], old["reason_far"]) == (0, None)
    assert (new["reason_queue"], new["reason_far"]) == (None, 0)


def test_which_services_somebody_used_cannot_be_told_from_the_default_rows():
    """The attacker knows the survey and the catalogue and reads every cell: any two services that look alike give the same."""
    hidden = few(made.NEW.script)
    for group in (hidden, {choice.code for choice in made.ALIKE}):
        seen = set()
        for service in sorted(group):
            online = "" if service == "passport" else "not_tried"
            told = {"services": (service,), **made.visit(service, reasons=("not_online",), tried=online)}
            seen.add(str(rows(made.told(told))))
        assert len(seen) == 1


def test_real_survey_gives_the_same_rows_for_all_services_that_look_alike():
    script = made.real()
    revision, plan = made.Revision(1, script), planned([made.Revision(1, script)], full=False)
    chosen = next(asked for block in script.blocks for asked in block.questions if asked.measures == "service")
    rows_of = {}
    for choice in chosen.choices:
        if not choice.only and not choice.typed:
            look = "few" if choice.code in few(script) else (choice.columns["online"], choice.columns["at_csc"])
            told = made.told(_visits(script, choice.code), revision=revision)
            rows_of.setdefault(look, set()).add(str(plan.rows(told)))

    assert len(rows_of) > 2
    assert {look: len(seen) for look, seen in rows_of.items()} == dict.fromkeys(rows_of, 1)


def _visits(script, service):
    """A whole interview about one service, got at a CSC, along the route that the engine takes."""
    says = {"services": service, "channel": "csc_operator", "tried_online": "not_tried", "reasons_came": "not_online"}
    answers = {}
    while slot := unanswered(route(script, answers), answers):
        code = says.get(slot.question) or question(script, slot).choices[1].code
        answers[slot.key] = Answer(slot, codes=(code,), language="kk", at=1)
    return answers


def test_order_of_rows_is_not_the_order_of_naming():
    first, second = made.visit("s1", "egov_mobile", ()), made.visit("s2")

    one = rows(made.told({"services": ("s1", "s2"), **first, **second}))
    other = rows(made.told({"services": ("s2", "s1"), **first, **second}))

    assert one == other


def test_full_rows_tell_the_service_and_all_answers_with_their_language():
    told = {"services": ("passport",), **made.visit("passport"), "why_not": ("no_need", "no_skills"), "region": "abai"}
    comment = Answer(Slot("comment"), text="•••", language="kk", changes=2)

    found = rows(made.told({**made.given(told), "comment": comment}), full=True)

    (episode,) = found["episodes"]
    assert (episode["service"], episode["online"], episode["at_csc"], episode["fix"]) == ("passport", "no", "yes", "inform")
    said = {(row["question"], row["item"], row["code"]): row for row in found["answers"]}
    assert {("why_not", None, "no_need"), ("why_not", None, "no_skills"), ("region", None, "abai")} <= said.keys()
    assert ("channel", "passport", "csc_operator") in said
    words = said["comment", None, None]
    assert (words["words"], words["answer_language"], words["changes"], words["revision"]) == ("•••", "kk", 2, "2")
