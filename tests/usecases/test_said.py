"""Satisfaction, intention and usefulness, from the text of a script to the figure, through a real database."""

import json
import re
from functools import cache

import pytest

from bot.cli import main
from bot.interview.state import Answer, Slot
from bot.report.document import plain
from bot.report.methods import Told, methods
from bot.report.published import published
from bot.report.table import table
from bot.stats.weeks import bounds
from bot.store.engine import open_store
from bot.store.methods import latest as disclosed
from bot.usecases.disclosure import close_week
from bot.usecases.publications import make
from bot.usecases.summary import summary
from tests.script.small import loading
from tests.told import LANGUAGES, Used, tell

WEEK = "2026-W47"
AT = bounds(WEEK)[0] + 3600
OVER = bounds(WEEK)[1] + 3 * 3600

TEXT = """\
survey: rating
languages: [kk, ru, en]
title: {kk: Баға, ru: Оценка, en: Rating}
consent: {kk: "{operator} сұрайды", ru: "{operator} спрашивает", en: "{operator} asks"}
lists: {ways: seeds/ways}
questions:
  - {id: services, kind: many, measures: service, ask: {kk: Не?, ru: Что?, en: What?}, choices: seeds/services, max: 3}
  - for each: services
    questions:
      - {id: channel, kind: one, measures: channel, ask: {kk: "{item} қалай?", ru: "{item} как?", en: "{item} how?"}, choices: ways}
      - {id: reasons, kind: many, measures: reason, ask: {kk: "{item} неге?", ru: "{item} почему?", en: "{item} why?"}, choices: seeds/reasons}
      - {id: mark, kind: scale, measures: satisfaction, min: 1, max: 5, ask: {kk: "{item} баға?", ru: "{item} оценка?", en: "{item} mark?"}}
  - id: next
    kind: one
    measures: intention
    ask: {kk: Келесіде?, ru: А потом?, en: Next time?}
    choices:
      online: {kk: Онлайн, ru: Онлайн, en: Online}
      csc: {kk: ХҚКО-да, ru: В ЦОНе, en: At a CSC}
      unsure: {kk: Білмеймін, ru: Не знаю, en: Not sure}
thanks: {kk: Рахмет, ru: Спасибо, en: Thanks}
"""  # noqa: E501 - a question in a line


@cache
def rating(text=TEXT):
    found = loading(text)
    assert found.script, found.issues
    return found.script


def rated(store, *people, at=AT, script=None, **more):
    """Each person: the channel of the one service, the mark (None: not given), and what is meant to be done next time."""
    with store.write() as tx:
        return [_rate(tx, at, script or rating(), *person, **more) for person in people]


def _rate(tx, at, script, channel, mark, then="", **more):
    said = [] if mark is None else [Answer(Slot("mark", "eds"), number=float(mark), language="ru", at=at)]
    said += [Answer(Slot("next"), codes=(then,), language="ru", at=at)] if then else []
    return tell(tx, at, Used("eds", channel, ("unaware",) if "csc" in channel else ()), script=script, more=said, **more)


def figures(store, weeks=(WEEK,), **more):
    with store.read() as tx:
        return {figure.id: figure for figure in summary(tx, weeks, **more).figures}


@pytest.fixture
def everybody(store):
    """Eighty at a CSC and eighty online, and what they said."""
    marks = [5] * 40 + [4] * 16 + [3] * 14 + [1] * 10
    rated(store, *[("csc_operator", mark, "csc" if mark == 5 else "online") for mark in marks])
    rated(store, *[("egov", 5 if mark > 1 else 3, "online" if mark > 1 else "unsure") for mark in marks])


def test_marks_of_visits_and_of_what_was_done_online_are_counted_apart(store, everybody):
    found = figures(store)

    csc, online = found["satisfaction.rated_csc.top"], found["satisfaction.rated_online.top"]
    assert (csc.numerator, csc.n, csc.people, csc.estimate) == (56, 80, 80, 0.7)
    assert (online.numerator, online.n, online.estimate) == (70, 80, 0.875)
    assert csc.low < 0.7 < csc.high
    assert csc.se > 0
    assert csc.label["en"] == "Marks 4–5 on a scale from 1 to 5"
    assert (csc.published, online.published) == (True, True)


def test_scale_has_a_mean_with_its_interval_for_the_operator(store, everybody):
    mean = figures(store)["satisfaction_mean.rated_csc.mean"]

    assert mean.estimate == pytest.approx((40 * 5 + 16 * 4 + 14 * 3 + 10) / 80)
    assert 0 < mean.low < mean.estimate < mean.high <= 5
    assert (mean.published, mean.why_not) == (False, "inside")


def test_intention_is_of_people_and_its_first_choice_is_the_best_answer(store, everybody):
    found = figures(store)

    parts = {code: found[f"intention.answered.{code}"] for code in ("top", "csc", "unsure")}
    assert [part.numerator for part in parts.values()] == [110, 40, 10]
    assert [part.label["en"] for part in parts.values()] == ["Online", "At a CSC", "Not sure"]
    assert {part.n for part in parts.values()} == {160}
    assert [part.published for part in parts.values()] == [True, False, False]
    assert "intention_mean.answered.mean" not in found


def test_publication_has_the_best_answers_alone_rounded(store, everybody):
    made = make(store, WEEK, OVER).summary

    shown = {figure.id: figure for figure in made.figures if figure.group in ("satisfaction", "intention", "useful")}
    assert list(shown) == ["satisfaction.rated_csc.top", "satisfaction.rated_online.top", "intention.answered.top"]
    best = shown["satisfaction.rated_csc.top"]
    assert (best.published, best.estimate, best.n, best.numerator, best.inside) == (True, 0.7, 80, None, 0)
    assert not any(figure.group.endswith("_mean") for figure in made.figures)
    assert all("70" in published(made, language) for language in LANGUAGES)


def test_mark_of_few_is_refused_as_any_share(store):
    rated(store, *[("csc_operator", 5)] * 37, *[("csc_operator", 1)] * 3)

    found = figures(store)

    assert (found["satisfaction.rated_csc.top"].published, found["satisfaction.rated_csc.top"].why_not) == (False, "complement")


def test_base_of_marks_does_not_tell_how_many_visits_have_no_reason(store):
    with store.write() as tx:
        for number in range(44):
            said = [Answer(Slot("mark", "eds"), number=5.0 if number % 7 else 2.0, language="ru", at=AT)]
            reasons = ("unaware",) if number < 41 else ()
            tell(tx, AT, Used("eds", "csc_operator", reasons), script=rating(), more=said)

    found = figures(store)

    assert found["stated.visits.unstated"].why_not == "numerator"
    assert (found["satisfaction.rated_csc.top"].published, found["satisfaction.rated_csc.top"].why_not) == (False, "second")


def test_withdrawn_marks_tests_and_people_from_a_csc_desk_do_not_count_where_they_must_not(store):
    rated(store, ("csc_operator", 5), ("egov", 5))
    rated(store, ("csc_operator", 1), ("egov", 1), flags="test")
    rated(store, ("csc_operator", 2), ("egov", 2), place="csc_site")
    with store.write() as tx:
        gone = Answer(Slot("mark", "eds"), number=1.0, language="ru", at=AT, withdrawn=True)
        tell(tx, AT, Used("eds", "csc_operator"), script=rating(), more=[gone])

    found = figures(store)

    assert (found["satisfaction.rated_csc.top"].numerator, found["satisfaction.rated_csc.top"].n) == (1, 2)
    assert (found["satisfaction.rated_online.top"].numerator, found["satisfaction.rated_online.top"].n) == (1, 1)


def test_one_person_and_one_mind_give_words_and_never_zero_errors(store):
    rated(store, ("csc_operator", 4))

    found = figures(store)

    top, mean = found["satisfaction.rated_csc.top"], found["satisfaction_mean.rated_csc.mean"]
    assert (top.estimate, top.se, top.why_not) == (1, None, "people")
    assert (mean.estimate, mean.low, mean.se) == (4, None, None)


def test_another_scale_is_not_mixed_in(store):
    rated(store, *[("csc_operator", 4)] * 3)
    rated(store, *[("csc_operator", 9)] * 2, script=rating(TEXT.replace("max: 5, ask", "max: 10, ask")))

    found = figures(store)

    assert found["satisfaction.rated_csc.top"].n == 3
    assert found["satisfaction_mean.rated_csc.mean"].estimate == 4


def test_person_who_answered_in_two_weeks_has_one_class_and_two_marks(store):
    (who,) = rated(store, ("csc_operator", 5))
    rated(store, ("csc_operator", 1), at=AT + 12 * 7 * 86_400, who=who)

    found = figures(store, (WEEK, "2027-W06"))

    assert (found["satisfaction.rated_csc.top"].n, found["satisfaction.rated_csc.top"].people) == (2, 1)


def test_script_that_asks_nothing_of_it_has_no_such_figures(store):
    with store.write() as tx:
        tell(tx, AT, Used("address", "csc_operator", ("unaware",)))

    assert not [name for name in figures(store) if name.startswith(("satisfaction", "intention", "useful"))]


def useful(store, told=(), **times):
    with store.write() as tx:
        for said, number in times.items():
            for place in range(number):
                tell(tx, AT, *told, useful=said, language=LANGUAGES[place % 2])


VISIT = Used("address", "csc_operator", ("unaware", "eds_fail"))


@pytest.fixture
def hinted(store):
    """People who were told what to do when a system fails, about rules, where it is online; who are online; or nothing."""
    useful(store, [VISIT], yes=30, no=10)
    useful(store, [Used("passport", "csc_operator", ("not_online",)), Used("licence", "csc_operator")], no=6)
    useful(store, [Used("address", "egov_mobile")], yes=8)
    useful(store, [Used("passport", "agency")], yes=1)
    with store.write() as tx:
        tell(tx, AT, VISIT)


def test_usefulness_is_of_those_who_said_so_or_not_by_language_and_kind_of_hint(store, hinted):
    found = figures(store)

    share = found["useful.answered.top"]
    assert (share.numerator, share.n, share.people, share.published) == (39, 55, 55, True)
    levels = {name.removeprefix("useful.answered.top."): each for name, each in found.items() if ".top." in name}
    by = {name: (each.numerator, each.n) for name, each in levels.items()}
    assert by == {
        "language.kk": (20, 28), "language.ru": (19, 27),
        "hint.repair": (30, 40), "hint.where": (0, 6), "hint.already": (8, 8), "hint.nothing": (1, 1),
    }  # fmt: skip
    assert {figure.why_not for figure in levels.values()} == {"inside"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_operator_reads_usefulness_with_base_people_and_marks(store, hinted, language):
    with store.read() as tx:
        text = table(summary(tx, (WEEK,)), language)

    lines = text.splitlines()
    assert sum("71" in line and "39" in line for line in lines) == 1
    assert "русский" in text.lower()
    assert not [line for line in lines if re.search(r"(hint|said|stats)\.", line)]


def test_usefulness_is_published_and_stands_in_the_methods(store, hinted):
    made = make(store, WEEK, OVER).summary
    close_week(store, OVER)
    with store.read() as tx:
        found = disclosed(tx)

    assert [figure.id for figure in made.figures if figure.group == "useful"] == ["useful.answered.top"]
    pages = {language: " ".join(plain(methods(found, Told(outside=True), language)).split()) for language in LANGUAGES}
    assert pages["en"][pages["en"].index("“Useful”") :].startswith("“Useful”: 71% (57–82), base 55 people")
    assert all("71" in page and "55" in page for page in pages.values())


def test_json_of_every_figure_has_every_key_and_no_nan(tmp_path, capsys):
    path = tmp_path / "nege.sqlite3"
    store = open_store(path, create=True)
    rated(store, *[("csc_operator", 5, "csc"), ("egov", 3, "online")], useful="yes")
    store.close()
    keys = {
        *("id", "label", "base", "people", "n", "estimate", "low", "high", "se", "n_eff"),
        *("published", "why_not", "revisions", "period"),
    }

    main(["stats", "--by", "service", "--by", "sex", "--weeks", WEEK, "--format", "json", "--database", str(path)])

    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    rows = found["figures"] + found["most_named"]
    assert {row["id"] for row in rows} >= {"useful.answered.top.hint.inform", "most_named.stated.service.eds"}
    assert all(keys <= row.keys() for row in rows)
    assert all(row["se"] is None or row["se"] > 0 for row in rows)
    assert all(row["published"] or row["why_not"] for row in rows)
    assert {row["period"] for row in rows} == {WEEK}
    assert {tuple(row["revisions"]) for row in rows} == {(1,)}
