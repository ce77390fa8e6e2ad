"""The shortest and the longest way through a script, in taps.

All ways are walked at once: a frontier of states, each with what later conditions still look at and the extreme costs
of getting there. Only answers that some condition or group reads are told apart, and of those only one per case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.script.cases import Case, Cost, Costs, Value, cases, questions
from bot.script.evaluate import Facts, holds
from bot.script.leaves import leaves
from bot.script.model import Block, Choice, Question, Script

AROUND: Final = 3
"""Taps around the questions: the language, the consent, and sending what the card reads back."""

MOST_STATES: Final = 400


@dataclass(frozen=True, slots=True)
class Paths:
    """`exact`: every case was tried; otherwise there may be shorter and longer ways."""

    costs: Costs
    exact: bool = True


def paths(script: Script, language: str) -> Paths:
    """The extreme ways through a script, with the words to read in one language. Bounded in time, whatever the script."""
    walk = _Walk(script, language)
    frontier: _Frontier = {_State(): Costs(*(Cost(taps=AROUND) for _ in range(3)))}
    for place, block in enumerate(script.blocks):
        frontier = walk.block(frontier, place, block)
    total = Costs()
    for number, costs in enumerate(frontier.values()):
        total = costs if number == 0 else total.merged(costs)
    return Paths(total, walk.exact)


_Answers: TypeAlias = frozenset[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class _Item:
    """One pass through a group: the question it is over, the chosen code, what was answered in it."""

    over: str
    code: str
    answers: _Answers = frozenset()


@dataclass(frozen=True, slots=True)
class _State:
    answers: _Answers = frozenset()
    done: frozenset[_Item] = frozenset()
    item: _Item | None = None


_Frontier: TypeAlias = dict[_State, Costs]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A state as conditions see it."""

    state: _State
    rows: Mapping[tuple[str, str], Choice]

    def value(self, question: str) -> Value | None:
        inner = dict(self.state.item.answers) if self.state.item else {}
        return inner.get(question, dict(self.state.answers).get(question))

    def cell(self, question: str, column: str) -> str:
        row = self.rows.get((question, self.state.item.code)) if self.state.item else None
        return row.columns.get(column, "") if row else ""

    def items(self, over: str) -> Sequence[Facts]:
        return [
            _Seen(_State(self.state.answers, self.state.done, item), self.rows) for item in self.state.done if item.over == over
        ]


@dataclass(slots=True)
class _Walk:
    script: Script
    language: str
    exact: bool = True
    rows: dict[tuple[str, str], Choice] = field(init=False)
    cases: dict[str, list[Case]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = questions(self.script.blocks)
        self.rows = {(question.id, choice.code): choice for question in asked for choice in question.choices}
        for question in asked:
            self.cases[question.id], every = cases(question, self.script, self.language)
            self.exact = self.exact and every

    def block(self, frontier: _Frontier, place: int, block: Block) -> _Frontier:
        for number, question in enumerate(() if block.over else block.questions):
            needed = _needed(block.questions[number + 1 :], self.script.blocks[place + 1 :])
            frontier = self._bounded(_kept(self._asked(frontier, question), needed))
        if not block.over:
            return frontier
        found: _Frontier = {}
        needed = _needed((), self.script.blocks[place + 1 :])
        for state, costs in frontier.items():
            _merge(found, _kept(self._group({state: costs}, block, state, needed), needed))
        return self._bounded(found)

    def _group(self, frontier: _Frontier, block: Block, state: _State, needed: frozenset[str]) -> _Frontier:
        chosen = dict(state.answers).get(block.over, ())
        for code in chosen if isinstance(chosen, tuple) else ():
            row = self.rows.get((block.over, code))
            if row is None or row.only:
                continue
            frontier = {_with_item(state, _Item(block.over, code)): costs for state, costs in frontier.items()}
            for question in block.questions:
                frontier = self._bounded(self._asked(frontier, question))
            frontier = _finished(frontier, needed)
        return frontier

    def _asked(self, frontier: _Frontier, question: Question) -> _Frontier:
        found: _Frontier = {}
        for state, costs in frontier.items():
            if not holds(question.when, _Seen(state, self.rows)):
                _merge(found, {state: costs})
                continue
            for case in self.cases[question.id]:
                _merge(found, {_answered(state, question.id, case.value): costs.plus(case.costs)})
        return found

    def _bounded(self, frontier: _Frontier) -> _Frontier:
        if len(frontier) <= MOST_STATES:
            return frontier
        self.exact = False
        ordered = sorted(frontier, key=lambda state: frontier[state].shortest)
        longest = sorted(frontier, key=lambda state: frontier[state].fullest)
        kept = dict.fromkeys((*ordered[: MOST_STATES // 2], *longest[-MOST_STATES // 2 :]))
        return {state: frontier[state] for state in kept}


def _needed(rest: Iterable[Question], blocks: Sequence[Block]) -> frozenset[str]:
    """The questions whose answers these questions and blocks look at."""
    asked = (*rest, *questions(blocks))
    found = {name for question in asked for leaf in leaves(question.when) for name in (leaf.question, leaf.over)}
    return frozenset(found | {block.over for block in blocks}) - {""}


def _merge(into: _Frontier, more: _Frontier) -> None:
    for state, costs in more.items():
        into[state] = into[state].merged(costs) if state in into else costs


def _kept(frontier: _Frontier, needed: frozenset[str]) -> _Frontier:
    found: _Frontier = {}
    for state, costs in frontier.items():
        answers = frozenset((name, value) for name, value in state.answers if name in needed)
        done = frozenset(item for item in state.done if item.over in needed)
        _merge(found, {_State(answers, done): costs})
    return found


def _finished(frontier: _Frontier, needed: frozenset[str]) -> _Frontier:
    """The current item becomes one of those that are done. any() and all() do not care how often the same one is there."""
    found: _Frontier = {}
    for state, costs in frontier.items():
        item = state.item
        answers = frozenset((name, value) for name, value in (item.answers if item else ()) if name in needed)
        done = state.done | {_Item(item.over, item.code, answers)} if item else state.done
        _merge(found, {_State(state.answers, done): costs})
    return found


def _with_item(state: _State, item: _Item) -> _State:
    return _State(state.answers, state.done, item)


def _answered(state: _State, name: str, value: Value | None) -> _State:
    if value is None:
        return state
    item = state.item
    if item is None:
        return _State(state.answers | {(name, value)}, state.done)
    return _State(state.answers, state.done, _Item(item.over, item.code, item.answers | {(name, value)}))
