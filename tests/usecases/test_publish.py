"""A script becomes a revision."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ScriptError, SettingsError
from bot.settings import read
from bot.store import audit, meta, revisions
from bot.store.engine import open_store
from bot.texts import say
from bot.usecases.publish import operator_of, publish, publish_missing
from bot.usecases.sources import ScriptFile, catalogue

NOW = 1_790_000_000
OPERATOR = {"kk": "Кеңсе", "ru": "Контора", "en": "Office"}

SCRIPT = """\
survey: small
languages: [ru, en]
title: {ru: Опрос, en: Survey}
consent: {ru: "Опрос проводит {operator}.", en: "{operator} asks."}
questions:
  - id: sex
    kind: one
    measures: sex
    ask: {ru: Ваш пол, en: Your sex}
    choices:
      female: {ru: Женский, en: Female}
      male: {ru: Мужской, en: Male}
thanks: {ru: Спасибо!, en: Thanks!}
"""


def file(text=SCRIPT, name="small.yaml"):
    return ScriptFile(name, text)


@pytest.fixture
def empty(tmp_path):
    store = open_store(tmp_path / "empty.sqlite3", create=True)
    yield store
    store.close()


@pytest.fixture
def settings(tmp_path):
    """An installation with one small survey."""
    for folder in ("surveys", "seeds"):
        (tmp_path / folder).mkdir()
    (tmp_path / "surveys" / "small.yaml").write_text(SCRIPT, "utf-8")
    who = {f"operator_{language}": words for language, words in OPERATOR.items()}
    return replace(read({}), surveys=tmp_path / "surveys", seeds=tmp_path / "seeds", **who)


def listed(store):
    with store.read() as tx:
        return [(revision.survey, revision.number, revision.open) for revision in revisions.listed(tx)]


def test_script_is_kept_with_who_asks_in_it(empty):
    outcome = publish(empty, file(), {}, OPERATOR, NOW, open_=True)

    with empty.read() as tx:
        (script,) = revisions.scripts(tx)
        (entry,) = audit.read(tx)
    assert (outcome.new, outcome.issues, outcome.published.open) == (True, (), True)
    assert script.operator == {"ru": "Контора", "en": "Office"}
    assert (entry.action, entry.detail) == ("publish and open", f"small 1 {outcome.published.hash[:12]}")


def test_script_with_errors_is_refused_with_every_complaint(empty):
    outcome = publish(empty, file(SCRIPT.replace("sex\n    kind: one", "sex\n    kind: onne")), {}, OPERATOR, NOW)

    assert outcome.published is None
    assert outcome.issues
    assert listed(empty) == []


def test_same_script_is_the_same_revision_and_another_one_the_next(empty):
    publish(empty, file(), {}, OPERATOR, NOW, open_=True)
    again = publish(empty, file(), {}, OPERATOR, NOW + 1)
    changed = publish(empty, file(SCRIPT.replace("Thanks!", "Thank you!")), {}, OPERATOR, NOW + 2)

    assert (again.new, again.published.number) == (False, 1)
    assert (changed.new, changed.published.number) == (True, 2)
    assert listed(empty) == [("small", 1, False), ("small", 2, True)]


def test_another_survey_is_not_opened_by_publishing_it(empty):
    publish(empty, file(), {}, OPERATOR, NOW)
    publish(empty, file(SCRIPT.replace("small", "other")), {}, OPERATOR, NOW)

    assert listed(empty) == [("other", 1, False), ("small", 1, True)]


def test_opening_another_survey_closes_the_one_before(empty):
    publish(empty, file(), {}, OPERATOR, NOW, open_=True)
    publish(empty, file(SCRIPT.replace("small", "other")), {}, OPERATOR, NOW, open_=True)

    assert listed(empty) == [("other", 1, True), ("small", 1, False)]


def test_nobody_is_asked_without_saying_who_asks(empty):
    with pytest.raises(SettingsError, match="NEGE_OPERATOR_EN"):
        publish(empty, file(), {}, OPERATOR | {"en": ""}, NOW)
    assert listed(empty) == []


def test_script_may_say_itself_who_asks(empty):
    own = SCRIPT.replace("questions:", "operator: {ru: Сам, en: Self}\nquestions:")

    publish(empty, file(own), {}, {}, NOW)

    with empty.read() as tx:
        assert revisions.scripts(tx)[0].operator == {"ru": "Сам", "en": "Self"}


def test_start_publishes_only_surveys_without_a_revision(empty, settings):
    first = publish_missing(empty, settings, NOW)
    (settings.surveys / "small.yaml").write_text(SCRIPT.replace("Thanks!", "Thank you!"), "utf-8")
    (settings.surveys / "two.yaml").write_text(SCRIPT.replace("small", "two"), "utf-8")
    second = publish_missing(empty, settings, NOW)

    assert [published.survey for published in first] == ["small"]
    assert [published.survey for published in second] == ["two"]
    assert listed(empty) == [("small", 1, True), ("two", 1, False)]


def test_start_refuses_a_new_survey_with_errors_and_lives_with_one_that_was_published(empty, settings):
    publish_missing(empty, settings, NOW)
    (settings.surveys / "small.yaml").write_text("survey: [", "utf-8")
    spoiled = publish_missing(empty, settings, NOW)
    (settings.surveys / "new.yaml").write_text("survey: [", "utf-8")

    assert spoiled == []
    with pytest.raises(ScriptError, match=r"new\.yaml"):
        publish_missing(empty, settings, NOW)


def test_nobody_asks_in_a_demo(empty, settings):
    with empty.write() as tx:
        real = operator_of(tx, settings)
        meta.put(tx, "demo", "1")
        assert operator_of(tx, settings)["ru"] == say("ru", "demo.operator")
    assert real == OPERATOR


def test_shipped_survey_is_published_at_the_first_start(empty):
    who = {f"operator_{language}": words for language, words in OPERATOR.items()}
    settings = replace(read({}), **who)

    (published,) = publish_missing(empty, settings, NOW)

    assert (published.survey, published.open) == ("service_usage", True)
    assert Path(settings.surveys, "service_usage.yaml").exists()
    assert "reasons" in catalogue(settings.seeds)
