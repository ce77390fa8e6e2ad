"""What a row is about: an interview as it was told, one service in it, or one answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.interview.facts import EpisodeFact
from bot.interview.state import Answer, Slot
from bot.report.export.column import Cell
from bot.script.model import Script


class Asked(Protocol):
    """Whoever was asked questions in a revision: a person, or a person about one service."""

    @property
    def revision(self) -> int: ...

    def answer(self, question: str) -> Answer | None:
        """What was answered there; None if nothing was."""


@dataclass(frozen=True, slots=True)
class Told:
    """One final interview. `answers` holds those that count: not withdrawn, by slot key; skipped ones are empty."""

    pseudonym: str
    wave: int
    week: str
    revision: int
    script: Script
    status: str
    language: str
    place: str
    flags: frozenset[str]
    answers: Mapping[str, Answer]

    def answer(self, question: str) -> Answer | None:
        return _given(self.answers, question)

    @property
    def said(self) -> bool:
        """At least one answer: to have opened the chat and left is not to have answered."""
        return any(not answer.skipped for answer in self.answers.values())


@dataclass(frozen=True, slots=True)
class Used:
    """One service of one interview. `few`: too few services are like it, so what would give it away is not told."""

    told: Told
    fact: EpisodeFact
    few: bool

    @property
    def revision(self) -> int:
        return self.told.revision

    def answer(self, question: str) -> Answer | None:
        return _given(self.told.answers, question, self.fact.service)


@dataclass(frozen=True, slots=True)
class Said:
    """One code (or number, or words) of one answer; `code` is empty where there is none."""

    told: Told
    answer: Answer
    code: str


def marked(answer: Answer | None, code: str) -> Cell:
    """1 if this code was marked, 0 if others were, None if nothing was answered."""
    return None if answer is None else int(code in answer.codes)


def chosen(answer: Answer | None) -> Cell:
    return answer.codes[0] if answer and answer.codes else None


def counted(answer: Answer | None) -> Cell:
    return None if answer is None else answer.number


def _given(answers: Mapping[str, Answer], question: str, item: str = "") -> Answer | None:
    found = answers.get(Slot(question, item).key)
    return None if found is None or found.skipped else found
