"""The shipped survey: no errors, and short enough for somebody in a hurry."""

import pytest

from bot.interview.open import of
from tests.example import Walker

MOST_QUESTIONS, MOST_TAPS = 13, 18
VISIT = {
    "age": "=a45",
    "services": "+id_card",
    "recency": "=m1",
    "channel": "=csc_operator",
    "tried_online": "=not_tried",
    "reasons_came": "+unaware",
    "csc_visits": "=v1",
    "not_online_why": "+no_skills",
    "digital_skills": "=hard",
    "region": "=karaganda",
    "settlement": "=rural",
    "sex": "=female",
}
"""A person with one CSC visit who had not tried online."""

TRIED = {**VISIT, "tried_online": "=tried", "reasons_tried": "+eds_fail"}
PASSPORT = {**VISIT, "services": "+passport"}
ONLINE = {**VISIT, "services": "+doctor", "channel": "=egov_mobile"}
BY_ANOTHER = {**VISIT, "channel": "=other_person", "proxy_channel": "=egov_mobile"}
IN_A_CITY = {**VISIT, "region": "=almaty_city"}
NOTHING = {**VISIT, "services": "=none"}


@pytest.fixture
def script(loaded):
    assert loaded.script is not None, loaded
    return loaded.script


def walk(script, answers: dict[str, str], language: str = "kk") -> tuple[list[str], int]:
    """The questions that were asked, and the taps from language to thanks."""
    walker = Walker(script).begin(language)
    asked, taps = [], 2
    while walker.state.phase == "asking":
        open_question = walker.state.slot.question
        asked.append(open_question)
        _reached(walker, answers[open_question]).tap(answers[open_question])
        taps += 1
        if answers[open_question].startswith("+"):
            walker.tap("!done")
            taps += 1
    walker.tap("!send")
    assert walker.state.status == "completed"
    return asked, taps + 1


def _reached(walker: Walker, action: str) -> Walker:
    """Open the category in which the choice stands, if it is not among the most used."""
    if action not in walker.buttons():
        walker.tap("#*")
        row = next(choice for choice in of(walker.script, walker.state).choices if choice.code == action[1:])
        walker.tap(f"#{row.columns['category']}")
    return walker


def test_survey_has_no_complaints(loaded):
    assert loaded.script is not None
    assert list(loaded.issues) == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("answers", [VISIT, TRIED], ids=["came", "tried"])
def test_one_visit_takes_few_questions_and_taps(script, answers, language):
    asked, taps = walk(script, answers, language)

    assert len(asked) <= MOST_QUESTIONS
    assert taps <= MOST_TAPS


def test_visit_asks_why_exactly_once(script):
    assert [name for name in walk(script, VISIT)[0] if name.startswith("reasons")] == ["reasons_came"]
    assert [name for name in walk(script, TRIED)[0] if name.startswith("reasons")] == ["reasons_tried"]


def test_service_that_is_not_online_asks_why_without_asking_whether_it_was_tried(script):
    asked, _ = walk(script, PASSPORT)

    assert "tried_online" not in asked
    assert "reasons_came" in asked


def test_online_user_is_not_asked_why_in_person(script):
    asked, _ = walk(script, ONLINE)

    assert not {"tried_online", "reasons_came", "reasons_tried", "not_online_why"} & set(asked)


def test_help_of_another_person_asks_how_and_no_reasons(script):
    asked, _ = walk(script, BY_ANOTHER)

    assert "proxy_channel" in asked
    assert not {"tried_online", "reasons_came"} & set(asked)


def test_three_cities_are_not_asked_whether_they_are_towns(script):
    assert "settlement" not in walk(script, IN_A_CITY)[0]


def test_person_without_any_service_is_asked_why_not_online(script):
    asked, _ = walk(script, NOTHING)

    assert "channel" not in asked
    assert "not_online_why" in asked


def test_person_under_age_leaves_nothing(script):
    walker = Walker(script).begin("ru")

    walker.tap("=a0")

    assert walker.state.status == "ineligible"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_regions_stand_in_two_columns(script, language):
    walker = Walker(script).begin(language)
    while walker.state.slot.question != "region":
        answer = VISIT[walker.state.slot.question]
        walker.tap(answer)
        if answer.startswith("+"):
            walker.tap("!done")

    widths = [len(row) for row in walker.keyboards[-1].rows[:10]]

    assert widths == [2] * 10


def test_consent_names_the_commands_that_exist(script):
    for words in script.consent.values():
        assert all(command in words for command in ("{operator}", "/stop", "/forget", "/privacy"))


def test_groups_of_codes_agree_with_the_tables(tables, document):
    sets = document["sets"]
    kinds = {row["id"]: row["kind"] for row in tables["channels"]}

    assert set(sets["digital"]) == {code for code, kind in kinds.items() if kind == "digital"}
    assert set(sets["csc"]) == {code for code, kind in kinds.items() if code.startswith("csc_")}
    assert set(sets["cities"]) == {row["id"] for row in tables["regions"] if row["urban"]}
