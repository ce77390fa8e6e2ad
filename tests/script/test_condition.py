"""The language of conditions: what it means, what it refuses, and that nothing makes it stumble."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.script.condition import LONGEST, Known, Scope, compile_text
from bot.script.evaluate import evaluate, holds
from bot.script.issue import Mark
from bot.script.model import And, Answered, Compare, Count, Not, Or, Over, Ref

START = Mark(1, 1)


def known(name, kind, codes=(), **more):
    return Known(Ref(name), kind, frozenset(codes), **more)


NAMES = {
    "age": known("age", "number"),
    "services": known("services", "many", ("passport", "eds")),
    "channel": known("channel", "one", ("csc_operator", "csc_self", "egov"), over="services"),
    "tried": known("tried", "one", ("yes_tried", "not_tried"), over="services", may_skip=True),
    "region": known("region", "one", ("astana", "abai")),
    "remark": known("remark", "text"),
    "bye": known("bye", "note"),
    "later": known("later", "one", ("a",), place=9),
}
COLUMNS = {"services": {"online": frozenset({"yes", "no"})}}
SETS = {"csc": ("csc_operator", "csc_self"), "cities": ("astana",)}
INSIDE = Scope(NAMES, 5, SETS, "services", COLUMNS)
OUTSIDE = Scope(NAMES, 5, SETS, "", COLUMNS)


def read(text, scope=INSIDE):
    return compile_text(text, START, scope)


def codes(text, scope=INSIDE):
    return [complaint.code for complaint in read(text, scope).complaints]


MEANINGS = {
    "region == astana": Compare(Ref("region"), "==", ("astana",)),
    "region != 'astana'": Compare(Ref("region"), "!=", ("astana",)),
    "region in (astana, abai)": Compare(Ref("region"), "in", ("astana", "abai")),
    "region not in [astana]": Compare(Ref("region"), "not in", ("astana",)),
    "region in cities": Compare(Ref("region"), "in", ("astana",)),
    "region in (cities, abai)": Compare(Ref("region"), "in", ("astana", "abai")),
    "region in astana": Compare(Ref("region"), "in", ("astana",)),
    "age >= 18": Compare(Ref("age"), ">=", (18.0,)),
    "age < -1.5": Compare(Ref("age"), "<", (-1.5,)),
    "age in (1, 2)": Compare(Ref("age"), "in", (1.0, 2.0)),
    "item.online != no": Compare(Ref("services", "online"), "!=", ("no",)),
    'item.online == ""': Compare(Ref("services", "online"), "==", ("",)),
    "services in (eds, passport)": Compare(Ref("services"), "in", ("eds", "passport")),
    "answered(remark)": Answered("remark"),
    "count(services) > 1": Count("services", ">", 1.0),
    "not age < 18": Not(Compare(Ref("age"), "<", (18.0,))),
    "age > 1 and age < 3 and answered(region)": And(
        (Compare(Ref("age"), ">", (1.0,)), Compare(Ref("age"), "<", (3.0,)), Answered("region"))
    ),
    "age > 1\n or  answered(region)": Or((Compare(Ref("age"), ">", (1.0,)), Answered("region"))),
}


@pytest.mark.parametrize("text", MEANINGS)
def test_condition_means_what_it_says(text):
    assert read(text).condition == MEANINGS[text]
    assert read(text).complaints == ()


@pytest.mark.parametrize("how", ["any", "all"])
def test_group_is_looked_at_from_outside(how):
    assert read(f"{how}(channel in csc)", OUTSIDE).condition == Over(
        how, "services", Compare(Ref("channel"), "in", ("csc_operator", "csc_self"))
    )


def test_group_is_known_by_the_cells_of_its_rows():
    assert read("any(item.online == yes)", OUTSIDE).condition == Over(
        "any", "services", Compare(Ref("services", "online"), "==", ("yes",))
    )


REFUSED = {
    "age": "condition_form",
    "age + 1 > 2": "condition_form",
    "1 < age": "condition_form",
    "1 < age < 3": "condition_form",
    "age is 3": "condition_form",
    "lambda: 1": "condition_form",
    "__import__('os')": "condition_form",
    "age.real > 1": "condition_form",
    "item.online.x == yes": "condition_form",
    "region in ()": "condition_form",
    "answered(item.online)": "condition_form",
    "answered(region, age)": "condition_form",
    "(age > 1) > 2": "condition_form",
    "region if age > 1 else region": "condition_form",
    "True": "condition_form",
    "": "condition_syntax",
    "age >": "condition_syntax",
    "age > 1 &&& age < 3": "condition_syntax",
    "(" * 300: "condition_syntax",
    "age = 1": "single_equals",
    "a" * (LONGEST + 1): "condition_long",
    "later == a": "asked_later",
    "agee > 1": "unknown_name",
    "region == almaty": "unknown_code",
    "region == csc": "set_needs_in",
    "region in csc": "set_is_strange",
    "region > astana": "wrong_comparison",
    "services == eds": "wrong_comparison",
    "remark == astana": "wrong_comparison",
    "bye == astana": "wrong_comparison",
    "count(age) > 1": "wrong_count",
    "count(services) in (1, 2)": "wrong_value",
    "count(services) > eds": "wrong_value",
    "age == astana": "wrong_value",
    "age == True": "wrong_value",
    "age == 1e999": "wrong_value",
    "region == 1": "wrong_value",
    "item.on == yes": "unknown_column",
    "item.online == maybe": "unknown_code",
    "any(channel in csc)": "wrong_any",
}


@pytest.mark.parametrize("text", REFUSED)
def test_condition_is_refused(text):
    assert codes(text) == [REFUSED[text]]
    assert read(text).condition is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("channel in csc", "group_outside"),
        ("item.online == yes", "item_outside"),
        ("any(age > 1)", "wrong_any"),
        ("any(channel in csc for channel in csc)", "condition_form"),
        ("any(any(channel in csc))", "wrong_any"),
    ],
)
def test_group_is_refused_from_outside(text, code):
    assert codes(text, OUTSIDE) == [code]


def test_everything_that_is_wrong_is_said_at_once_with_its_place():
    complaints = read("agee > 1 and region in (astan, abai, almaty) or item.onlin == yes").complaints

    assert [(complaint.code, complaint.mark.column) for complaint in complaints] == [
        ("unknown_name", 1),
        ("unknown_code", 25),
        ("unknown_code", 38),
        ("unknown_column", 49),
    ]
    assert [dict(complaint.values)["guess"] for complaint in complaints] == ["age", "astana", "", "online"]


def test_place_counts_letters_and_not_bytes():
    complaint = read("region == 'Алматы' or regin == abai").complaints[1]

    assert complaint.mark.column == len("region == 'Алматы' or ") + 1


@pytest.mark.parametrize("text", ["age >", "age > 1 and"])
def test_something_missing_is_missed_at_the_end(text):
    assert read(text).complaints[0].mark.column == len(text) + 1


@dataclass(frozen=True)
class Answers:
    """Facts out of a table; every item of every group has the same ones."""

    values: dict = field(default_factory=dict)
    size: int = 0

    def value(self, question):
        return self.values.get(question)

    def cell(self, question, column):
        return self.values.get((question, column), "")

    def items(self, over):
        return [self] * self.size if over == "services" else []


def test_unanswered_question_is_unknown_and_so_is_its_opposite():
    assert not holds(read("tried == yes_tried").condition, Answers())
    assert not holds(read("not tried == yes_tried").condition, Answers())
    assert holds(read("not answered(tried) or tried != yes_tried").condition, Answers())


NUMBERS = st.one_of(st.integers(-9, 200), st.floats(allow_nan=True))
LEAVES = st.sampled_from([text for text in MEANINGS if "\n" not in text])
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda text: f"not ({text})"),
    ),
    max_leaves=12,
)
ANSWERS = st.builds(
    Answers,
    st.fixed_dictionaries(
        {},
        optional={
            "age": st.one_of(st.none(), NUMBERS),
            "region": st.one_of(st.none(), st.sampled_from([("astana",), ("abai",)])),
            "services": st.one_of(st.none(), st.lists(st.sampled_from(["passport", "eds"]), unique=True).map(tuple)),
            "remark": st.one_of(st.none(), st.just(())),
            ("services", "online"): st.sampled_from(["", "yes", "no"]),
        },
    ),
    st.integers(0, 3),
)


@given(CONDITIONS, ANSWERS)
@settings(max_examples=200, deadline=None)
def test_condition_that_was_accepted_is_always_true_false_or_unknown(text, answers):
    condition = read(text).condition

    assert condition is not None or codes(text) == ["condition_long"]
    assert condition is None or evaluate(condition, answers) in (True, False, None)


WORDS = st.sampled_from(
    [
        "age",
        "region",
        "services",
        "channel",
        "tried",
        "remark",
        "later",
        "item.online",
        "csc",
        "cities",
        "astana",
        "yes",
        "1",
        "-2",
        "'x'",
        "==",
        "!=",
        "<",
        "<=",
        "in",
        "not",
        "and",
        "or",
        "(",
        ")",
        ",",
        "[",
        "]",
        "any(",
        "all(",
        "count(",
        "answered(",
        "=",
        ".",
        ":",
        "lambda",
        "if",
        "else",
        "\\",
        "\n",
        "\x00",
        "ә",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join)), st.sampled_from([INSIDE, OUTSIDE, Scope()]))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_condition_or_a_complaint(text, scope):
    found = read(text, scope)

    assert (found.condition is None) == bool(found.complaints)
    assert all(complaint.mark.line == 1 for complaint in found.complaints)
    assert found.condition is None or evaluate(found.condition, Answers(size=2)) in (True, False, None)
