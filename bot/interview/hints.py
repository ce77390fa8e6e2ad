"""Something back: how to do it online next time, from what a person told. At most one line for each visit to a CSC.

Nobody gets a lecture: who went because they like to gets nothing, and neither does who was right that it is not online.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.interview.facts import EpisodeFact, ReasonFact, episodes
from bot.interview.state import Answer
from bot.message import shorten
from bot.script.model import Choice, Measure, Script
from bot.texts import say

RANK: Final = ("repair", "help", "access", "inform", "rule")
"""Of several reasons for one visit, the first of these is answered: the firmest obstacle, whose remedy says most."""

WHERE: Final = "where"
ALREADY: Final = "already"
NOTHING: Final = "nothing"

NAME_UNITS: Final = 60
"""So much of a typed name of a service stands in its line, in UTF-16 units."""


def hints(script: Script, answers: Mapping[str, Answer], language: str) -> tuple[str, ...]:
    """The lines, in the order in which the services were named; `answers` by slot key, in any order."""
    told = episodes(script, answers.values())
    guide = _Guide(language, _by_code(script, "service"), _by_code(script, "reason"), _typed_name(script, answers))
    lines = tuple(guide.lines(fact for fact in told if fact.csc))
    if lines or not any(fact.channel_kind == "digital" for fact in told):
        return lines
    return (say(language, "last.already"),)


@dataclass(frozen=True, slots=True)
class _Guide:
    """What the lines are made of: the language, services, reasons, and the name that was typed for a service."""

    language: str
    services: Mapping[str, Choice]
    reasons: Mapping[str, Choice]
    typed: str

    def lines(self, visits: Iterator[EpisodeFact]) -> Iterator[str]:
        said: set[str] = set()
        for visit in visits:
            where, remedy = self._where(visit), self._remedy(visit)
            new = "" if remedy in said else remedy
            said.add(remedy)
            if where and not _preferred(visit):
                yield f"• {where} {new}".rstrip()
            elif new:
                yield f"• {self._name(visit)}: {new}"

    def _where(self, visit: EpisodeFact) -> str:
        """That a service is online, and where; empty where it is not, or nobody knows."""
        if not _online(visit):
            return ""
        address = self.services[visit.service].columns.get("address", "").removeprefix("https://").removeprefix("www.")
        key = f"last.{visit.online}" if address else f"last.{visit.online}_somewhere"
        return say(self.language, key, service=self._name(visit), address=address)

    def _remedy(self, visit: EpisodeFact) -> str:
        """How to meet the first reason that can be met. Where a service is not online, only rules can be asked about."""
        fix, fixes = answered(visit), {reason.reason: reason.fix for reason in _answerable(visit)}
        code = next((code for code in self.reasons if fix and fixes.get(code) == fix), "")
        return self.reasons[code].remedy.get(self.language, "") if code else ""

    def _name(self, visit: EpisodeFact) -> str:
        service = self.services[visit.service]
        return self.typed if service.typed and self.typed else service.label[self.language]


def kinds(visits: Iterable[EpisodeFact]) -> tuple[str, ...]:
    """What kinds of lines a person got for these episodes, in order: those in RANK, or one of ALREADY, WHERE, NOTHING.

    WHERE is a line that only says where a service is online.
    """
    visits = tuple(visits)
    found = {answered(visit) or (WHERE if _online(visit) and not _preferred(visit) else "") for visit in visits if visit.csc}
    already = ALREADY if any(visit.channel_kind == "digital" for visit in visits) else NOTHING
    return tuple(kind for kind in (*RANK, WHERE) if kind in found) or (already,)


def answered(visit: EpisodeFact) -> str:
    """The first fix in RANK among the reasons of a visit that can be met, or an empty string."""
    named = {reason.fix for reason in _answerable(visit)}
    return next((fix for fix in RANK if fix in named and (_online(visit) or fix == "rule")), "")


def _answerable(visit: EpisodeFact) -> Iterator[ReasonFact]:
    return (reason for reason in visit.reasons if _online(visit) or _about_rules(reason.reason, visit.online))


def _online(visit: EpisodeFact) -> bool:
    return visit.online in ("yes", "partly")


def _preferred(visit: EpisodeFact) -> bool:
    """Did the person go only because they like it better?"""
    return bool(visit.reasons) and all(reason.fix == "keep" for reason in visit.reasons)


def _about_rules(reason: str, online: str) -> bool:
    # Who says that a service is not online, where it is not, is right: there is nothing to look up.
    return not (reason == "not_online" and online == "no")


def _by_code(script: Script, measure: Measure) -> dict[str, Choice]:
    asked = (question for block in script.blocks for question in block.questions if question.measures == measure)
    return {choice.code: choice for question in asked for choice in question.choices}


def _typed_name(script: Script, answers: Mapping[str, Answer]) -> str:
    asked = (question for block in script.blocks for question in block.questions if question.measures == "service")
    found = (answers[question.id].text for question in asked if question.id in answers)
    return shorten(next(found, ""), NAME_UNITS)
