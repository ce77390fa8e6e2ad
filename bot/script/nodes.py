"""A YAML file as plain values with places: words, tables and lists. Nothing is guessed: `No` and `18` are words."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.script.issue import Mark

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a text. `plain`: without quotes."""

    value: str
    mark: Mark
    plain: bool = True

    @property
    def null(self) -> bool:
        """Nothing stands here."""
        return self.plain and self.value in NULLS


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that cannot be read and was complained about already."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Pair:
    key: Word
    value: "Node"


@dataclass(frozen=True, slots=True)
class Table:
    """Keys with values, in the order of the file, duplicates too. `flow`: written in braces."""

    pairs: tuple[Pair, ...]
    mark: Mark
    flow: bool = False

    def pair(self, name: str) -> Pair | None:
        """The first pair with this key."""
        return next((pair for pair in self.pairs if pair.key.value == name), None)

    @property
    def braced(self) -> bool:
        """It is only a word in braces, such as {item}."""
        value = self.pairs[0].value if len(self.pairs) == 1 else None
        return self.flow and isinstance(value, Word) and value.null

    @property
    def torn(self) -> bool:
        """A comma inside one of its values made two of it: {where: asked_of in (tried, both)}."""
        return self.flow and any(isinstance(pair.value, Word) and pair.value.null for pair in self.pairs[1:])

    def get(self, name: str) -> "Node | None":
        """The first value of this key; None where there is none, or nothing stands there."""
        pair = self.pair(name)
        return None if pair is None or (isinstance(pair.value, Word) and pair.value.null) else pair.value


@dataclass(frozen=True, slots=True)
class Listing:
    items: "tuple[Node, ...]"
    mark: Mark
    flow: bool = False


Node: TypeAlias = Word | Gap | Table | Listing


def word(node: Node | None) -> str:
    """The word that stands here; an empty string where there is none."""
    return node.value if isinstance(node, Word) and not node.null else ""


def table(node: Node | None) -> Table:
    """The table that stands here; an empty one where there is none."""
    return node if isinstance(node, Table) else Table((), Mark(1, 1))


def words(node: Node | None) -> tuple[Word, ...]:
    """The words of a list; one word counts as a list of one."""
    if isinstance(node, Word):
        return () if node.null else (node,)
    items = node.items if isinstance(node, Listing) else ()
    return tuple(item for item in items if isinstance(item, Word) and not item.null)
