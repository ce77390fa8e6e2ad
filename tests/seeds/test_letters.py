"""Letters that look alike but are not, and words of one language left in another."""

import re

import pytest

from bot.texts import LANGUAGES

WORD = re.compile(r"[^\W\d_]+")
LATIN, CYRILLIC = re.compile(r"[a-z]", re.IGNORECASE), re.compile(r"[а-яёәғқңөұүһі]", re.IGNORECASE)
KAZAKH_LETTER = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
RUSSIAN_ONLY = re.compile(
    r"\b(ЦОН\w*|ЭЦП|СМС|НУЦ|госуслуг\w*|прописк\w*|справк\w*|приложени\w*|или|нет|услуг\w*|области)\b", re.IGNORECASE
)
NAMES = {
    "eGov", "kz", "egov", "pki", "gov", "eotinish", "Mobile", "Digital", "ID", "Telegram", "SMS", "QR", "Kaspi",
    "eOtinish", "eLicense", "operator", "item", "stop", "forget", "privacy",
}  # fmt: skip
"""Latin words that stand in Kazakh and Russian texts as they are: names, addresses, commands and placeholders."""

SAME_IN_BOTH = {
    "0", "Паспорт", "Telegram-бот", "Бизнес", "Астана", "Шымкент", "18–29", "30–44", "45–59", "60–74", "Алматы",
    "Абай", "Жетісу", "Ұлытау",
}  # fmt: skip
"""Words that are the same in Kazakh and Russian."""

Texts = list[tuple[str, dict[str, str]]]


@pytest.fixture(scope="module")
def survey_texts(document) -> Texts:
    """Every text of the survey with its place."""
    return list(_texts(document, ""))


def _texts(node, place):
    if isinstance(node, dict):
        if set(LANGUAGES) <= set(node):
            yield place, {language: node[language] for language in LANGUAGES}
        else:
            for key, value in node.items():
                yield from _texts(value, f"{place}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _texts(value, f"{place}/{number}")


@pytest.fixture(scope="module")
def texts(tables, survey_texts) -> Texts:
    """Every text in three languages: the cells of the seeds, then the survey."""
    found = []
    for name, rows in tables.items():
        for row in rows:
            stems = [column.removesuffix("_kk") for column in row if column.endswith("_kk")]
            found += [(f"{name}/{row['id']}/{stem}", {la: row[f"{stem}_{la}"] for la in LANGUAGES}) for stem in stems]
    return found + survey_texts


def test_word_has_letters_of_one_alphabet(texts):
    wrong = [
        (place, word)
        for place, text in texts
        for words in text.values()
        for word in WORD.findall(words)
        if LATIN.search(word) and CYRILLIC.search(word)
    ]

    assert wrong == []


def test_alias_has_letters_of_one_alphabet_and_of_its_language(tables):
    words = [(row["language"], word) for row in tables["aliases"] for word in WORD.findall(row["alias"])]

    assert [word for _, word in words if LATIN.search(word) and CYRILLIC.search(word)] == []
    assert [word for language, word in words if language == "en" and CYRILLIC.search(word)] == []
    assert {word for language, word in words if language != "en" and LATIN.search(word)} <= {"ID", "NCALayer"}


def test_latin_words_in_kazakh_and_russian_are_names(texts):
    found = {word for _, text in texts for la in ("kk", "ru") for word in WORD.findall(text[la]) if LATIN.search(word)}

    assert found <= NAMES


def test_english_has_no_cyrillic(texts):
    assert [place for place, text in texts if CYRILLIC.search(text["en"])] == []


def test_russian_has_no_kazakh_letters_but_in_names(texts):
    found = {word for _, text in texts for word in WORD.findall(text["ru"]) if KAZAKH_LETTER.search(word)}

    assert found <= {"Жетісу", "Ұлытау"}


def test_kazakh_has_no_russian_words(texts):
    assert [(place, text["kk"]) for place, text in texts if RUSSIAN_ONLY.search(text["kk"])] == []


def test_kazakh_is_not_a_copy_of_russian(texts):
    copied = {text["kk"] for _, text in texts if text["kk"] and text["kk"] == text["ru"]}

    assert copied <= SAME_IN_BOTH


def test_kazakh_questions_are_written_in_kazakh_letters(survey_texts):
    asked = [text["kk"] for place, text in survey_texts if place.endswith(("/ask", "/why", "/hint", "/consent"))]

    assert len(asked) > 20
    assert [words for words in asked if not KAZAKH_LETTER.search(words)] == []


def test_russian_names_no_gender(texts):
    gendered = re.compile(r"\w\((а|ла|ась|на|ен|ся)\)|\b(сам|сама|согласен|согласна)\b", re.IGNORECASE)

    assert [(place, text["ru"]) for place, text in texts if gendered.search(text["ru"])] == []
