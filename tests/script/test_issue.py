"""A complaint as an administrator reads it."""

import pytest

from bot.script.issue import Issue, guess, render
from bot.script.load import load


def issue(text: str, column: int) -> Issue:
    return Issue("not_number", "error", "a.yaml", 7, column, (), text)


def test_complaint_shows_place_line_caret_and_remedy():
    found = load("survey: a\nlanguages: [kk, rus]\n", "surveys/x.yaml", {}).issues
    unknown = next(issue for issue in found if issue.code == "unknown_language")

    assert render(unknown, "en").split("\n") == [
        "surveys/x.yaml:2:17: error[unknown_language]: There is no language “rus”; there are kk, ru, en.",
        "    languages: [kk, rus]",
        "                    ^",
        "  → Did you mean “ru”? Write the languages like this: languages: [kk, ru, en].",
    ]


@pytest.mark.parametrize(
    ("text", "column", "before"),
    [
        ("kk: Әңгіме", 5, "    "),
        ("a: 日本 b", 7, "        "),
        ("a: е\u0301 b", 6, "    "),
        ("\tmax: x", 7, "\t     "),
    ],
    ids=["letters of Kazakh", "wide", "combining", "tab"],
)
def test_caret_stands_under_its_letter(text, column, before):
    lines = render(issue(text, column), "kk").split("\n")

    assert lines[1] == f"    {text}"
    assert lines[2] == f"    {before}^"


def test_long_line_is_cut_around_the_caret():
    lines = render(issue("a" * 500 + "X" + "b" * 500, 501), "ru").split("\n")

    assert len(lines[1]) < 120
    assert lines[1][lines[2].index("^")] == "X"


def test_complaint_without_a_line_has_no_caret():
    assert len(render(issue("", 1), "en").split("\n")) == 2


def test_braces_in_a_script_are_no_placeholders_of_ours():
    found = load("survey: a\n'{x}{': 1\n", "x.yaml", {}).issues

    assert all(render(issue, "kk") for issue in found)


@pytest.mark.parametrize(("word", "meant"), [("chanel", "channel"), ("Channel", "channel"), ("zzz", ""), ("", "")])
def test_word_that_was_meant_is_guessed(word, meant):
    assert guess(word, ["channel", "recency", ""]) == meant
