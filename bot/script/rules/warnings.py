"""What is allowed and probably not meant."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from typing import Final

from bot.script.condition import Known
from bot.script.draft import Draft, QuestionDraft
from bot.script.exclusive import can_hold
from bot.script.grammar import PER_SERVICE
from bot.script.issue import Complaint, complain
from bot.script.leaves import Leaf, leaves
from bot.script.model import Answered, Compare, Count
from bot.script.nodes import word
from bot.script.rules import Rule

MOST_PAIRS: Final = 200
"""So many pairs of questions with the same measure are compared."""


def traps(draft: Draft) -> Iterator[Complaint]:
    """A comparison with an unanswered question is unknown, and so is its opposite: the question would not be asked."""
    for question in draft.questions:
        parts = list(leaves(question.when.condition))
        beside = {leaf.question for leaf in parts if isinstance(leaf.term, Answered)}
        opposed = {leaf.question for leaf in parts if _opposes(leaf)} - beside
        for name in sorted(name for name in opposed if _may_be_missing(question.scope.names, name)):
            yield complain("unknown_trap", question.place("when"), name=name)


def _opposes(leaf: Leaf) -> bool:
    if isinstance(leaf.term, Compare):
        return leaf.denied or leaf.term.op in ("!=", "not in")
    return isinstance(leaf.term, Count) and leaf.denied


def _may_be_missing(names: Mapping[str, Known], name: str) -> bool:
    return name in names and names[name].may_skip


def asked(draft: Draft) -> Iterator[Complaint]:
    """Conditions that never hold, and measures that two questions feed at once."""
    many = {question.id for question in draft.questions if question.kind == "many"}
    sound = [question for question in draft.questions if question.table.get("when") is None or question.when.condition]
    for question in sound:
        if question.when.condition and not can_hold([question.when.condition], many):
            yield complain("never_asked", question.place("when"), name=question.id)
    for first, second in islice(_pairs(sound), MOST_PAIRS):
        if can_hold([first.when.condition, second.when.condition], many):
            place = second.place("measures")
            yield complain("same_measure", place, measure=second.measures, name=second.id, other=first.id)


def _pairs(questions: list[QuestionDraft]) -> Iterator[tuple[QuestionDraft, QuestionDraft]]:
    by_measure: dict[str, list[QuestionDraft]] = {}
    for question in questions:
        if question.measures:
            by_measure.setdefault(question.measures, []).append(question)
    return (pair for same in by_measure.values() for pair in combinations(same, 2))


def places(draft: Draft) -> Iterator[Complaint]:
    """Measures of one service count only where the question is asked for each service."""
    services = {question.id for question in draft.questions if question.measures == "service"}
    for question in draft.questions:
        if question.measures in PER_SERVICE and question.over not in services:
            yield complain("measure_place", question.place("measures"), measure=question.measures)


def unused(draft: Draft) -> Iterator[Complaint]:
    said = set(re.findall(r"\w+", " ".join(word(question.table.get("when")) for question in draft.questions)))
    taken = {question.taken.name.value for question in draft.questions if question.taken.name}
    for pair in draft.key("sets").pairs:
        if pair.key.value and pair.key.value not in said:
            yield complain("unused_set", pair.key.mark, name=pair.key.value)
    for listed in draft.lists.values():
        if listed.name and listed.name not in taken:
            yield complain("unused_list", listed.mark, name=listed.name)


RULES: Final = (
    Rule(traps, warnings=("unknown_trap",)),
    Rule(asked, warnings=("never_asked", "same_measure")),
    Rule(places, warnings=("measure_place",)),
    Rule(unused, warnings=("unused_set", "unused_list")),
)
