"""Which questions are asked, in which order, given the answers so far. Conditions look only back, so one walk decides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.interview.state import Answer, Slot
from bot.script.evaluate import Facts, holds
from bot.script.model import Block, Choice, Question, Script


def question(script: Script, slot: Slot) -> Question:
    """The question of a slot; raises StopIteration if the script has none with that id."""
    return next(q for block in script.blocks for q in block.questions if q.id == slot.question)


def over(script: Script, slot: Slot) -> str:
    """The question whose marked choices the slot's group repeats over, or an empty string."""
    return next(block.over for block in script.blocks for q in block.questions if q.id == slot.question)


def choice(asked: Question, code: str) -> Choice | None:
    return next((choice for choice in asked.choices if choice.code == code), None)


@dataclass(frozen=True, slots=True)
class View:
    """The answers that hold now, seen from one place: from inside a group, its own questions mean the current item."""

    script: Script
    answers: Mapping[str, Answer]
    item: str = ""

    def value(self, question: str) -> tuple[str, ...] | float | None:
        answer = (self.answers.get(Slot(question, self.item).key) if self.item else None) or self.answers.get(question)
        if answer is None or answer.skipped:
            return None
        return answer.number if answer.number is not None else answer.codes

    def cell(self, question: str, column: str) -> str:
        row = choice(_question(self.script, question), self.item)
        return row.columns.get(column, "") if row else ""

    def items(self, over: str) -> Sequence[Facts]:
        return [View(self.script, self.answers, item) for item in _items(self.script, over, self.answers)]


def route(script: Script, answers: Mapping[str, Answer]) -> list[Slot]:
    """Every slot that is asked, as far as the answers allow to know; answers to other slots count as withdrawn."""
    holding: dict[str, Answer] = {}
    found: list[Slot] = []
    for block in script.blocks:
        for slot, asked in _places(script, block, holding):
            if holds(asked.when, View(script, holding, slot.item)):
                found.append(slot)
                if slot.key in answers:
                    holding[slot.key] = answers[slot.key]
    return found


def unanswered(path: Sequence[Slot], answers: Mapping[str, Answer]) -> Slot | None:
    """The first slot of the path that still has no answer."""
    return next((slot for slot in path if slot.key not in answers), None)


def before(path: Sequence[Slot], slot: Slot | None) -> Slot | None:
    """The slot asked before this one, if there is one."""
    place = path.index(slot) if slot in path else len(path)
    return path[place - 1] if place > 0 else None


def _places(script: Script, block: Block, holding: Mapping[str, Answer]) -> Iterator[tuple[Slot, Question]]:
    items = _items(script, block.over, holding) if block.over else ("",)
    for item in items:
        for asked in block.questions:
            yield Slot(asked.id, item), asked


def _items(script: Script, over: str, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    answer = answers.get(over)
    if answer is None:
        return ()
    exclusive = {choice.code for choice in _question(script, over).choices if choice.only}
    return tuple(code for code in answer.codes if code not in exclusive)


def _question(script: Script, name: str) -> Question:
    return question(script, Slot(name))
