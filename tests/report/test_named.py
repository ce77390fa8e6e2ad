"""The most named reasons in one line of the weekly message: the largest services first, as many as fit."""

import pytest
from msgspec.structs import replace

from bot.report.named import IN_DIGEST, LINE_UNITS, added, line
from bot.stats.figure import Figure
from bot.stats.most_named import MostNamed
from bot.texts import say
from tests.told import LANGUAGES, text


def row(service, *, published=True):
    figure = Figure("", "reason", "r", text("білмеген", "не знали", "did not know"), "stated", 80, 120, fix="inform")
    owned = replace(figure, owner=text("айту", "дело", "tell"))
    return MostNamed(service, text(service), owned, published=published, why_not="" if published else "chance")


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_has_the_first_services_with_reason_owner_and_visits(language):
    said = line([row(name) for name in ("a-a", "b-b", "c-c", "d-d")], language)

    assert [f"{name} " in said for name in ("a-a", "b-b", "c-c", "d-d")] == [True, True, True, False]
    assert said.count("120") == IN_DIGEST
    assert len(said) <= LINE_UNITS


def test_service_that_does_not_fit_is_left_out():
    long = row("a service with a name of many words " * 3)

    assert line([long, long, long], "en").count("many words") < IN_DIGEST * 3
    assert line([row("x" * LINE_UNITS)], "en") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_stands_before_what_is_not_seen_and_nothing_changes_without_one(language):
    paragraphs = [["heading"], [f"{say(language, 'digest.not_seen')} More.", "rest"], ["quote"]]

    found = added(paragraphs, [row("a")], language)

    assert found[0::3] == [["heading"], ["quote"]]
    assert found[1] == [line([row("a")], language)]
    assert found[2][0] == f"{say(language, 'most_named.not_seen')} More."
    assert added(paragraphs, [row("a", published=False)], language) == paragraphs
    assert added(paragraphs[::2], [row("a")], language) == paragraphs[::2]
