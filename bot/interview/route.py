"""Which questions are asked, in which order, given the answers so far. Conditions look only back, so one walk decides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.interview.state import Answer, Slot
from bot.script.evaluate import Facts, holds
from bot.script.model import Block, Choice, Question, Script


@dataclass(frozen=True, slots=True)
class _Index:
    """A script by its names, because one tap looks up dozens. `exclusive`: the codes of choices that exclude all others."""

    questions: Mapping[str, Question]
    over: Mapping[str, str]
    choices: Mapping[str, Mapping[str, Choice]]
    exclusive: Mapping[str, frozenset[str]]


_INDEXES = 16
"""Scripts whose index is kept: a bot serves a few revisions."""

_indexes: dict[int, tuple[Script, _Index]] = {}


def question(script: Script, slot: Slot) -> Question:
    """The question of a slot; raises KeyError if the script has none with that id."""
    return _index(script).questions[slot.question]


def over(script: Script, slot: Slot) -> str:
    """The question whose marked choices the slot's group repeats over, or an empty string."""
    return _index(script).over[slot.question]


def row(script: Script, name: str, code: str) -> Choice | None:
    """The choice with this code of the question `name`."""
    return _index(script).choices[name].get(code)


@dataclass(frozen=True, slots=True)
class View:
    """The answers that hold now, seen from one place: from inside a group, its own questions mean the current item."""

    script: Script
    answers: Mapping[str, Answer]
    item: str = ""

    def value(self, question: str) -> tuple[str, ...] | float | None:
        answer = (self.answers.get(f"{question}@{self.item}") if self.item else None) or self.answers.get(question)
        if answer is None or answer.skipped:
            return None
        return answer.number if answer.number is not None else answer.codes

    def cell(self, question: str, column: str) -> str:
        found = row(self.script, question, self.item)
        return found.columns.get(column, "") if found else ""

    def items(self, over: str) -> Sequence[Facts]:
        return [View(self.script, self.answers, item) for item in _items(self.script, over, self.answers)]


def route(script: Script, answers: Mapping[str, Answer]) -> list[Slot]:
    """Every slot that is asked, as far as the answers allow to know; answers to other slots count as withdrawn."""
    return list(_walk(script, answers))


def first(script: Script, answers: Mapping[str, Answer]) -> Slot | None:
    """Where the route begins."""
    return next(_walk(script, answers), None)


def unanswered(path: Sequence[Slot], answers: Mapping[str, Answer]) -> Slot | None:
    """The first slot of the path that still has no answer."""
    return next((slot for slot in path if slot.key not in answers), None)


def before(path: Sequence[Slot], slot: Slot | None) -> Slot | None:
    """The slot asked before this one, if there is one."""
    place = path.index(slot) if slot in path else len(path)
    return path[place - 1] if place > 0 else None


def place(script: Script, slot: Slot, answers: Mapping[str, Answer]) -> tuple[int, int, str]:
    """Which item of its group a slot is about, counted from 1, of how many, and what the group's question measures."""
    group = over(script, slot)
    items = _items(script, group, answers)
    return items.index(slot.item) + 1, len(items), _index(script).questions[group].measures


def _walk(script: Script, answers: Mapping[str, Answer]) -> Iterator[Slot]:
    holding: dict[str, Answer] = {}
    for block in script.blocks:
        for slot, asked in _places(script, block, holding):
            if asked.when is None or holds(asked.when, View(script, holding, slot.item)):
                yield slot
                if answer := answers.get(slot.key):
                    holding[slot.key] = answer


def _places(script: Script, block: Block, holding: Mapping[str, Answer]) -> Iterator[tuple[Slot, Question]]:
    items = _items(script, block.over, holding) if block.over else ("",)
    for item in items:
        for asked in block.questions:
            yield Slot(asked.id, item), asked


def _items(script: Script, over: str, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    answer = answers.get(over)
    if answer is None:
        return ()
    exclusive = _index(script).exclusive[over]
    return tuple(code for code in answer.codes if code not in exclusive)


def _index(script: Script) -> _Index:
    known = _indexes.get(id(script))
    if known is None:
        if len(_indexes) >= _INDEXES:
            _indexes.clear()
        # The script is kept beside its index, so that no other one can come to have its id.
        known = _indexes[id(script)] = script, _indexed(script)
    return known[1]


def _indexed(script: Script) -> _Index:
    pairs = [(block, asked) for block in script.blocks for asked in block.questions]
    return _Index(
        questions={asked.id: asked for _, asked in pairs},
        over={asked.id: block.over for block, asked in pairs},
        choices={asked.id: {choice.code: choice for choice in asked.choices} for _, asked in pairs},
        exclusive={asked.id: frozenset(choice.code for choice in asked.choices if choice.only) for _, asked in pairs},
    )
