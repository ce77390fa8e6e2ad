"""Nodes in, draft out. Forgiving: what cannot be understood is left out here, and complained about by the rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, groupby
from typing import Final

import msgspec

from bot.script.catalogue import Catalogue, Seed, cells
from bot.script.condition import Compiled, Known, Scope, compile_text
from bot.script.draft import BlockDraft, ChoiceDraft, Draft, ListDraft, QuestionDraft, Taken
from bot.script.evaluate import holds
from bot.script.grammar import FOR_EACH, KINDS, MEASURES, SEEDS
from bot.script.issue import Mark
from bot.script.model import NONE, OTHER, Choice, Kind, Measure, Ref, Text
from bot.script.nodes import Listing, Node, Table, Word, table, word, words
from bot.texts import LANGUAGES

TRUE: Final = frozenset({"true", "True", "TRUE"})
FALSE: Final = frozenset({"false", "False", "FALSE"})


def draft(root: Table, catalogue: Catalogue) -> Draft:
    """What the nodes of a script mean."""
    languages = tuple(item.value for item in words(root.get("languages")) if item.value in LANGUAGES)
    chosen = tuple(dict.fromkeys(languages)) or LANGUAGES
    lists = {pair.key.value: _list(pair.key, pair.value, catalogue, chosen) for pair in table(root.get("lists")).pairs}
    sets = {pair.key.value: words(pair.value) for pair in table(root.get("sets")).pairs}
    codes = {name: tuple(item.value for item in items) for name, items in sets.items()}
    reader = _Questions(catalogue, chosen, lists, codes)
    return Draft(root, chosen, lists, sets, tuple(reader.blocks(root.get("questions"))), tuple(catalogue))


def text(node: Node | None, languages: tuple[str, ...] = LANGUAGES) -> Text:
    """A text in the languages that are there; a blank one is not there."""
    pairs = table(node)
    return {language: said for language in languages if (said := word(pairs.get(language)).strip())}


def flag(node: Node | None) -> bool:
    return word(node) in TRUE


def number(node: Node | None) -> int:
    """The whole number that stands here; 0 where there is none."""
    found = whole(word(node))
    return 0 if found is None else found


def whole(digits: str) -> int | None:
    """A whole number of at most nine digits; None where these are no digits."""
    plain = digits.removeprefix("-")
    return int(digits) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else None


def _list(name: Word, node: Node, catalogue: Catalogue, languages: tuple[str, ...]) -> ListDraft:
    if isinstance(node, Table):
        return ListDraft(name.value, name.mark, _in_place(node, languages))
    source = word(node)
    seed = _seed(source, catalogue)
    return replace(_of_seed(seed, languages), name=name.value, mark=name.mark) if seed else ListDraft(
        name.value, name.mark, (), source=source,
    )  # fmt: skip


def _seed(name: str, catalogue: Catalogue) -> Seed | None:
    return catalogue.get(name.removeprefix(SEEDS)) if name.startswith(SEEDS) else None


def _of_seed(seed: Seed, languages: tuple[str, ...]) -> ListDraft:
    choices = tuple(ChoiceDraft(_spoken(row.choice, languages), row.mark(seed.file), "seed") for row in seed.rows)
    return ListDraft(seed.name, Mark(1, 1), choices, seed.columns, SEEDS + seed.name)


def _spoken(choice: Choice, languages: tuple[str, ...]) -> Choice:
    """The choice with its texts in the languages of the script only."""
    label, name, remedy = (
        {language: said for language, said in words.items() if language in languages}
        for words in (choice.label, choice.name, choice.remedy)
    )
    return msgspec.structs.replace(choice, label=label, name=name, remedy=remedy)


def _in_place(choices: Table, languages: tuple[str, ...]) -> tuple[ChoiceDraft, ...]:
    return tuple(_choice(pair.key, pair.value, languages) for pair in choices.pairs if pair.key.value)


def _choice(code: Word, node: Node, languages: tuple[str, ...]) -> ChoiceDraft:
    said = table(node)
    also = tuple(filter(None, (item.value.strip() for item in words(said.get("also")))))
    only, typed = flag(said.get("only")), flag(said.get("typed"))
    choice = Choice(code.value, text(node, languages), only=only, typed=typed, also=also)
    return ChoiceDraft(choice, code.mark, "place", node)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a list, as its `where` sees it."""

    choice: Choice

    def value(self, _: str) -> None:
        return None

    def cell(self, _: str, column: str) -> str:
        return self.choice.columns.get(column, "")

    def items(self, _: str) -> tuple[()]:
        return ()


@dataclass(slots=True)
class _Questions:
    """Reads questions in order. `names` holds every question of the file from the start; a scope says how far it sees."""

    catalogue: Catalogue
    languages: tuple[str, ...]
    lists: Mapping[str, ListDraft]
    sets: Mapping[str, tuple[str, ...]]
    names: dict[str, Known] = field(default_factory=dict)
    columns: dict[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    taken: dict[int, Taken] = field(default_factory=dict)
    places: Iterator[int] = field(default_factory=lambda: count(1))

    def blocks(self, node: Node | None) -> Iterator[BlockDraft]:
        items = _tables(node)
        for item in items:
            self._announce(item)
        self.places = count(1)
        for repeated, found in groupby(items, key=is_group):
            if repeated:
                yield from (self._group(item) for item in found)
            else:
                yield BlockDraft(tuple(self._question(item, "") for item in found))

    def _announce(self, item: Table) -> None:
        """Remember the questions of an item before any condition is read."""
        over = word(item.get(FOR_EACH))
        if not is_group(item):
            self._remember(item, "")
            return
        choices = [draft.choice for draft in self._choices_of(over)]
        known = sorted({column for choice in choices for column in choice.columns})
        self.columns.setdefault(over, {column: cells(choices, column) for column in known})
        for inner in _tables(item.get("questions")):
            self._remember(inner, over)

    def _remember(self, item: Table, over: str) -> None:
        place = next(self.places)
        kind = _kind(item)
        name = word(item.get("id"))
        if not name or kind is None:
            return
        codes = frozenset(draft.choice.code for draft in self._choices(item))
        may_skip = item.get("when") is not None or flag(item.get("optional"))
        self.names.setdefault(name, Known(Ref(name), kind, codes, over, may_skip, place))
        self.tables.setdefault(name, item)

    def _choices_of(self, name: str) -> tuple[ChoiceDraft, ...]:
        return self._choices(self.tables[name]) if name in self.tables else ()

    def _group(self, item: Table) -> BlockDraft:
        node = item.get(FOR_EACH)
        over = node if isinstance(node, Word) else None
        questions = tuple(self._question(inner, over.value if over else "") for inner in _tables(item.get("questions")))
        return BlockDraft(questions, item, over)

    def _question(self, item: Table, over: str) -> QuestionDraft:
        scope = Scope(self.names, next(self.places), self.sets, over, self.columns)
        when = None if item.torn else item.get("when")
        compiled = compile_text(when.value, _inside(when), scope) if isinstance(when, Word) else Compiled()
        taken = self._taken(item)
        return QuestionDraft(item, _kind(item), _measure(item), over, taken, self._choices(item), compiled, scope)

    def _choices(self, item: Table) -> tuple[ChoiceDraft, ...]:
        return (*self._taken(item).choices, *self._by_keys(item))

    def _by_keys(self, item: Table) -> Iterator[ChoiceDraft]:
        for code, only, typed in ((NONE, True, False), (OTHER, False, True)):
            pair = item.pair(code)
            if pair is not None and isinstance(pair.value, Table):
                choice = Choice(code, text(pair.value, self.languages), only=only, typed=typed)
                yield ChoiceDraft(choice, pair.key.mark, "key", pair.value)

    def _taken(self, item: Table) -> Taken:
        if id(item) not in self.taken:
            self.taken[id(item)] = self._take(item.get("choices"))
        return self.taken[id(item)]

    def _take(self, node: Node | None) -> Taken:
        match node:
            case Word():
                return self._listed(node)
            case Table() if isinstance(source := node.get("from"), Word):
                return self._filtered(self._listed(source), node)
            case Table() if node.pair("from") is None:
                return Taken(_in_place(node, self.languages))
        return Taken()

    def _listed(self, name: Word) -> Taken:
        seed = _seed(name.value, self.catalogue)
        listed = _of_seed(seed, self.languages) if seed else self.lists.get(name.value)
        return Taken(listed.choices if listed else (), name, listed)

    def _filtered(self, taken: Taken, node: Table) -> Taken:
        left_out = {item.value for item in words(node.get("except"))}
        where = self._where(None if node.torn else node.get("where"), taken)
        kept = tuple(
            draft for draft in taken.choices if draft.choice.code not in left_out and holds(where.condition, _Row(draft.choice))
        )
        return replace(taken, choices=kept, where=where)

    def _where(self, node: Node | None, taken: Taken) -> Compiled:
        if not isinstance(node, Word) or taken.listed is None:
            return Compiled()
        rows = [draft.choice for draft in taken.choices]
        names = {column: Known(Ref("", column), "cell", cells(rows, column) | {""}) for column in taken.listed.columns}
        return compile_text(node.value, _inside(node), Scope(names, rows=True))


def is_group(item: Table) -> bool:
    """A group, even one whose `for each` is missing or misspelt."""
    return item.pair(FOR_EACH) is not None or item.pair("questions") is not None


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Listing) else ()


def _tables(node: Node | None) -> tuple[Table, ...]:
    return tuple(item for item in _items(node) if isinstance(item, Table))


def _kind(item: Table) -> Kind | None:
    said = word(item.get("kind"))
    return next((kind for kind in KINDS if kind == said), None)


def _measure(item: Table) -> Measure:
    said = word(item.get("measures"))
    return next((measure for measure in MEASURES if measure == said), "")


def _inside(node: Word) -> Mark:
    """Where the text itself begins: behind a quotation mark."""
    return node.mark if node.plain else node.mark.moved(1)
