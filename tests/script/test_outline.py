"""The outline of a script, and the shortest and longest way through it."""

import random

import pytest

from bot.script import paths as module
from bot.script.cases import Cost
from bot.script.condition import compile_text
from bot.script.inwords import in_words
from bot.script.issue import Mark
from bot.script.outline import minutes, outline
from bot.script.paths import paths
from tests.example import EXAMPLE, Walker
from tests.script.small import SMALL, edited, loading
from tests.script.test_condition import INSIDE, OUTSIDE

HEAD = "survey: a\nlanguages: [en]\ntitle: {en: A}\nconsent: {en: B}\nthanks: {en: C}\n"


def taps(text):
    """Shortest, longest and fullest way in taps."""
    loaded = loading(text)
    assert loaded.script is not None, loaded.issues
    return tuple(cost.taps for cost in paths(loaded.script, "en").costs)


def asked(*questions, head=HEAD):
    return head + "questions:\n" + "".join(f"  - {{ask: {{en: Q}}, {question}}}\n" for question in questions)


TWO = "choices: {a: {en: A}, b: {en: B}}"
THREE = "choices: {a: {en: A}, b: {en: B}, c: {en: C}}"


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        ([f"id: q, kind: one, {TWO}"], (1, 1, 1)),
        (["id: q, kind: scale, min: 1, max: 5"], (1, 1, 1)),
        (["id: q, kind: note"], (1, 1, 1)),
        (["id: q, kind: number"], (1, 1, 1)),
        (["id: q, kind: text, optional: true"], (1, 1, 1)),
        ([f"id: q, kind: many, {THREE}"], (2, 2, 4)),
        ([f"id: q, kind: many, {THREE}, max: 2"], (2, 2, 2)),
        ([f"id: q, kind: many, {THREE}, min: 2"], (3, 3, 4)),
        ([f"id: q, kind: many, {THREE}, none: {{en: None}}"], (1, 2, 4)),
        ([f"id: q, kind: one, {TWO}, other: {{en: Other}}"], (1, 1, 2)),
        ([f"id: q, kind: one, {TWO}", f"id: r, kind: one, when: q == a, {TWO}"], (1, 2, 2)),
        (
            [f"id: q, kind: one, {TWO}", f"id: r, kind: many, when: q == a, {THREE}", f"id: s, kind: one, when: q == b, {TWO}"],
            (2, 3, 5),
        ),
        ([f"id: q, kind: one, {TWO}, ineligible: [a]", f"id: r, kind: one, when: q == b, {TWO}"], (2, 2, 2)),
        (["id: q, kind: number, min: 0, max: 9", f"id: r, kind: one, when: q > 8, {TWO}"], (1, 2, 2)),
        ([f"id: q, kind: many, {THREE}", f"id: r, kind: one, when: count(q) >= 3, {TWO}"], (2, 5, 5)),
        (["id: q, kind: text, optional: true", f"id: r, kind: one, when: answered(q), {TWO}"], (1, 2, 2)),
    ],
)
def test_taps_are_counted_by_kind(questions, expected):
    assert taps(asked(*questions)) == tuple(3 + number for number in expected)


def test_small_survey_takes_its_shortest_and_longest_way():
    # Shortest: age, no service, sex, mark, the end. Longest: two services at a CSC, the most questions about each.
    # The second service is the last that may be marked, so that nobody has to say "done".
    assert taps(SMALL)[0] == 3 + 5
    assert taps(SMALL)[1] == 3 + 1 + 2 + 2 * (1 + 1 + 2) + 2 + 1 + 1 + 1 + 1


def test_longest_way_counts_as_many_items_as_may_be_marked():
    assert taps(edited(("max: 2", "max: 3")))[1] - taps(SMALL)[1] == 1 + (1 + 1 + 2)


def test_random_walks_lie_between_the_shortest_and_the_fullest_way():
    costs = paths(EXAMPLE, "en").costs
    found = set()
    for seed in range(150):
        walker = Walker(seed=seed).begin()
        steps = walker.finish(random.Random(seed).choice)
        if walker.state.status == "completed":
            found.add(2 + steps)

    assert costs.shortest.taps <= min(found)
    assert max(found) <= costs.fullest.taps + EXTRA_TAPS
    assert min(found) < costs.longest.taps


EXTRA_TAPS = 8
"""A random walker also taps what changes nothing: a mark too many, "done" too early."""


def test_search_is_bounded_and_says_so(monkeypatch):
    monkeypatch.setattr(module, "MOST_STATES", 2)

    found = paths(loading(SMALL).script, "en")

    assert not found.exact
    assert found.costs.shortest.taps >= taps(SMALL)[0]


def test_long_list_without_a_limit_is_walked_in_time():
    choices = ", ".join(f"c{number}: {{en: C{number}}}" for number in range(60))
    group = "  - for each: q\n    questions:\n" + "".join(
        f"      - {{id: r{number}, kind: one, ask: {{en: R}}, {TWO}}}\n" for number in range(5)
    )
    text = asked(f"id: q, kind: many, choices: {{{choices}}}") + group
    text += f"  - {{id: z, kind: one, when: any(r0 == a) and all(r1 == b), ask: {{en: Z}}, {TWO}}}\n"

    assert taps(text)[:2] == (3 + 2 + 5, 3 + 61 + 60 * 5 + 1)


def test_many_kinds_of_rows_are_walked_in_time():
    rows = "".join(f"c{n},C{n},{n % 9}\n" for n in range(80))
    group = "  - for each: q\n    questions:\n" + "".join(
        f"      - {{id: r{n}, kind: one, when: 'item.level == \"{n}\"', ask: {{en: R}}, {TWO}}}\n" for n in range(9)
    )
    text = asked("id: q, kind: many, choices: seeds/rows") + group

    loaded = loading(text, {"rows.csv": "id,label_en,level\n" + rows})
    found = paths(loaded.script, "en")

    assert not found.exact
    assert [cost.taps for cost in found.costs[:2]] == [3 + 2 + 1, 3 + 81 + 80]


def test_minutes_are_rounded_up():
    assert minutes(Cost(taps=2)) == 1
    assert minutes(Cost(taps=10, words=180)) == 2
    assert minutes(Cost(taps=10, words=180, typed=10)) == 3


def test_outline_shows_every_question_in_order():
    lines = outline(loading(SMALL).script, "en")

    assert lines[0] == "small: Visits"
    rows = [line.split()[1] for line in lines if line.strip()[:1].isdigit()]
    assert rows == ["age", "services", "channel", "attempt", "reasons", "never", "sex", "mark", "remark", "bye"]
    assert "  for each choice marked in “services”:" in lines
    attempt = next(line for line in lines if " attempt " in line)
    assert attempt.endswith("2 choices      if channel is csc_operator / csc_self and item.online is not no")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_outline_ends_with_the_ways_and_the_rule(language):
    lines = outline(loading(edited(("[kk, ru, en]", "[kk]"))).script, language)

    assert lines[0] == "small: Бару"
    assert [any(character.isdigit() for character in line) for line in lines[-4:]] == [True] * 4
    assert ("0.33" if language == "en" else "0,33") in lines[-1]


@pytest.mark.parametrize(
    ("text", "scope", "words"),
    [
        ("region in (astana, abai)", INSIDE, "region is astana / abai"),
        ("age >= 18", INSIDE, "age >= 18"),
        ("item.online == ''", INSIDE, "item.online is –"),
        ("answered(remark)", INSIDE, "remark is answered"),
        ("not answered(remark)", INSIDE, "remark is not answered"),
        ("count(services) > 1", INSIDE, "the number of marks in services > 1"),
        ("not age > 3", INSIDE, "it is not true that (age > 3)"),
        ("age > 3 and (age < 9 or answered(remark))", INSIDE, "age > 3 and (age < 9 or remark is answered)"),
        ("all(channel in csc)", OUTSIDE, "for each of “services” (channel is csc_operator / csc_self)"),
        ("any(channel in csc)", OUTSIDE, "for at least one of “services” (channel is csc_operator / csc_self)"),
        ("not any(channel in csc)", OUTSIDE, "for none of “services” (channel is csc_operator / csc_self)"),
    ],
)
def test_condition_is_said_in_words(text, scope, words):
    condition = compile_text(text, Mark(1, 1), scope).condition

    assert in_words(condition, "en") == words
    assert in_words(condition, "kk") != ""
