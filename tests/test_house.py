"""The law of the house, held by reading its files."""

import ast
import re
from pathlib import Path

import pytest
import telegram.constants

from bot import message, texts
from bot.cli import commands

ROOT = Path(__file__).resolve().parent.parent
FILES = [path for folder in ("bot", "tests") for path in sorted((ROOT / folder).rglob("*.py")) if "versions" not in path.parts]
CODE = [path for path in FILES if path.is_relative_to(ROOT / "bot")]
LONGEST_FILE, LONGEST_FUNCTION = 400, 45
NAMES_OF_NOTHING = {"utils", "common", "helpers", "services", "util", "misc"}

# Where letters of Kazakh or Russian are data, not sentences: names of the languages, words that join a typed list, letters.
LETTERS_ARE_DATA = {
    "bot/texts/__init__.py", "bot/interview/kinds/typed.py", "bot/interview/alphabet.py", "bot/interview/folding.py",
}  # fmt: skip


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_file_and_its_functions_stay_short(path):
    source = path.read_text("utf-8")
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    too_long = [node.name for node in functions if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION]

    assert not too_long
    assert len(source.splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", CODE, ids=name)
def test_code_holds_no_sentence_in_kazakh_or_russian(path):
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {id(node.body[0].value) for node in ast.walk(tree) if _documented(node)}

    words = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
        if re.search(r"[а-яәғқңөұүһі]{2}", node.value, re.IGNORECASE)
    ]

    assert not words or name(path) in LETTERS_ARE_DATA


def _documented(node):
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr)


def test_no_folder_or_file_has_a_name_that_says_nothing():
    assert not [name(path) for path in CODE if {path.stem, *path.relative_to(ROOT).parts} & NAMES_OF_NOTHING]


def test_every_sentence_stands_in_three_languages_with_the_same_placeholders():
    kazakh, russian, english = (texts.phrases(language) for language in texts.LANGUAGES)

    assert kazakh.keys() == russian.keys() == english.keys()
    differing = [
        key
        for key in english
        if not texts.placeholders(kazakh[key]) == texts.placeholders(russian[key]) == texts.placeholders(english[key])
    ]
    assert not differing
    assert all(sentence.strip() for language in (kazakh, russian, english) for sentence in language.values())


@pytest.mark.parametrize("number", range(130))
def test_russian_plural_takes_the_form_of_the_number(number):
    word = texts.plural("ru", number, "ответ|ответа|ответов")

    ending = number % 100 if 11 <= number % 100 <= 14 else number % 10
    assert word == {1: "ответ", 2: "ответа", 3: "ответа", 4: "ответа"}.get(ending, "ответов")


COUNTED = re.compile(
    r"\{(?:n|number|count|people|total|minutes|days|weeks|least|most|fewest|limit|steps|size|units|length|episodes|answered)\}"
    r" (?!(?:из|до|от|в|на|за|с|и|или|не|мин|чел|млн)\b)[а-яё]"
)
FIXED = {
    "demo.made_up", "stats.why.people", "stats.why.effective", "digest.too_few", "digest.reasons_hidden",
    "issue.seed_long_label.what", "issue.condition_long.what", "issue.button_too_long.what", "issue.short_too_long.what",
    "publication.nothing", "methods.rules.people", "methods.rules.change", "methods.checks.few",
    "baseline.unit.visits", "baseline.unit.visits_day", "baseline.unit.visits_person", "baseline.article.sum",
    "board.hidden.people", "publication_table.people",
}  # fmt: skip
"""Sentences whose number is a constant of ours (30 people, 30 signs) or of a source: their word has the form that it takes."""


def test_no_russian_noun_stands_behind_a_number_that_it_would_have_to_agree_with():
    russian = texts.phrases("ru")

    agreeing = {key for key, sentence in russian.items() if COUNTED.search(sentence)}

    assert agreeing - FIXED == set()
    assert FIXED - agreeing == set()


def test_limits_are_those_of_telegram():
    assert telegram.constants.MessageLimit.MAX_TEXT_LENGTH == message.TEXT_UNITS
    assert telegram.constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA == message.DATA_BYTES
    assert telegram.constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH == message.ALERT_CHARS


def test_every_command_says_what_it_does():
    assert all(module.HELP and command == module.NAME for command, module in commands().items())
    assert {"check", "play", "run", "demo", "stats", "invite", "publish", "scripts", "facts"} <= commands().keys()
