"""Finding a service in the shipped survey: by words, by category, and one's own words where it is not in the list."""

import msgspec
import pytest

from bot.interview import state as states
from bot.interview.effects import Alert, Ask, Keep, Redraw, Settle
from bot.interview.events import Start
from bot.interview.open import of
from bot.interview.shelves import members, titles
from bot.interview.step import opening
from bot.sandbox.persona import Persona
from bot.script.model import Block, Choice, Question
from tests.example import EXAMPLE, NONCE, Walker, text


@pytest.fixture
def at_services(script):
    """A person before whom the list of services stands."""

    def begin(language="ru", first=None):
        walker = Walker(script)
        walker.state = opening(NONCE, 1, first=first)
        walker.begin(language).tap("=a30")
        return walker

    return begin


def kinds(turn):
    return [type(effect) for effect in turn.effects]


def test_exact_name_is_one_button_and_not_an_answer(at_services):
    walker = at_services()

    turn = walker.type("Паспорт")

    assert kinds(turn) == [Settle, Ask]
    assert walker.buttons() == ["+passport", "=none", "!take", "#"]
    assert walker.state.ticks == ()


@pytest.mark.parametrize("words", ["уведомление о праве", "справк", "анықтама", "certificate"])
def test_at_most_five_are_shown_with_none_other_and_the_way_back(at_services, words):
    walker = at_services()

    walker.type(words)

    assert walker.buttons()[-3:] == ["=none", "!take", "#"]
    assert 0 <= len(walker.buttons()) - 3 <= 5


def test_found_service_is_ticked_in_place_and_done_ends_the_question(at_services):
    walker = at_services()
    walker.type("tehpasport")

    ticked = walker.tap("+vehicle")
    done = walker.tap("!done")

    assert kinds(ticked) == [Redraw]
    assert [effect.answer.codes for effect in done.effects if isinstance(effect, Keep)] == [("vehicle",)]
    assert (walker.state.query, walker.state.hits) == ("", ())


def test_words_that_are_not_in_the_list_are_kept_masked_when_the_person_says_so(at_services):
    walker = at_services("en")

    walker.type("dog vaccination 87011234567")
    before = walker.state.ticks
    walker.tap("!take")
    walker.tap("!done")

    assert before == ()
    assert walker.state.answers["services"].text == "dog vaccination •••"
    assert walker.state.answers["services"].codes == ("other",)


def test_looked_up_words_stand_masked_in_the_state(at_services):
    walker = at_services()

    walker.type("справка 870112345678")

    assert "8701" not in states.encode(walker.state)


def test_own_words_replace_earlier_ones_without_a_second_tick(at_services):
    walker = at_services("en")
    walker.type("dog vaccination")
    walker.tap("!take")
    walker.type("cat vaccination qqq")

    turn = walker.tap("!take")

    assert kinds(turn) == [Redraw]
    assert (walker.state.ticks, walker.state.words) == (("other",), "cat vaccination qqq")


def test_same_own_words_again_bring_the_list_back(at_services):
    walker = at_services("en")
    for _ in range(2):
        walker.type("dog vaccination")
        turn = walker.tap("!take")

    assert kinds(turn) == [Redraw]
    assert "#*" in walker.buttons()


def test_own_words_over_the_limit_are_refused_with_a_notice(at_services):
    walker = at_services("en")
    walker.type("1, 2, 3")
    walker.type("dog vaccination")

    turn = walker.tap("!take")

    assert kinds(turn) == [Alert]
    assert walker.state.ticks == ("id_card", "eds", "residence_reg")


def test_words_after_not_in_the_list_are_the_answer_unless_the_list_has_them(at_services):
    walker = at_services("en")
    walker.tap("+other")
    walker.type("dog vaccination")
    known = at_services("en")
    known.tap("+other")
    known.type("passport")

    assert (walker.state.ticks, walker.state.words) == (("other",), "dog vaccination")
    assert known.state.hits == ("passport",)
    assert known.state.ticks == ()


def test_several_exact_names_are_shown_together(at_services):
    walker = at_services()

    walker.type("паспорт, ЭЦП и развод")

    assert set(walker.state.hits) == {"passport", "eds", "divorce_reg"}


def test_yes_and_no_answer_is_it_this_one(at_services):
    walker = at_services("kk")
    walker.type("паспорт")
    yes = walker.type("иә")
    walker.type("апостиль")
    no = walker.type("жоқ")

    assert kinds(yes) == kinds(no) == [Settle, Ask]
    assert walker.state.ticks == ("passport",)
    assert walker.state.query == ""


def test_categories_lead_to_every_service(at_services, script):
    walker = at_services("kk")
    shown = of(script, walker.state)
    reached = {action[1:] for action in walker.buttons() if action[0] == "+"}

    categories = list(titles(shown.rows, "kk"))
    walker.tap("#*")
    for category, following in zip(categories, [*([f"#{each}"] for each in categories[1:]), []], strict=True):
        walker.tap(f"#{category}")
        assert walker.buttons()[-3 - len(following) :] == ["=none", "+other", *following, "#*"]
        reached |= {action[1:] for action in walker.buttons() if action[0] == "+"}

    assert reached - {"other"} == {choice.code for choice in shown.rows}


def test_category_stands_in_the_order_of_the_persons_alphabet(at_services, script):
    def labels(language):
        shown = of(script, at_services(language).state)
        return [choice.label[language] for choice in members(shown.rows, "family", language)]

    assert labels("kk") == [
        "Ажырасу", "Аты-жөнді өзгерту", "Баланың тууын тіркеу", "Қайталама куәлік", "Қайтыс болуды тіркеу", "Некені тіркеу",
    ]  # fmt: skip
    assert labels("ru")[0] == "Дубликат свидетельства"


def test_number_beside_a_row_means_that_row_wherever_it_is_typed(at_services, script):
    walker = at_services()
    numbers = {choice.code: number for number, choice in enumerate(of(script, walker.state).choices, 1)}

    walker.tap("#*")
    walker.tap("#transport")
    listed = walker.keyboards[-1].text
    walker.type(str(numbers["fines"]))
    walker.type(f"{numbers['apostille']} и 2")

    assert f"{numbers['fines']}. Проверка и оплата штрафа" in listed
    assert walker.state.ticks == ("fines", "apostille", "eds")


@pytest.mark.parametrize(("number", "ticks"), [("33", ()), ("2", ()), ("1", ("apostille",))])
def test_what_was_found_is_counted_from_one(at_services, number, ticks):
    walker = at_services()
    walker.type("апостиль")
    assert "1. Признание документа" in walker.keyboards[-1].text

    walker.type(number)

    assert (walker.state.ticks, walker.state.failures) == (ticks, 0 if ticks else 1)


def test_number_with_a_word_behind_it_is_looked_up(at_services):
    walker = at_services()

    walker.type("1 класс")

    assert walker.state.hits == ("school",)
    assert walker.state.ticks == ()


def test_numbers_of_which_one_is_wrong_mark_nothing(at_services):
    walker = at_services()

    walker.type("1, 5 и 99")

    assert (walker.state.ticks, walker.state.query, walker.state.failures) == ((), "", 1)


def test_ticks_out_of_sight_are_told(at_services):
    walker = at_services("en")
    walker.type("2")

    walker.tap("#*")

    assert "Marked: Digital signature" in walker.keyboards[-1].text


def test_codes_that_come_first_are_the_first_page(at_services, script):
    first = ("military", "apostille")

    walker = at_services("ru", {"services": first})

    assert walker.buttons()[:3] == ["+military", "+apostille", "+id_card"]
    assert {choice.code for choice in of(script, walker.state).choices} == {
        choice.code for choice in of(script, at_services().state).choices
    }


@pytest.mark.parametrize("action", ["#nowhere", "#", "p1", "!take"])
def test_forged_ways_change_nothing(at_services, action):
    walker = at_services()
    before = walker.state

    walker.tap(action)

    assert walker.state == before


def test_typed_done_back_and_list_are_buttons(at_services):
    walker = at_services("kk")
    walker.type("паспорт")
    listed = walker.type("тізім")
    walker.type("1")
    back = walker.type("артқа")
    asked = walker.state.slot.question
    walker.type("40 жаста")
    walker.type("1")
    walker.type("дайын")

    assert kinds(listed) == kinds(back) == [Settle, Ask]
    assert asked == "age"
    assert walker.state.answers["services"].codes == ("id_card",)


def test_done_without_a_mark_says_what_is_missing(at_services):
    walker = at_services("en")

    turn = walker.type("done")

    assert kinds(turn) == [Settle, Ask]
    assert walker.keyboards[-1].text.startswith("Mark at least 1.")


def test_made_up_people_reach_services_beyond_the_first_page(script):
    chosen = set()
    for seed in range(150):
        walker, persona = Walker(script, seed=seed), Persona(seed)
        while walker.state.phase != "final" and "services" not in walker.state.answers:
            data = persona.tap(walker.keyboards[-1])
            if not data:
                break
            walker.tap(data.split(":", 2)[2])
        chosen |= set(walker.state.answers["services"].codes) if "services" in walker.state.answers else set()

    first = {choice.code for choice in of(script, Walker(script).begin().tap("=a30").state).choices[:10]}
    assert len(chosen - first - {"none"}) > 5


def test_state_of_an_older_bot_is_read():
    assert states.decode('{"nonce":"k3v9x2ab","seed":1,"page":2}').query == ""


def long_script(kind, columns, number=26):
    rows = tuple(Choice(f"s{place}", text(f"Short {place}"), columns=columns) for place in range(1, number + 1))
    asked = Question("places", kind, text("Places?"), choices=(*rows, Choice("other", text("Elsewhere"), typed=True)))
    return msgspec.structs.replace(EXAMPLE, blocks=(Block((asked, *EXAMPLE.blocks[-1].questions[-1:])),))


def test_category_with_many_rows_has_pages():
    columns = {"category": "all", **{f"category_label_{language}": "Everything" for language in ("kk", "ru", "en")}}
    walker = Walker(long_script("many", columns)).begin()

    walker.tap("#*")
    walker.tap("#all")
    first = walker.buttons()
    walker.tap("p2")

    assert [action for action in first if action[0] in "p#"] == ["p1", "#*"]
    assert [action for action in walker.buttons() if action[0] == "+"][-2:] == ["+s9", "+other"]
    assert len([action for action in walker.buttons() if action[0] == "+"]) == 7


def test_one_long_list_takes_looked_up_words_as_the_answer():
    walker = Walker(long_script("one", {})).begin()

    walker.type("on the moon")
    walker.tap("!take")

    assert walker.state.answers["places"].codes == ("other",)
    assert walker.state.answers["places"].text == "on the moon"


def test_one_long_list_is_answered_by_the_button_of_what_was_found():
    walker = Walker(long_script("one", {})).begin()

    walker.type("short 12 (en)")
    hits = walker.state.hits
    walker.tap(f"={hits[0]}")

    assert hits == ("s12",)
    assert walker.state.answers["places"].codes == ("s12",)


def test_short_list_without_own_words_shows_what_is_like_the_words(at_services):
    walker = at_services("ru")
    walker.type("1")
    walker.type("готово")
    walker.tap("=m1")

    walker.type("цон")
    shown = walker.buttons()
    told = walker.keyboards[-1].text
    walker.type("2")

    assert "\n2. В ЦОНе, на своём телефоне\n" in told
    assert shown[:3] == ["=csc_operator", "=csc_helped", "=csc_self"]
    assert walker.state.answers["channel@id_card"].codes == ("csc_helped",)


def test_sentence_shows_every_choice_that_one_of_its_words_is_like(at_services):
    walker = at_services("ru")
    walker.type("1")
    walker.type("готово")
    walker.tap("=m1")

    walker.type("ходила в цон, мне там помогли")

    assert walker.buttons()[:3] == ["=csc_operator", "=csc_helped", "=csc_self"]


@pytest.mark.parametrize(("words", "found"), [("мне нужен был паспорт, я была в цоне", True), ("прививка моей собаке", False)])
def test_service_is_found_in_a_sentence_by_its_word(at_services, words, found):
    walker = at_services("ru")

    walker.type(words)

    assert ("+passport" in walker.buttons()) == found


@pytest.mark.parametrize(("words", "age"), [("Мне 67 лет", "a60"), ("67", "a60"), ("маған 38 жас", "a30"), ("от 18 до 60", "")])
def test_age_is_understood_in_a_short_sentence(script, words, age):
    walker = Walker(script).begin("ru")

    walker.type(words)

    assert [answer.codes for answer in walker.state.answers.values()] == ([(age,)] if age else [])


def test_question_that_is_asked_again_by_start_leaves_no_second_keyboard(at_services):
    walker = at_services("ru")
    walker.state = msgspec.structs.replace(walker.state, heard=1)

    turn = walker.send(Start(2))

    assert kinds(turn) == [Settle, Ask]
