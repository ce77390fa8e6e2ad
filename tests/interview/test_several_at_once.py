"""Several services in one message with mistakes in it, and what a person is told who is not understood below a search."""

import pytest

from tests.example import Walker


@pytest.fixture
def services(script):
    walker = Walker(script).begin("kk")
    walker.tap("=a30")
    return walker


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("куалик, пропыска", {"id_card", "residence_reg"}),
        ("удаставерение и прописка", {"id_card", "residence_reg"}),
        ("жеке куәлик пен эцк", {"id_card", "eds"}),
        ("эцп, справка об отсутсвии судимости, прописка", {"eds", "criminal_record", "residence_reg"}),
    ],
)
def test_each_of_several_services_is_found(services, words, codes):
    services.type(words)

    assert codes <= set(services.state.hits)


def test_name_with_an_and_in_it_is_still_found_first(services):
    services.type("справка о наличии и отсутствии судимости")

    assert services.state.hits[0] == "criminal_record"


def test_hint_below_a_search_names_what_was_found(services):
    for action in ("+id_card", "!done", "=m1"):
        services.tap(action)
    for words in ("телефоным кнопкалы", "бұрын", "бұрын"):
        services.type(words)

    assert "мысалы: 1 немесе «ХҚКО-да, өз телефоныммен»" in services.keyboards[-1].text


@pytest.mark.parametrize("words", ["білмеймін", "не знаю", "do not know", "не помню"])
def test_who_does_not_know_how_it_was_done_does_not_remember(services, words):
    for action in ("+id_card", "!done", "=m1"):
        services.tap(action)
    services.type(words)

    assert services.state.answers["channel@id_card"].codes == ("dont_remember",)
