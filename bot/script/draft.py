"""A script as it was written, every part with its place, and as much of its meaning as can be made out. Rules look at this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.script.condition import Compiled, Scope
from bot.script.grammar import GROUP_PLACEHOLDERS, PLACEHOLDERS, QUESTION, SCRIPT, text_keys
from bot.script.issue import Mark
from bot.script.model import Choice, Kind, Measure
from bot.script.nodes import Node, Table, Word, table, word


@dataclass(frozen=True, slots=True)
class ChoiceDraft:
    """`origin`: written in place, a row of a seed, or given by the key `none:` or `other:`. `node`: its table, if any."""

    choice: Choice
    mark: Mark
    origin: Literal["place", "seed", "key"]
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A list: choices in place, or the rows of a seed. `columns`: the columns that its rows have."""

    name: str
    mark: Mark
    choices: tuple[ChoiceDraft, ...]
    columns: tuple[str, ...] = ()
    source: str = ""
    """What stands after its name: seeds/channels."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The choices of a question: `name` as it was written and `listed` the list, where they come from one."""

    choices: tuple[ChoiceDraft, ...] = ()
    name: Word | None = None
    listed: ListDraft | None = None
    where: Compiled = field(default_factory=Compiled)


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """`over`: the question of the group it stands in. `scope`: what its condition sees."""

    table: Table
    kind: Kind | None
    measures: Measure
    over: str
    taken: Taken
    choices: tuple[ChoiceDraft, ...]
    when: Compiled
    scope: Scope

    @property
    def id(self) -> str:
        return word(self.table.get("id"))

    @property
    def mark(self) -> Mark:
        """Where its id stands, or where it begins."""
        node = self.table.get("id")
        return node.mark if node else self.table.mark

    def place(self, key: str) -> Mark:
        """Where the value of a key stands, or where the question begins."""
        node = self.table.get(key)
        return node.mark if node else self.mark

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(draft.choice.code for draft in self.choices)


@dataclass(frozen=True, slots=True)
class BlockDraft:
    """`group`: the table of a `for each` group; None for questions asked once."""

    questions: tuple[QuestionDraft, ...]
    group: Table | None = None
    over: Word | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One text: the key it stands behind, its words by language, and the placeholders it may have."""

    key: str
    node: Table
    allowed: frozenset[str]


def _spoken(holder: Table, key: str, allowed: frozenset[str]) -> Iterator[Spoken]:
    node = holder.get(key)
    if isinstance(node, Table):
        yield Spoken(key, node, allowed)


@dataclass(frozen=True, slots=True)
class Draft:
    root: Table
    languages: tuple[str, ...]
    lists: Mapping[str, ListDraft]
    sets: Mapping[str, tuple[Word, ...]]
    blocks: tuple[BlockDraft, ...]
    seeds: tuple[str, ...]
    """Names of the lists in the catalogue."""

    @property
    def questions(self) -> tuple[QuestionDraft, ...]:
        return tuple(question for block in self.blocks for question in block.questions)

    def groups(self) -> Iterator[tuple[BlockDraft, Table]]:
        return ((block, block.group) for block in self.blocks if block.group is not None)

    def key(self, name: str) -> Table:
        """The table behind a key of the script; an empty one where there is none."""
        return table(self.root.get(name))

    def choices(self) -> Iterator[ChoiceDraft]:
        """Every choice of every question and list once, however many questions use it."""
        seen: set[tuple[Mark, str]] = set()
        groups = (*(listed.choices for listed in self.lists.values()), *(question.choices for question in self.questions))
        for choice in (choice for group in groups for choice in group):
            place = (choice.mark, choice.choice.code)
            if place not in seen:
                seen.add(place)
                yield choice

    def spoken(self) -> Iterator[Spoken]:
        """Every text in every language that stands in the script itself."""
        for key in text_keys(SCRIPT):
            yield from _spoken(self.root, key, PLACEHOLDERS.get(key, frozenset()))
        for question in self.questions:
            for key in text_keys(QUESTION):
                allowed = GROUP_PLACEHOLDERS.get(key, frozenset()) if question.over else frozenset()
                yield from _spoken(question.table, key, allowed)
        for choice in self.choices():
            if isinstance(choice.node, Table) and choice.origin == "place":
                yield Spoken(choice.choice.code, choice.node, frozenset())
