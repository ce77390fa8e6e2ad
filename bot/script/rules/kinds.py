"""What each kind of question may have, must have, and how its keys go together."""

from collections.abc import Iterator
from typing import Final

from bot.script.draft import Draft, QuestionDraft
from bot.script.grammar import KIND_KEYS, MEASURE_KINDS, MOST_STEPS, NEEDS, QUESTION, names
from bot.script.issue import Complaint, complain
from bot.script.nodes import word
from bot.script.reading import number, whole
from bot.script.rules import Rule


def keys(draft: Draft) -> Iterator[Complaint]:
    for question in draft.questions:
        kind = question.kind
        if kind is None:
            continue
        for pair in question.table.pairs:
            if pair.key.value in names(QUESTION) and pair.key.value not in KIND_KEYS[kind]:
                yield complain("key_not_for_kind", pair.key.mark, key=pair.key.value, kind=kind)
        for key in NEEDS[kind]:
            if question.table.pair(key) is None:
                yield complain("kind_needs_key", question.mark, key=key, kind=kind)


def measures(draft: Draft) -> Iterator[Complaint]:
    for question in draft.questions:
        if question.kind and question.measures and question.kind not in MEASURE_KINDS[question.measures]:
            kinds = ", ".join(MEASURE_KINDS[question.measures])
            place = question.place("measures")
            yield complain("measure_not_for_kind", place, measure=question.measures, kind=question.kind, kinds=kinds)


def bounds(draft: Draft) -> Iterator[Complaint]:
    for question in draft.questions:
        given = [word(node) for key in ("min", "max") if (node := question.table.get(key))]
        if any(whole(digits) is None for digits in given):
            continue
        match question.kind:
            case "many":
                yield from _marks(question)
            case "number" | "scale":
                yield from _range(question)


def _marks(question: QuestionDraft) -> Iterator[Complaint]:
    low, high = _bounds(question)
    several = sum(not draft.choice.only for draft in question.choices)
    if low < 0 or (high and low > high) or high < 0:
        yield complain("wrong_bounds", question.place("min"), low=low, high=high)
    if question.choices and max(low, high) > several:
        key = "max" if high > several else "min"
        yield complain("too_many_marks", question.place(key), number=max(low, high), choices=several)


def _range(question: QuestionDraft) -> Iterator[Complaint]:
    low, high = _bounds(question)
    given = question.table.get("min"), question.table.get("max")
    if any(given) and low >= high:
        yield complain("wrong_bounds", question.place("max" if given[1] else "min"), low=low, high=high)
    elif question.kind == "scale" and high - low >= MOST_STEPS:
        yield complain("scale_too_long", question.place("max"), steps=high - low + 1, limit=MOST_STEPS)


def _bounds(question: QuestionDraft) -> tuple[int, int]:
    return number(question.table.get("min")), number(question.table.get("max"))


def special(draft: Draft) -> Iterator[Complaint]:
    """Choices that exclude others, and choices that ask for words."""
    for question in draft.questions:
        typed = [draft for draft in question.choices if draft.choice.typed]
        if len(typed) > 1:
            codes = ", ".join(draft.choice.code for draft in typed)
            yield complain("two_typed", question.place("choices"), codes=codes)
        for choice in question.choices:
            if choice.choice.only and choice.origin == "place" and question.kind == "one":
                yield complain("only_in_one", choice.mark, code=choice.choice.code)
            elif choice.choice.only and choice.choice.typed:
                yield complain("only_and_typed", choice.mark, code=choice.choice.code)


RULES: Final = (
    Rule(keys, errors=("key_not_for_kind", "kind_needs_key")),
    Rule(measures, errors=("measure_not_for_kind",)),
    Rule(bounds, errors=("wrong_bounds", "too_many_marks", "scale_too_long")),
    Rule(special, errors=("two_typed", "only_in_one", "only_and_typed")),
)
