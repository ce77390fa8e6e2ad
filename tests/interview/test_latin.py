"""Services looked for in Latin letters, of every alphabet that Kazakhstan has tried and of those that people make up."""

import pytest

from bot.interview.search import index
from bot.settings import ROOT
from bot.usecases.sources import loaded

SPELLINGS = {
    "id_card": [
        "kualik",
        "kuelik",
        "kwalik",
        "kuälik",
        "kuálik",
        "jeke kualik",
        "zheke kuwalik",
        "udostoverenie lichnosti",
        "tolqujat",
    ],
    "driver_licence": [
        "kualik",
        "kwälik",
        "jurgizushi kualigi",
        "zhurgizushy kualik",
        "voditelskie prava",
        "voditelskije prava",
    ],
    "name_change": [
        "ata-tek",
        "atatek",
        "ata tegi",
        "tegin",
        "tegi",
        "tegin ozgertu",
        "aty-jonin ozgertu",
        "familiya",
        "smena familii",
    ],
    "pension": ["zeynetaqy", "zeınetaqy", "zeinetaky", "zejnetaqy", "pensiya", "pensija", "pensia"],
    "child_allowance": ["jardemaqy", "zhardemaky", "järdemaqı", "jærdemaqy", "dekret"],
    "kindergarten": ["balabaqsha", "balabaqşa", "balabaksha", "bala baqsa", "detsad", "detskij sad"],
    "eds": ["qoltanba", "koltanba", "qoltañba", "elektrondyq qoltanba", "ecq", "etsp", "ecp"],
    "residence_reg": ["mekenjay", "mekenzhai", "propiska"],
    "marriage_reg": ["neke qiyu", "neke kiyu", "nekeni tirkew", "zhenitba", "brak"],
    "criminal_record": ["sottylyq", "sottylik", "spravka o nesudimosti"],
    "land": ["jer", "zher", "zemlya", "zemlja"],
    "vehicle": ["kolik tirkeu", "kölik", "uchet avto"],
    "doctor": ["dariger", "därigerge jazylu", "darigerge zhazylu"],
    "clinic": ["emhana", "emkhana"],
    "disability": ["mugedektik", "mügedektik", "invalidnost"],
    "military": ["askeri", "áskeri bilet", "voennik"],
    "birth_reg": ["tuu turaly kualik", "týý týraly kýálik", "svidetelstvo o rojdenii", "svidetelstvo o rozhdenii"],
    "tax_declaration": ["deklaraciya", "deklaracija", "salyq", "salık"],
}


@pytest.fixture(scope="module")
def services():
    script = loaded(ROOT / "surveys" / "service_usage.yaml", ROOT / "seeds").script
    return index(next(asked for block in script.blocks for asked in block.questions if asked.measures == "service"))


@pytest.mark.parametrize(("words", "code"), [(words, code) for code, spelt in SPELLINGS.items() for words in spelt])
def test_latin_spelling_finds_the_service_among_five(services, words, code):
    assert code in services.search(words)
