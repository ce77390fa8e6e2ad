"""Somebody who hears every statement about services, with exact bases, still finds no hidden number.

The attacker of the figures (`tests.stats.attacker`) is told more than anybody outside: of each named service how many visits
had a stated reason, and that its reason was named at least as often as every other, as if nothing were weighted.
"""

import random

import pytest
from msgspec.structs import replace

from bot.stats.change import Change
from bot.stats.figure import Figure
from bot.stats.leads import judged
from bot.stats.most_named import MostNamed
from tests.stats.attacker import Attacker
from tests.stats.nation import REASONS, WEEKS, Press, nation

SERVICES = ("address", "licence", "passport", "rare")
SEED = 3


class Listener(Attacker):
    """`heard`: for each service its reasons as they are, the one that was named (or ""), and its visits.

    `shares`: as if the shares of all reasons were told with it.
    """

    def __init__(self, out, heard, *, shares=False):
        super().__init__(out, undone=True)
        self._statements(out, heard, shares=shares)

    def _statements(self, out, heard, *, shares):
        parts = {}
        for service, (times, leader, base) in heard.items():
            for reason, number in times.items():
                told = (number, number) if shares else (0, base)
                parts[service, reason] = self._unknown(("service", service, reason), number, *told)
                if not shares:
                    self._hidden.append(("service", service, reason))
            own = [parts[service, reason] for reason in times]
            if leader:
                # Each visit has one reason at the least and two at the most.
                self._rule([(number, 1) for number in own], base, 2 * base)
                for number in own:
                    self._at_most([number], [parts[service, leader]])
        first = {seen.weeks: version for version, (_, seen) in reversed(list(enumerate(out)))}
        weeks = [week for week in first if len(week) == 1]
        for reason in REASONS:
            of_weeks = [self._number.get((first[week], week[0], f"reason.stated.{reason}")) for week in weeks]
            if None not in of_weeks:
                own = [parts[service, reason] for service in heard if (service, reason) in parts]
                self._rule([*((number, 1) for number in own), *((number, -1) for number in of_weeks)])


@pytest.fixture(scope="module")
def press():
    made = Press(nation(random.Random(SEED)))
    made.publish_everything()
    return made


def by_service(people):
    """Every stated reason of these people, at a service of chance: {service: {reason: visits}}, and the visits of each."""
    dice, times, bases = random.Random(SEED), {service: dict.fromkeys(REASONS, 0) for service in SERVICES}, {}
    for use in (use for person in people for use in person.uses if use.csc and use.reasons):
        service = dice.choices(SERVICES, (50, 30, 17, 3))[0]
        bases[service] = bases.get(service, 0) + 1
        for reason in use.reasons:
            times[service][reason] += 1
    return times, bases


def statement(service, times, base):
    first, second = sorted(times.items(), key=lambda item: -item[1])[:2]
    share = first[1] / base
    people = {"inside": first[1], "outside": base - first[1]}
    figure = Figure("", "reason", first[0], {}, "stated", base, base, first[1], share, fix="inform", **people)
    sure = Change(estimate=(first[1] - second[1]) / base, p=0.001, people=(base, base))
    return MostNamed(service, {}, replace(figure, n_eff=base)), sure


def heard(people):
    times, bases = by_service(people)
    rows = judged(statement(service, times[service], bases[service]) for service in SERVICES)
    return {row.service: (times[row.service], row.figure.code if row.published else "", bases[row.service]) for row in rows}


def test_statements_with_exact_bases_add_nothing_to_what_an_attacker_finds(press):
    said = heard(press.people)

    found = Listener(press.out, said).finds()

    assert sum(bool(leader) for _, leader, _ in said.values()) >= 3
    assert found == []


def test_with_shares_by_service_the_same_attacker_wins_where_the_weeks_hide_little():
    week = max(WEEKS, key=lambda week: sum(person.week == week for person in nation(random.Random(SEED))))
    press = Press([person for person in nation(random.Random(SEED)) if person.week == week])
    press.publish((week,))

    said = heard(press.people)

    assert Listener(press.out, said, shares=True).finds()
    assert Listener(press.out, said).finds() == []
