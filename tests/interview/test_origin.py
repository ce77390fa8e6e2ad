import pytest

from bot.interview import taps
from bot.interview.events import Tap, Typed
from bot.interview.state import changed
from bot.interview.step import ask, opening, step
from bot.script.model import Block, Choice, Question
from bot.texts import LANGUAGES, say
from tests.example import EXAMPLE, text

REGIONS = tuple(Choice(code, text(code)) for code in ("abai", "astana", "east"))
SCRIPT = changed(EXAMPLE, blocks=(Block((Question("region", "one", text("Where?"), measures="region", choices=REGIONS),)),))


def asked(language="ru", **origin):
    state = opening("k3v9x2ab", 1, **origin)
    for turn, action in ((1, f"L{language}"), (2, "!yes")):
        state = step(SCRIPT, state, Tap(taps.data("k3v9x2ab", turn, action), 0)).state
    return state


def labels(state):
    return [row[0].label for row in ask(SCRIPT, state).rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_region_of_the_source_stands_first_and_says_why_but_is_not_filled_in(language):
    state = asked(language, region="astana")

    assert labels(state)[0] == f"astana ({language})"
    assert say(language, "origin.region", region=f"astana ({language})") in ask(SCRIPT, state).text
    assert state.answers == {}


@pytest.mark.parametrize("region", ["", "atlantis"])
def test_no_or_unknown_region_proposes_nothing(region):
    state = asked(region=region)

    assert labels(state)[0] == "abai (ru)"
    assert ask(SCRIPT, state).text == "Where? (ru)"


def test_typed_number_means_the_place_on_the_screen():
    turn = step(SCRIPT, asked(region="astana"), Typed("1", 0))

    assert turn.state.answers["region"].codes == ("astana",)


def test_very_first_message_at_a_desk_says_so_in_every_language_and_elsewhere_it_asks_for_the_language_alone():
    at_desk = ask(SCRIPT, opening("k3v9x2ab", 1, place="csc_site")).text
    elsewhere = ask(SCRIPT, opening("k3v9x2ab", 1, place="online")).text

    assert at_desk.splitlines()[:3] == [say(language, "origin.desk") for language in LANGUAGES]
    assert at_desk.endswith(elsewhere)
    assert elsewhere.splitlines() == [say(language, "chat.choose_language") for language in LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_consent_at_a_desk_says_that_staff_need_not_see_the_answers(language):
    spoken = step(SCRIPT, opening("k3v9x2ab", 1, place="csc_site"), Tap(taps.data("k3v9x2ab", 1, f"L{language}"), 0)).state

    assert ask(SCRIPT, spoken).text.startswith(say(language, "origin.desk"))


def test_first_message_elsewhere_is_the_consent_alone():
    spoken = step(SCRIPT, opening("k3v9x2ab", 1, place="media"), Tap(taps.data("k3v9x2ab", 1, "Lru"), 0)).state

    assert ask(SCRIPT, spoken).text.startswith("The office")
