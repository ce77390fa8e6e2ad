"""Regions stand in the order of the alphabet of whoever reads them, the three cities before all."""

import pytest

from bot.interview.events import Typed
from bot.interview.open import of
from bot.interview.state import Slot, State, changed
from bot.interview.step import ask, step
from bot.script.model import Block, Choice, Question
from tests.example import EXAMPLE, NONCE, text

CITIES = {"almaty_city", "astana", "shymkent"}
EXPECTED = {
    "kk": "Абай облысы|Ақмола облысы|Ақтөбе облысы|Алматы облысы|Атырау облысы|БҚО|Жамбыл облысы|Жетісу облысы|"
    "Қарағанды облысы|Қостанай облысы|Қызылорда облысы|Маңғыстау облысы|Павлодар облысы|СҚО|Түркістан облысы|"
    "Ұлытау облысы|ШҚО",
    "ru": "область Абай|Акмолинская|Актюбинская|Алматинская обл.|Атырауская|ВКО|Жамбылская|область Жетісу|ЗКО|"
    "Карагандинская|Костанайская|Кызылординская|Мангистауская|Павлодарская|СКО|Туркестанская|область Ұлытау",
    "en": "Abai|Akmola|Aktobe|Almaty Region|Atyrau|East Kazakhstan|Karaganda|Kostanay|Kyzylorda|Mangystau|"
    "North Kazakhstan|Pavlodar|Turkistan|Ulytau|West Kazakhstan|Zhambyl|Zhetisu",
}


def at_region(language):
    return State(nonce=NONCE, seed=1, phase="asking", status="started", language=language, slot=Slot("region"))


@pytest.mark.parametrize("language", sorted(EXPECTED))
def test_cities_come_first_and_regions_by_the_alphabet_of_the_language(script, language):
    shown = of(script, at_region(language)).choices

    assert {choice.code for choice in shown[:3]} == CITIES
    assert [choice.label[language] for choice in shown[3:]] == EXPECTED[language].split("|")


def test_typed_number_means_the_place_where_the_region_stands(script):
    turn = step(script, at_region("ru"), Typed("9", 0))

    assert turn.state.answers["region"].codes == ("east_kz",)


def test_proposed_region_still_stands_before_all(script):
    state = changed(at_region("ru"), region="east_kz")

    assert ask(script, state).rows[0][0].label == "ВКО"


def test_list_without_such_columns_keeps_its_own_order():
    rows = tuple(Choice(code, text(code)) for code in ("b", "a"))
    plain = changed(EXAMPLE, blocks=(Block((Question("region", "one", text("Where?"), choices=rows),)),))

    assert [choice.code for choice in of(plain, at_region("ru")).choices] == ["b", "a"]


def test_none_and_other_stay_behind_a_sorted_list():
    rows = (
        Choice("b", text("b"), columns={"sort_ru": ""}),
        Choice("a", text("z"), columns={"sort_ru": "a"}),
        Choice("none", text("a"), only=True),
        Choice("other", text("a"), typed=True),
    )
    listed = changed(EXAMPLE, blocks=(Block((Question("region", "one", text("Where?"), choices=rows),)),))

    assert [choice.code for choice in of(listed, at_region("ru")).choices] == ["a", "b", "none", "other"]
