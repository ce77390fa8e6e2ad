"""The loader: what a script means, what it says of broken ones, and that no text can hurt it."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.script.load import load
from bot.script.model import Block, Choice, Compare, Question, Ref, Script
from bot.script.source import MAX_BYTES
from tests.script.small import NAME, SMALL, edited, loading, small_catalogue


@pytest.fixture(scope="module")
def script() -> Script:
    return loading(SMALL).script


def question(script: Script, name: str) -> Question:
    return next(question for block in script.blocks for question in block.questions if question.id == name)


def test_order_of_the_file_is_the_order_of_asking(script):
    assert [(block.over, [question.id for question in block.questions]) for block in script.blocks] == [
        ("", ["age", "services"]),
        ("services", ["channel", "attempt", "reasons"]),
        ("", ["never", "sex", "mark", "remark", "bye"]),
    ]
    assert all(isinstance(block, Block) for block in script.blocks)


def test_script_carries_its_texts_and_languages(script):
    assert (script.survey, script.languages) == ("small", ("kk", "ru", "en"))
    assert script.title == {"kk": "Бару", "ru": "Визиты", "en": "Visits"}
    assert script.consent["en"] == "{operator} asks"
    assert question(script, "channel").why == {"kk": "Білу үшін", "ru": "Чтобы знать", "en": "To know"}


def test_list_of_a_seed_comes_with_its_cells_and_keys_add_two_choices(script):
    services = question(script, "services")

    assert [choice.code for choice in services.choices] == ["passport", "eds", "licence", "none", "other"]
    assert services.choices[0].columns == {"online": "no"}
    assert services.choices[0].name["en"] == "A citizen’s passport"
    assert services.choices[3] == Choice("none", {"kk": "Жоқ", "ru": "Никаких", "en": "None"}, only=True)
    assert services.choices[4].typed


def test_named_list_serves_any_question(script):
    assert [choice.code for choice in question(script, "attempt").choices] == ["tried", "not_tried"]


def test_where_keeps_the_rows_that_match(script):
    assert [choice.code for choice in question(script, "reasons").choices] == ["unaware", "hard_to_say"]


def test_except_leaves_codes_out():
    text = edited(("choices: ways", "choices: {from: ways, except: [egov]}"), ("not any(channel == egov) and ", ""))

    assert [choice.code for choice in question(loading(text).script, "channel").choices] == ["csc_operator", "csc_self"]


def test_set_becomes_its_codes(script):
    assert question(script, "attempt").when.terms[0] == Compare(Ref("channel"), "in", ("csc_operator", "csc_self"))


def test_words_that_look_like_values_stay_words():
    labels = "female: {kk: 18, ru: No, en: True}"
    loaded = loading(edited(("female: {kk: Әйел, ru: Женский, en: Female}", labels)))

    assert question(loaded.script, "sex").choices[0].label == {"kk": "18", "ru": "No", "en": "True"}


def test_script_of_one_language_needs_no_other():
    loaded = loading(edited(("[kk, ru, en]", "[ru]")))

    assert loaded.issues == ()
    assert loaded.script.title == {"ru": "Визиты"}
    assert question(loaded.script, "services").choices[0].label == {"ru": "Паспорт"}


def test_revision_reads_back_what_was_loaded(script):
    import msgspec

    assert msgspec.json.decode(msgspec.json.encode(script), type=Script) == script


def test_all_complaints_come_at_once_in_the_order_of_the_file():
    text = edited(
        ("kind: number", "kind: numbr"),
        ("measures: satisfaction", "measures: satisfation"),
        ("when: mark < 4", "when: marc < 4"),
        ("thanks: {kk: Рахмет, ru: Спасибо, en: Thanks}", "thanks: {kk: Рахмет, ru: Спасибо}"),
    )

    issues = loading(text).issues

    assert [issue.code for issue in issues] == ["unknown_kind", "unknown_measure", "unknown_name", "missing_language"]
    assert [issue.value("guess") for issue in issues[:3]] == ["number", "satisfaction", "mark"]
    assert [issue.line for issue in issues] == sorted(issue.line for issue in issues)


def test_same_text_gives_the_same_answer():
    assert loading(SMALL) == loading(SMALL)


def test_complaint_about_a_row_names_the_table():
    files = {"ways.csv": small_catalogue()["ways"].file}
    table = "id,label_kk,label_ru,label_en\ncsc_operator,А,Б,\ncsc_self,А,Б,C\negov,А,Б,C\n"

    issues = loading(SMALL, {"ways.csv": table}).issues

    assert files["ways.csv"] == "seeds/ways.csv"
    assert [(issue.code, issue.file, issue.line, issue.text) for issue in issues if issue.code == "missing_label"] == [
        ("missing_label", "seeds/ways.csv", 2, "csc_operator,А,Б,")
    ]


def test_misspelt_group_is_still_a_group():
    issues = loading(edited(("for each: services", "for_each: services"))).issues

    assert {"unknown_key", "missing_key"} <= {issue.code for issue in issues}
    assert next(issue for issue in issues if issue.code == "unknown_key").value("guess") == "for each"


def test_where_looks_at_columns_of_its_list():
    issues = loading(edited(("asked_of in", "askd_of in"))).issues

    assert [(issue.code, issue.value("guess")) for issue in issues] == [("unknown_column", "asked_of")]


def test_where_in_braces_needs_quotes():
    flow = "choices: {from: seeds/reasons, where: %s}\n"
    block = "choices:\n          from: seeds/reasons\n          where: asked_of in (not_tried, both)\n"

    assert loading(edited((block, flow % '"asked_of in (not_tried, both)"'))).issues == ()
    torn = loading(edited((block, flow % "asked_of in (not_tried, both)"))).issues
    assert [issue.code for issue in torn] == ["comma_splits_text"]


def test_byte_order_mark_is_no_letter():
    assert loading("\ufeff" + SMALL).issues == ()


def test_lines_of_windows_count_like_others():
    loaded = loading(edited(("kind: note", "kind: nots")).replace("\n", "\r\n"))

    assert loaded.issues == loading(edited(("kind: note", "kind: nots"))).issues


BOMB = "a: &a [x, x]\n" + "\n".join(
    f"{b}: &{b} [{', '.join(f'*{a}' for _ in range(9))}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
ATTACKS = {
    "bomb": (BOMB, "alias"),
    "brackets": ("[" * 100_000, "too_deep"),
    "braces": ("{a: " * 50_000, "too_deep"),
    "dashes": ("- " * 100_000, "too_deep"),
    "indents": ("\n".join(" " * depth + "a:" for depth in range(600)), "too_deep"),
    "megabytes": ("a: b\n" * 800_000, "too_big"),
    "cycle": ("a: &a\n  b: *a\n", "alias"),
    "cycle of lists": ("&a [*a]", "alias"),
    "commas": ("[" + "a," * 100_000 + "]", "too_many_parts"),
    "anchors": ("\n".join(f"a{n}: &a{n} *a{n}" for n in range(9_000)), "yaml_syntax"),
    "brackets in a condition": (edited(("when: mark < 4", "when: '" + "(" * 100_000 + "'")), "condition_long"),
    "not not": (edited(("when: mark < 4", "when: " + "not " * 200 + "mark < 4")), ""),
}
MEASURE = """
import re, sys, time
from bot.script.load import load
text = sys.stdin.read()
start = time.process_time()
loaded = load(text, "attack.yaml", {})
seconds = time.process_time() - start
# Not ru_maxrss: a child inherits the peak of the process that started it.
print(seconds, re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], *{issue.code for issue in loaded.issues})
"""


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_refused_within_a_second_and_a_hundred_megabytes(attack):
    text, code = ATTACKS[attack]

    done = subprocess.run([sys.executable, "-c", MEASURE], input=text, capture_output=True, text=True, check=True)
    seconds, kilobytes, *codes = done.stdout.split()

    assert code in codes or not code
    assert float(seconds) < 1
    assert int(kilobytes) < 100_000


def test_largest_file_is_read():
    text = SMALL + "#" * (MAX_BYTES - len(SMALL.encode()))

    assert loading(text).issues == ()


PIECES = SMALL.splitlines(keepends=True)
SIGNS = [
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "\n",
    "  ",
    "\t",
    "'",
    '"',
    "|",
    ">",
    "&a ",
    "*a",
    "!!x ",
    "<<: ",
    "#",
    "%",
    "@",
    "?",
    "~",
]
WORDS = ["---\n", "for each: ", "questions:\n", "choices: ", "when: ", "{item}", "only: true", "from: ", "item.online"]
FRAGMENTS = st.sampled_from([*SIGNS, *WORDS, "\udc80", "\x00", "\u2028"])
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(FRAGMENTS, max_size=30).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), FRAGMENTS), max_size=60).map("".join),
)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_script_or_a_list_of_complaints(text):
    loaded = load(text, NAME, small_catalogue())

    assert (loaded.script is None) == bool(loaded.errors)
    assert all(issue.line >= 1 and issue.column >= 1 for issue in loaded.issues)


@given(st.integers(0, len(SMALL)), st.integers(0, 12), st.one_of(FRAGMENTS, st.text(max_size=5)))
@settings(max_examples=200, deadline=None)
def test_any_slip_of_the_pen_is_survived(place, length, typed):
    loaded = load(SMALL[:place] + typed + SMALL[place + length :], NAME, small_catalogue())

    assert (loaded.script is None) == bool(loaded.errors)
