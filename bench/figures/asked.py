"""What a made-up nation was asked and answered: the shipped script with a mark for each service, and rows of answers.

A publication reads them: moments for the flags, marks for the figures, the script for labels and lists.
"""

import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeAlias

from bot.settings import ROOT
from bot.stats.told import Episode, Person
from bot.stats.weeks import bounds
from bot.store.engine import Store
from bot.texts import LANGUAGES
from bot.usecases.publish import publish
from bot.usecases.sources import catalogue, scripts

Given: TypeAlias = tuple[str, str, str]
"""An answer: question, item, value as JSON."""

CITIES: Final = frozenset({"almaty_city", "astana", "shymkent"})

SURVEY: Final = "surveys/service_usage.yaml"
BELOW_THE_SERVICES: Final = "  - id: csc_visits\n"
MARK: Final = """\
      - id: satisfaction
        kind: scale
        measures: satisfaction
        min: 1
        max: 5
        ask: {kk: "«{item}»\\nБағаңыз?", ru: "«{item}»\\nВаша оценка?", en: "“{item}”\\nYour mark?"}

"""

MARKS: Final = {"1": 4, "2": 7, "3": 17, "4": 34, "5": 38}
USEFUL: Final = {"": 70, "yes": 25, "no": 5}
SECONDS, SPREAD = 8, 0.5
"""The median of seconds for one question, and how far (in logarithms) people lie around it: one in seventy is a speeder."""

LONGEST: Final = 3600


class Walk(NamedTuple):
    """When an interview began (seconds since 1970), and how many seconds each question took."""

    opened_at: int
    pace: float

    def at(self, answers: int) -> int:
        """The moment in which so many answers were given."""
        return self.opened_at + int(self.pace * answers)


def publish_script(store: Store, at: int) -> None:
    """Publish what the nation is asked, with the margins and benchmarks of the seeds; raises ValueError if it cannot be."""
    file = scripts(ROOT / SURVEY)[0]
    asked = replace(file, text=file.text.replace(BELOW_THE_SERVICES, MARK + BELOW_THE_SERVICES))
    found = publish(store, asked, catalogue(ROOT / "seeds"), dict.fromkeys(LANGUAGES, "bench"), at)
    if found.published is None or asked == file:
        raise ValueError(f"{SURVEY} is not what the bench takes it for: {found.issues}")


def walk(chance: random.Random, week: str) -> Walk:
    """Some moment of this week, early enough to come to an end in it."""
    first, after = bounds(week)
    return Walk(first + int(chance.random() * (after - first - LONGEST)), chance.lognormvariate(math.log(SECONDS), SPREAD))


def of_person(who: Person) -> tuple[Given, ...]:
    """What is answered once."""
    told = {"age": who.age, "csc_visits": who.visits, "digital_skills": who.skills, "region": who.region, "sex": who.sex}
    if who.region not in CITIES:
        told["settlement"] = who.settlement
    return tuple((question, "", _codes(code)) for question, code in told.items())


def of_services(episodes: Iterable[tuple[Episode, str]]) -> tuple[Given, ...]:
    """What is answered of services, each with its mark."""
    episodes = tuple(episodes)
    services = "services", "", _codes(" ".join(told.service for told, _ in episodes))
    return (services, *(each for told, mark in episodes for each in _of_service(told, mark)))


def _of_service(told: Episode, mark: str) -> Iterator[Given]:
    why = "reasons_tried" if told.tried_online == "tried" else "reasons_came"
    reasons = " ".join(each.partition(":")[0] for each in told.reasons.split())
    said = {"recency": told.recency, "channel": told.channel, "tried_online": told.tried_online, why: reasons}
    yield from ((question, told.service, _codes(codes)) for question, codes in said.items() if codes)
    yield "satisfaction", told.service, f"{mark}.0"


def rows(interview: int, language: str, of: Walk, given: Iterable[Given]) -> Iterator[tuple[Any, ...]]:
    """The rows of the table `answer`, one after the other in time."""
    for number, answer in enumerate(given, 1):
        yield (interview, *answer, "", language, of.at(number), 0, False)


def _codes(codes: str) -> str:
    return "[" + ",".join(f'"{code}"' for code in codes.split()) + "]"
