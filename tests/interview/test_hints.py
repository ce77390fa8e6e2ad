"""For each reason and each kind of service: what a person gets back."""

import pytest

from bot.interview.hints import hints
from bot.interview.state import Answer, Slot
from bot.script.catalogue import read
from bot.script.model import Block, Choice, Question, Script
from bot.settings import ROOT
from bot.texts import LANGUAGES, say
from bot.usecases.sources import loaded

SCRIPT = loaded(ROOT / "surveys" / "service_usage.yaml", ROOT / "seeds").script
SERVICES = {"yes": "address_cert", "partly": "driver_licence", "no": "passport", "": "other"}
NAMES = {"yes": "Адресная справка", "partly": "Водительские права", "no": "Паспорт", "": "Оберег от сглаза"}
TRIED = {"eds_fail", "face_fail", "tech_fail", "complicated", "data_error", "rejected", "payment", "language"}
RULES = {"must_come", "sent_there", "paper"}
KEEP = {"advice", "in_person", "faster"}
OPEN = {"other", "hard_to_say"}
REASONS = {
    choice.code: choice
    for block in SCRIPT.blocks
    for question in block.questions
    if question.measures == "reason"
    for choice in question.choices
}


def answers(*given):
    """(question, item, codes) as the engine keeps them; a typed service has its words."""
    made = [Answer(Slot(question, item), codes=codes) for question, item, codes in given]
    words = Answer(Slot("services"), codes=made[0].codes, text="Оберег от сглаза" if "other" in made[0].codes else "")
    return {answer.slot.key: answer for answer in (words, *made[1:])}


def visit(service, *reasons, channel="csc_operator"):
    tried = bool(set(reasons) & TRIED)
    return [("channel", service, (channel,)), ("reasons_tried" if tried else "reasons_came", service, reasons)]


def told(*visits, language="ru"):
    services = tuple(dict.fromkeys(item for each in visits for _, item, _ in each))
    given = answers(("services", "", services), *(one for each in visits for one in each))
    return hints(SCRIPT, given, language)


def expected(reason, online):
    """The line by the rule: where it is online, the address and the remedy; else only what concerns rules."""
    address = {"yes": "онлайн: egov.kz.", "partly": "в части случаев онлайн: egov.kz."}.get(online)
    remedy = "" if reason in OPEN else REASONS[reason].remedy["ru"]
    if reason in KEEP:
        return ()
    if address:
        return (f"• {NAMES[online]} — {address} {remedy}".rstrip(),)
    rules = reason in RULES or (reason == "not_online" and online == "")
    return (f"• {NAMES[online]}: {remedy}",) if rules else ()


@pytest.mark.parametrize("online", SERVICES)
@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_gets_what_fits_the_service(reason, online):
    assert told(visit(SERVICES[online], reason)) == expected(reason, online)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_in_the_language_of_the_person(language):
    (line,) = told(visit("address_cert", "no_eds"), language=language)

    assert line.endswith(REASONS["no_eds"].remedy[language])


def test_of_several_reasons_the_firmest_obstacle_is_answered():
    (line,) = told(visit("address_cert", "in_person", "unaware", "no_eds"))

    assert line.endswith(REASONS["no_eds"].remedy["ru"])


def test_three_visits_get_three_lines_and_the_same_advice_once():
    lines = told(*(visit(service, "skills") for service in ("eds", "address_cert", "property_cert")))

    assert len(lines) == 3
    assert [REASONS["skills"].remedy["ru"] in line for line in lines] == [True, False, False]


def test_who_is_online_already_learns_how_to_help_a_parent():
    assert told(visit("eds", channel="egov_mobile")) == (say("ru", "last.already"),)


def test_who_is_online_and_likes_to_talk_gets_no_advice_about_the_visit():
    lines = told(visit("eds", channel="egov_mobile"), visit("address_cert", "in_person"))

    assert lines == (say("ru", "last.already"),)


def test_who_used_nothing_gets_nothing():
    assert hints(SCRIPT, {"services": Answer(Slot("services"), codes=("none",))}, "ru") == ()


def test_withdrawn_reason_is_not_answered():
    given = answers(("services", "", ("address_cert",)), *visit("address_cert", "skills"))
    given["reasons_came@address_cert"] = Answer(Slot("reasons_came", "address_cert"), codes=("skills",), withdrawn=True)

    assert hints(SCRIPT, given, "en") == ("• Address certificate – online: egov.kz.",)


def test_order_in_which_answers_are_read_does_not_matter():
    given = answers(("services", "", ("eds", "address_cert")), *visit("eds", "no_eds"), *visit("address_cert", "trust"))

    assert hints(SCRIPT, dict(reversed(given.items())), "kk") == hints(SCRIPT, given, "kk")


def test_service_without_an_address_is_only_said_to_be_online():
    service = Choice("aid", {"ru": "Помощь"}, columns={"online": "yes"})
    channel = Choice("csc_self", {"ru": "ЦОН"})
    script = Script(
        "small", {}, ("ru",), {}, {}, (
            Block((Question("services", "many", {}, measures="service", choices=(service,)),)),
            Block((Question("channel", "one", {}, measures="channel", choices=(channel,)),), over="services"),
        ),
    )  # fmt: skip

    lines = hints(script, answers(("services", "", ("aid",)), ("channel", "aid", ("csc_self",))), "ru")

    assert lines == ("• Помощь — можно онлайн.",)


def test_every_row_of_reasons_is_in_this_table():
    rows = read({path.name: path.read_text("utf-8") for path in (ROOT / "seeds").glob("*.csv")})

    assert rows
    assert len(REASONS) == 22
