"""Lists and codes that a script names must exist, and every question must have something to choose from."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.script.draft import Draft, QuestionDraft
from bot.script.grammar import SEEDS
from bot.script.issue import Complaint, Mark, complain, guess
from bot.script.nodes import Table, Word, words
from bot.script.rules import Rule


def lists(draft: Draft) -> Iterator[Complaint]:
    known = (*draft.lists, *(SEEDS + name for name in draft.seeds))
    for question in draft.questions:
        name = question.taken.name
        if name is not None and question.taken.listed is None:
            yield complain("unknown_list", name.mark, name=name.value, guess=guess(name.value, known))
    for pair in draft.key("lists").pairs:
        source = pair.value
        if isinstance(source, Word) and not source.null and source.value.removeprefix(SEEDS) not in _seeds(draft, source):
            meant = guess(source.value, [SEEDS + seed for seed in draft.seeds])
            yield complain("unknown_list", source.mark, name=source.value, guess=meant)


def _seeds(draft: Draft, source: Word) -> tuple[str, ...]:
    return draft.seeds if source.value.startswith(SEEDS) else ()


def codes(draft: Draft) -> Iterator[Complaint]:
    for question in draft.questions:
        yield from _left_out(question)
        for code in words(question.table.get("ineligible")):
            yield from _unknown(code, question.codes, question.id)
    known = {code for choice in draft.choices() for code in (choice.choice.code, *choice.choice.columns.values())}
    for name, codes in draft.sets.items():
        for code in codes:
            yield from _unknown(code, known, name)


def _left_out(question: QuestionDraft) -> Iterator[Complaint]:
    node = question.table.get("choices")
    listed = question.taken.listed
    if isinstance(node, Table) and listed is not None and node.pair("from"):
        known = [choice.choice.code for choice in listed.choices]
        for code in words(node.get("except")):
            yield from _unknown(code, known, listed.name)


def _unknown(code: Word, known: Iterable[str], where: str) -> Iterator[Complaint]:
    codes = sorted(known)
    if code.value not in codes:
        yield complain("unknown_code", code.mark, code=code.value, where=where or "–", guess=guess(code.value, codes))


def something(draft: Draft) -> Iterator[Complaint]:
    for question in draft.questions:
        node = question.table.get("choices")
        broken = question.taken.where.complaints or (question.taken.name and question.taken.listed is None)
        if isinstance(node, Table | Word) and not question.taken.choices and not broken:
            yield complain("no_choices", node.mark)
    for listed in draft.lists.values():
        if not listed.choices and not listed.source and listed.name:
            yield complain("no_choices", listed.mark)


def whole_sets(draft: Draft) -> Iterator[Complaint]:
    for pair in draft.key("sets").pairs:
        if pair.key.value and not words(pair.value) and not isinstance(pair.value, Word):
            yield complain("empty_set", _mark(pair.key), name=pair.key.value)


def _mark(key: Word) -> Mark:
    return key.mark


RULES: Final = (
    Rule(lists, errors=("unknown_list",)),
    Rule(codes, errors=("unknown_code",)),
    Rule(something, errors=("no_choices",)),
    Rule(whole_sets, errors=("empty_set",)),
)
