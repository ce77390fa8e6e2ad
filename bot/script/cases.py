"""The ways to answer one question that make a difference to what is asked later, each with what it costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Final, NamedTuple, TypeAlias

from bot.script.leaves import Leaf, leaves
from bot.script.model import Block, Choice, Compare, Count, Question, Script

MOST_CASES: Final = 300
MOST_MARKS: Final = 12
"""Numbers of marks that are tried one by one; beyond it only the most."""

MOST_READ: Final = 20
"""Most choices that people read before they tap; longer lists are skimmed."""

Value: TypeAlias = tuple[str, ...] | float


class Cost(NamedTuple):
    """What a way takes. A typed answer counts as a tap, and in `typed` too."""

    taps: int = 0
    questions: int = 0
    words: int = 0
    typed: int = 0

    def plus(self, other: "Cost") -> "Cost":
        return Cost(*(mine + more for mine, more in zip(self, other, strict=True)))


class Costs(NamedTuple):
    """`shortest`; `longest` with one mark in each list; `fullest` with every box marked."""

    shortest: Cost = Cost()
    longest: Cost = Cost()
    fullest: Cost = Cost()

    def plus(self, other: "Costs") -> "Costs":
        return Costs(*(mine.plus(more) for mine, more in zip(self, other, strict=True)))

    def merged(self, other: "Costs") -> "Costs":
        return Costs(min(self[0], other[0]), max(self[1], other[1]), max(self[2], other[2]))


@dataclass(frozen=True, slots=True)
class Case:
    """One way to answer: `value` as later conditions see it, None where it does not matter or there is none."""

    value: Value | None
    costs: Costs


def cases(question: Question, script: Script, language: str) -> tuple[list[Case], bool]:
    """The cases of a question, and whether these are all of them."""
    base = Cost(0, int(question.kind != "note"), _words(question, language))
    reading = _reading(question.id, script)
    values = list(islice(_values(question, reading, script), MOST_CASES + 1))
    found = [Case(value, _costs(question, value, base)) for value in values[:MOST_CASES]]
    if question.optional:
        skipped = base.plus(Cost(taps=1))
        found.append(Case(None, Costs(skipped, skipped, skipped)))
    most = max((len(value) for value in values if isinstance(value, tuple)), default=0)
    return found, len(values) <= MOST_CASES and most <= MOST_MARKS + 1


def questions(blocks: Iterable[Block]) -> list[Question]:
    return [question for block in blocks for question in block.questions]


def _reading(name: str, script: Script) -> list[Leaf]:
    """Everything in conditions that looks at a question, or at a column of its rows."""
    every = (leaf for question in questions(script.blocks) for leaf in leaves(question.when))
    return [leaf for leaf in every if name in (leaf.question, leaf.term.ref.question if isinstance(leaf.term, Compare) else "")]


def _values(question: Question, reading: Sequence[Leaf], script: Script) -> Iterator[Value | None]:
    repeated = any(block.over == question.id for block in script.blocks)
    if not reading and not repeated:
        yield None
        return
    match question.kind:
        case "one":
            yield from ((codes[0],) for codes in _classes(question, reading))
        case "many":
            yield from ((choice.code,) for choice in question.choices if choice.only)
            counted = any(isinstance(leaf.term, Count) for leaf in reading)
            yield from _sized(question, reading) if repeated or counted else _subsets(question, reading)
        case "number" | "scale":
            yield from _numbers(question, reading)
        case "text":
            yield ()
        case "note":
            yield None


def _classes(question: Question, reading: Sequence[Leaf]) -> list[list[str]]:
    """Codes that all conditions treat alike, together; without those that end the interview or exclude the others."""
    found: dict[tuple[bool, ...], list[str]] = {}
    for choice in question.choices:
        if choice.code not in question.ineligible and not (choice.only and question.kind == "many"):
            found.setdefault(_treated(choice, reading), []).append(choice.code)
    return list(found.values())


def _treated(choice: Choice, reading: Sequence[Leaf]) -> tuple[bool, ...]:
    terms = (leaf.term for leaf in reading)
    return tuple(
        (choice.columns.get(term.ref.column, "") if term.ref.column else choice.code) in term.values
        for term in terms
        if isinstance(term, Compare)
    )


def _limits(question: Question) -> tuple[int, int]:
    several = sum(not choice.only for choice in question.choices)
    low = max(1, question.min)
    return low, max(low, min(question.max or several, several))


def _sized(question: Question, reading: Sequence[Leaf]) -> Iterator[Value]:
    """Marks as they count, one, most, then everything between: of each class its first code, as often as it is marked."""
    low, high = _limits(question)
    classes = _classes(question, reading)
    room = {codes[0]: len(codes) for codes in classes}
    for size in dict.fromkeys((low, high, *range(low, min(high, MOST_MARKS) + 1))):
        yield from _spread(size, tuple(room.items()))


def _spread(size: int, room: tuple[tuple[str, int], ...]) -> Iterator[tuple[str, ...]]:
    """Every way to spread marks over classes, none of them over its room; no way that leads nowhere is begun."""
    if not room:
        yield ()
        return
    (code, most), rest = room[0], room[1:]
    elsewhere = sum(number for _, number in rest)
    for times in range(max(0, size - elsewhere), min(most, size) + 1):
        yield from ((code,) * times + others for others in _spread(size - times, rest))


def _subsets(question: Question, reading: Sequence[Leaf]) -> Iterator[Value]:
    _, high = _limits(question)
    first = [codes[0] for codes in _classes(question, reading)]
    for size in range(1, min(high, len(first)) + 1):
        yield from combinations(first, size)


def _numbers(question: Question, reading: Sequence[Leaf]) -> Iterator[Value]:
    named = {
        value for leaf in reading if isinstance(leaf.term, Compare) for value in leaf.term.values if not isinstance(value, str)
    }
    around = {float(number) for value in named for number in (value - 1, value, value + 1)} | {float(question.min)}
    within = sorted(number for number in around if question.min == question.max or question.min <= number <= question.max)
    yield from within or [float(question.min)]


def _costs(question: Question, value: Value | None, base: Cost) -> Costs:
    match question.kind:
        case "many":
            shortest, longest, fullest = _marks(question, value)
            return Costs(*(base.plus(Cost(taps=taps)) for taps in (shortest, longest, fullest)))
        case "one":
            # A choice that asks for words takes one answer more.
            words = value is None and any(choice.typed for choice in question.choices)
            once, more = base.plus(Cost(taps=1)), base.plus(Cost(taps=1 + words, typed=int(words)))
            return Costs(once, once, more)
        case "number" | "text":
            cost = base.plus(Cost(taps=1, typed=1))
        case _:
            cost = base.plus(Cost(taps=1))
    return Costs(cost, cost, cost)


def _marks(question: Question, value: Value | None) -> tuple[int, int, int]:
    """Taps for a list: one for each mark and one for "done"; what excludes the others, or is the last mark, is done at once."""
    exclusive = {choice.code for choice in question.choices if choice.only}
    low, high = _limits(question)
    if value is None:
        fewest = _ticks(question, low)
        return (1 if exclusive else fewest), fewest, _ticks(question, high)
    if not isinstance(value, tuple) or exclusive.intersection(value):
        return 1, 1, 1
    marks = _ticks(question, max(low, len(value)))
    return marks, marks, marks


def _ticks(question: Question, marks: int) -> int:
    return marks + (marks != question.max)


def _words(question: Question, language: str) -> int:
    """Words to read: the question, its hint, and the choices."""
    texts = [question.ask, question.hint, *(choice.name or choice.label for choice in question.choices[:MOST_READ])]
    return sum(len(text.get(language, "").split()) for text in texts)
