"""Three hundred ways to look for a service: the right one is among the five that are shown.

The queries were written from the names of the services alone, before there were any aliases. Because the same person wrote
both, the stricter figure counts, too: there every alias that says exactly what a query says is taken away before the search.
"""

import csv
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from bot.interview.folding import fold
from bot.interview.search import MOST_HITS, index
from bot.script.model import Choice, Question
from bot.settings import ROOT
from bot.texts import LANGUAGES
from bot.usecases.sources import loaded

AIM = 0.95
QUERIES = list(csv.DictReader(Path(__file__).with_name("queries.csv").read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def services():
    script = loaded(ROOT / "surveys" / "service_usage.yaml", ROOT / "seeds").script
    return next(asked for block in script.blocks for asked in block.questions if asked.measures == "service")


@pytest.fixture(scope="module")
def without(services):
    """The services without every alias that is one of the queries."""
    said = {fold(query["query"]) for query in QUERIES}
    rows = (
        msgspec.structs.replace(row, also=tuple(words for words in row.also if fold(words) not in said))
        for row in services.choices
    )
    return msgspec.structs.replace(services, choices=tuple(rows))


def rates(hits, column):
    """How often the right service was found, by the values of a column. `hits`: query to found or not."""
    asked = Counter(query[column] for query, _ in hits)
    right = Counter(query[column] for query, hit in hits if hit)
    return {value: f"{right[value] / asked[value]:.0%}" for value in asked}


@pytest.mark.parametrize("which", ["services", "without"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_right_service_is_among_five(language, which, request, capsys):
    known = index(request.getfixturevalue(which))
    queries = [query for query in QUERIES if query["language"] == language]

    hits = [(query, query["service"] in known.search(query["query"])) for query in queries]

    missed = [query["query"] for query, hit in hits if not hit]
    told = f"{which}, {language}: {rates(hits, 'language')[language]}, by kind {rates(hits, 'kind')}, missed {missed}"
    with capsys.disabled():
        print(f"\n{told}")  # noqa: T201 - the figures are worth more than a dot
    assert len(queries) == 100
    assert len(missed) <= round((1 - AIM) * len(queries))


def test_queries_name_every_service(services):
    assert {query["service"] for query in QUERIES} == {row.code for row in services.choices if not row.only and not row.typed}


def test_search_gives_five_at_most_and_never_none_or_other(services):
    for query in QUERIES:
        hits = index(services).search(query["query"])
        assert len(hits) <= MOST_HITS
        assert not {"none", "other"} & set(hits)


@pytest.mark.parametrize("words", ["", "«»", "ааа", "x", "12", "асдфг", "не знаю", "білмеймін", "ааа ббб ввв"])
def test_words_about_no_service_find_nothing(services, words):
    assert index(services).search(words) == ()


def test_long_story_is_searched_by_its_first_words(services):
    begun = "получение паспорта гражданина Казахстана для мужа и детей"

    assert index(services).search(f"{begun} {'развод справка ' * 30}") == index(services).search(begun)
    assert index(services).search(begun)[:1] == ("passport",)


def test_exact_name_comes_first(services):
    known = index(services)
    for row in services.choices:
        if not row.only and not row.typed:
            for words in (*row.label.values(), *row.also):
                assert row.code in known.exact(words)
                assert known.search(words)[0] in known.exact(words)


def test_words_that_mean_two_rows_are_not_exact_for_one():
    rows = tuple(Choice(code, {"ru": "Справка"}) for code in ("a", "b"))

    assert index(Question("q", "one", {}, choices=rows)).exact("справка") == {"a", "b"}


def test_beginning_is_that_of_a_name():
    rows = (Choice("a", {"ru": "Астана"}), Choice("b", {"ru": "Алматы"}))
    known = index(Question("q", "one", {}, choices=rows))

    assert known.beginning("аст") == {"a"}
    assert known.beginning("мат") == frozenset()
    assert known.beginning("") == frozenset()


def test_list_of_own_words_only_has_nothing_to_find():
    asked = Question("q", "one", {}, choices=(Choice("other", {"ru": "Другое"}, typed=True),))

    assert index(asked).search("другое") == ()
