"""«Да» and «жоқ» where a list stands open: to what was found, to what is marked, and to no question; and signs alone."""

import pytest

from bot.interview.effects import Ask, Keep
from bot.interview.state import Slot
from tests.example import Walker

YES, NO = ("да", "иә", "ия", "yes", "Да!"), ("нет", "жоқ", "жок", "no")
NOWHERE = "абракадабра"


@pytest.fixture
def services(script):
    walker = Walker(script).begin("ru")
    walker.tap("=a30")
    return walker


def kept(turn):
    return [(effect.answer.codes, effect.answer.text) for effect in turn.effects if isinstance(effect, Keep)]


def test_what_was_not_found_says_that_a_yes_keeps_the_words(services):
    services.type(NOWHERE)

    assert "или слово «да» запишет ваши слова" in services.keyboards[-1].text


@pytest.mark.parametrize("words", YES)
def test_yes_to_what_was_not_found_keeps_the_words(services, words):
    services.type(NOWHERE)

    services.type(words)

    assert services.state.ticks == ("other",)
    assert f"Вы написали: {NOWHERE}." in services.keyboards[-1].text
    assert kept(services.type("готово")) == [(("other",), NOWHERE)]


@pytest.mark.parametrize("words", NO)
@pytest.mark.parametrize("before", [NOWHERE, "справка", "паспорт"])
def test_no_to_what_was_looked_up_leads_back_to_the_list(services, words, before):
    services.type(before)

    turn = services.type(words)

    assert isinstance(turn.effects[-1], Ask)
    assert services.state.query == ""
    assert services.state.slot == Slot("services")


@pytest.mark.parametrize("words", YES)
def test_yes_to_several_is_not_looked_up(services, words):
    services.type("справка")
    found = services.state.hits

    services.type(words)

    assert services.state.hits == found
    assert services.keyboards[-1].text.startswith("Не получилось понять.")


@pytest.mark.parametrize("words", YES)
def test_yes_to_what_is_marked_goes_on(services, words):
    services.type("1, 4")

    assert kept(services.type(words)) == [(("id_card", "doctor"), "")]


@pytest.mark.parametrize("words", ["ок", "хорошо", "OK"])
def test_ok_to_own_words_goes_on(script, words):
    walker = Walker(script).begin("ru")
    for action in ("=a30", "=none", "=v0"):
        walker.tap(action)
    walker.type("по дороге на рынок")

    assert kept(walker.type(words)) == [(("other",), "по дороге на рынок")]


@pytest.mark.parametrize("words", ["ничего", "Никаких!", "не получала", "ештеңе", "алмадым", "nothing"])
def test_nothing_to_which_of_these_means_none_of_them(services, words):
    assert kept(services.type(words)) == [(("none",), "")]


@pytest.mark.parametrize("words", ["дальше", "далее", "next"])
def test_next_goes_on_with_what_is_marked(services, words):
    services.type("1")

    assert kept(services.type(words)) == [(("id_card",), "")]


@pytest.mark.parametrize("words", NO)
def test_no_to_which_of_these_means_none_of_them(services, words):
    assert kept(services.type(words)) == [(("none",), "")]


@pytest.mark.parametrize("words", NO)
def test_no_beside_marks_is_not_guessed(services, words):
    services.type("1")

    services.type(words)

    assert services.state.ticks == ("id_card",)
    assert services.state.slot == Slot("services")


@pytest.mark.parametrize("words", [*YES, *NO])
def test_yes_or_no_is_no_reason_of_ones_own(script, words):
    walker = Walker(script).begin("ru")
    for action in ("=a30", "=none", "=v0"):
        walker.tap(action)
    assert walker.state.slot == Slot("not_online_why")

    walker.type(words)

    assert walker.state.ticks == ()
    assert walker.keyboards[-1].text.startswith("Не получилось понять.")


@pytest.mark.parametrize(("words", "code"), [("да", "tried"), ("жоқ", "not_tried"), ("yes", "tried"), ("no", "not_tried")])
def test_yes_or_no_that_names_a_choice_is_the_choice(script, words, code):
    walker = Walker(script).begin("kk")
    for action in ("=a30", "+id_card", "!done", "=m1", "=csc_operator"):
        walker.tap(action)

    assert kept(walker.type(words)) == [((code,), "")]


@pytest.mark.parametrize("words", ["😀👍", "???", "…", "❤️"])
@pytest.mark.parametrize("tapped", [(), ("+other",)])
def test_signs_alone_are_no_service(services, words, tapped):
    for action in tapped:
        services.tap(action)
    services.type(words)

    assert services.state.words == ""
    assert services.state.failures == 1
