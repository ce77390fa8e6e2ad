"""The reason most named for each service: named only where the share could be shown and the lead is more than chance."""

import random

import numpy as np
import pytest
from msgspec.structs import replace

from bot.stats.counting import count
from bot.stats.figure import Figure
from bot.stats.labels import Labels, labels
from bot.stats.leads import leads
from bot.stats.margins import Level, Margin
from bot.stats.most_named import MostNamed, corrected, for_outsiders, labelled, still_hidden
from bot.stats.records import Records
from bot.stats.shares import everybody
from bot.stats.summary import for_outsiders as summary_for_outsiders
from bot.stats.summary import gather
from bot.stats.told import Episode, Person
from tests.told import LANGUAGES, SCRIPT

FIX = {"unaware": "inform", "eds_fail": "repair", "advice": "keep", "other": ""}
WHO = {"female": Person("", "female", "", "", "", "online", "", ""), "male": Person("", "male", "", "", "", "online", "", "")}


def visit(service, *reasons):
    named = " ".join(f"{code}:{FIX[code]}" for code in sorted(reasons))
    same = {"recency": "m1", "channel": "csc_operator", "channel_kind": "in_person", "tried_online": ""}
    return Episode(service=service, csc=True, fix="", online="yes", at_csc="yes", reasons=named, **same)


def told(*people, sexes=()):
    """Records of people with these visits each."""
    kinds = sorted({kind for visits in people for kind in visits})
    place = {kind: at for at, kind in enumerate(kinds)}
    each_told = [len(visits) for visits in people]
    what = [place[kind] for visits in people for kind in visits]
    persons = tuple(WHO.values())
    who = [list(WHO).index(sex) for sex in sexes] or [0] * len(people)
    columns = (np.array(each, np.int32) for each in (who, each_told, what))
    return Records(persons, tuple(kinds), *columns, interviews=len(people))


def found(records, margins=()):
    return {row.service: row for row in leads(records, everybody(records, margins))}


def answers(service, **times):
    return [(visit(service, code),) for code, number in times.items() for _ in range(number)]


def test_reason_that_leads_surely_is_named_with_its_owner_and_base():
    row = found(told(*answers("address", unaware=60, eds_fail=20, advice=10)))["address"]

    assert (row.published, row.why_not) == (True, "")
    assert (row.figure.code, row.figure.fix, row.second) == ("unaware", "inform", "eds_fail")
    assert (row.figure.n, row.figure.people) == (90, 90)
    assert row.lead == pytest.approx(40 / 90)
    assert row.p_holm == row.p < 0.001


@pytest.mark.parametrize(
    ("times", "why_not"),
    [
        ({"unaware": 20, "eds_fail": 9}, "people"),
        ({"unaware": 45, "eds_fail": 3}, "complement"),
        ({"unaware": 15, "eds_fail": 10, "advice": 9}, "wide"),
        ({"unaware": 42, "eds_fail": 40}, "chance"),
        ({"unaware": 41, "eds_fail": 41}, "chance"),
        ({"other": 70, "unaware": 20}, "unread"),
        ({"unaware": 45}, ""),
        ({"unaware": 60, "other": 20}, ""),
    ],
)
def test_every_refusal_has_its_reason(times, why_not):
    row = found(told(*answers("address", **times)))["address"]

    assert (row.why_not, row.published) == (why_not, not why_not)


def test_reasons_that_were_always_named_together_do_not_lead():
    row = found(told(*[(visit("address", "unaware", "eds_fail"),)] * 50))["address"]

    assert (row.lead, row.why_not) == (0, "chance")


def test_thirty_visits_of_few_people_are_few_people():
    row = found(told(*[(visit("address", "unaware"), visit("licence", "advice"))] * 10))["address"]

    assert (row.figure.people, row.why_not) == (10, "people")


def test_service_without_a_stated_reason_has_no_row():
    assert found(told((visit("address"),))) == {}
    assert found(told()) == {}


def test_leads_are_judged_all_together_and_refused_services_take_nothing_from_the_others():
    clear, few = answers("address", unaware=60, eds_fail=20), answers("passport", unaware=4, eds_fail=1)
    close = answers("licence", unaware=56, eds_fail=36)

    alone, together = found(told(*close, *few)), found(told(*close, *clear))

    assert alone["licence"].p == pytest.approx(together["licence"].p, rel=0.05)
    assert alone["licence"].published
    assert alone["licence"].p_holm == alone["licence"].p
    assert together["address"].p_holm == 2 * together["address"].p
    assert together["licence"].p_holm == together["licence"].p


def test_weights_decide_which_reason_leads():
    people = answers("address", unaware=60, eds_fail=50)
    sexes = ["female"] * 60 + ["male"] * 50
    men = Margin("sex", (Level("female", 0.2), Level("male", 0.8)))

    row = found(told(*people, sexes=sexes), (men,))["address"]

    assert (row.figure.code, row.second) == ("eds_fail", "unaware")
    assert row.lead == pytest.approx(0.6)


def test_two_reasons_that_are_equally_frequent_are_seldom_told_apart():
    dice, services, alarms = random.Random(5), [f"s{number}" for number in range(12)], 0
    for _ in range(60):
        people = [(visit(service, dice.choice(("unaware", "eds_fail"))),) for service in services for _ in range(60)]
        alarms += any(row.published for row in found(told(*people)).values())

    # Five in a hundred by chance, of all services together; nine and more of sixty has a chance of 0.3 %.
    assert alarms <= 8


@pytest.fixture
def summary():
    people = (
        answers("address", unaware=61, eds_fail=21) + answers("licence", unaware=33, eds_fail=30) + answers("gone", advice=50)
    )
    counts = count(told(*people), (), ("service",), most_named=True)
    return gather(("2026-W47",), counts, labels([SCRIPT]))


def test_outsiders_see_reason_owner_and_base_and_no_share(summary):
    first, second = summary_for_outsiders(summary).most_named

    assert first.label["en"] == "Certificate of address"
    assert (first.figure.label["en"], first.figure.owner["en"]) == ("did not know it is online", "a matter of telling people")
    assert (first.figure.people, first.figure.n, first.published) == (80, 80, True)
    assert (second.published, second.why_not, second.figure.code, second.figure.people) == (False, "chance", "", 0)
    for row in (first, second):
        numbers = row.figure.estimate, row.figure.low, row.figure.high, row.figure.se, row.figure.n_eff, row.figure.numerator
        assert {*numbers, row.lead, row.p, row.p_holm} == {None}
        assert (row.second, row.second_label, row.figure.inside, row.figure.outside) == ("", {}, 0, 0)


def test_refusal_that_tells_something_is_not_told(summary):
    rows = [replace(summary.most_named[0], published=False, why_not=why) for why in ("numerator", "wide", "before", "people")]

    assert [row.why_not for row in for_outsiders(rows)] == ["hidden", "hidden", "hidden", "people"]
    assert {row.figure.label["en"] if row.figure.label else "" for row in for_outsiders(rows)} == {""}


def test_service_that_no_script_names_is_left_out(summary):
    assert [row.service for row in summary.most_named] == ["address", "licence"]
    assert labelled(summary.most_named, Labels(), "2026-W47") == ()
    assert set(summary.most_named[0].label) == set(LANGUAGES)


def row(service, people, code="unaware", *, published=True):
    figure = Figure(f"reason.stated.{code}.service.{service}", "reason", code, {}, "stated", people, people, level=service)
    return MostNamed(service, {}, figure, published=published, why_not="" if published else "hidden")


def test_correction_is_new_only_where_five_people_of_a_service_are_surely_gone():
    old = for_outsiders([row("a", 100), row("b", 60), row("c", 40, published=False)])
    draft = still_hidden([row("a", 92, "eds_fail"), row("b", 58, "eds_fail"), row("c", 40)], {each.id for each in old[2:]})

    new = corrected(old, draft, for_outsiders(draft))

    assert [(each.service, each.figure.code, each.figure.people) for each in new] == [
        ("a", "eds_fail", 90),
        ("b", "unaware", 60),
        ("c", "", 0),
    ]
    assert draft[2].why_not == "before"
