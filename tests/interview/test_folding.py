"""What people type on any keyboard becomes the same words."""

import pytest

from bot.interview.folding import fold

SAME = [
    ("Жеке куәлік", "жеке куалик", "JEKE KUALIK", "zheke kuálik", "жеке  «куәлік»!", "jeke kuwalik"),
    ("туу", "tuw", "ТУ"),
    ("балабақша", "балабакша", "balabaqsha", "balabaqşa"),
    ("салық декларациясы", "salyq deklaraciyasy", "салык декларациясы", "salyq deklaratsiyasy"),
    ("жүргізуші", "jurgizushi", "жургизуши", "jürgizuşi"),
    ("Шағым", "şağym", "shagym"),
    ("паспорт", "pasport", "Пасспорт"),
    ("детский сад", "detskiy sad", "детскии сад"),
    ("ребёнок", "ребенок", "rebenok"),
    ("щука", "shchuka", "schuka"),
    ("ЭЦП", "etsp", "эцп"),
    ("de-registration", "De registration"),
    ("зейнетақы", "zeınetaqy", "zeynetaqy", "zejnetaky", "zeinetaki"),
    ("жәрдемақы", "jærdemaqy", "jərdemaqy", "zhardemaky", "järdemaqı"),
    ("туу", "týý"),
    ("қарындаш", "qaryndaş", "karyndash", "karındash", "karyndaš"),
    ("детский", "detskij", "detskiy"),
    ("декларация", "deklaracija", "deklaraciya", "deklaratsiya"),
    ("мекенжай", "mekenjay", "mekenzhai", "mekenjaj"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_word_fold_alike(spellings):
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("справка", "прописка"), ("18–29", "18–30"), ("права", "право"), ("йод", "ад"), ("жас", "jas t"), ("ажырау", "айырау")],
)
def test_other_words_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("nothing", ["", "  ", "«»", "—", "\u0301"])
def test_signs_alone_are_nothing(nothing):
    assert fold(nothing) == ""


def test_digits_keep_their_number():
    assert fold("11 00") == "11 00"
