"""Text in, nodes out. Events are read one by one with a stack of our own, so that no depth, alias or size can hurt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from bot.script.issue import Complaint, Mark, complain
from bot.script.nodes import Gap, Listing, Node, Pair, Table, Word

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 20
MAX_NODES: Final = 15_000
"""More words, lists and tables than any survey has; a file of 256 kB that is all commas would take seconds to read."""

LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_START = Mark(1, 1)
_BRACES = re.compile(r":\s+\{\w+\}")


@dataclass(frozen=True, slots=True)
class Source:
    """`root` is None where the text cannot be read at all."""

    root: Node | None
    complaints: tuple[Complaint, ...]
    lines: dict[int, str]


class _TooMuchError(Exception):
    """The reader stops here."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.code)
        self.complaint = complaint


def read(text: str) -> Source:
    """The nodes of a YAML text, and every complaint about its form. Never raises."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Source(None, (complain("too_big", _START, limit=MAX_BYTES // 1024),), {})
    lines = dict(enumerate(LINE_END.split(text), 1))
    wrong = next((place for place, letter in enumerate(text) if "\ud800" <= letter <= "\udfff"), None)
    if wrong is not None:
        return Source(None, (complain("not_utf8", _place(text, wrong)),), {})
    reader = _Reader()
    try:
        reader.read(text)
    except _TooMuchError as stop:
        return Source(None, (*reader.complaints, stop.complaint), lines)
    except MarkedYAMLError as error:
        return Source(None, (*reader.complaints, _syntax(error, lines)), lines)
    except (YAMLError, ArithmeticError, ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # The library trips over some malformed texts (escapes beyond Unicode, odd directives) in ways of its own.
        problem = type(error).__name__ if not isinstance(error, YAMLError) else _first_line(str(error))
        return Source(None, (*reader.complaints, complain("yaml_syntax", reader.last, problem=problem)), lines)
    return Source(reader.root, tuple(reader.complaints), lines)


@dataclass(slots=True)
class _Open:
    """A table or list that is being read."""

    mark: Mark
    flow: bool
    is_table: bool
    nodes: list[Node] = field(default_factory=list)


class _Reader:
    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self.root: Node | None = None
        self.last = _START
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def read(self, text: str) -> None:
        for event in _events(text):
            self.last = _mark(event.start_mark)
            self._take(event)

    def _take(self, event: Event) -> None:
        self._count(event)
        self._decorations(event)
        match event:
            case DocumentStartEvent():
                self._document()
            case ScalarEvent():
                self._add(Word(event.value, self.last, plain=event.style is None))
            case AliasEvent():
                self._say("alias", name=event.anchor)
                self._add(Gap(self.last))
            case MappingStartEvent() | SequenceStartEvent():
                self._open(is_table=isinstance(event, MappingStartEvent), flow=bool(event.flow_style))
            case CollectionEndEvent():
                self._add(self._closed(self._stack.pop()))

    def _count(self, event: Event) -> None:
        self._nodes += isinstance(event, ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent)
        if self._nodes > MAX_NODES:
            raise _TooMuchError(complain("too_many_parts", self.last, limit=MAX_NODES))

    def _decorations(self, event: Event) -> None:
        if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            if event.anchor:
                self._say("anchor", name=event.anchor)
            if event.tag:
                self._say("tag", name=event.tag)

    def _document(self) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _TooMuchError(complain("many_documents", self.last))

    def _open(self, *, is_table: bool, flow: bool) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise _TooMuchError(complain("too_deep", self.last, limit=MAX_DEPTH))
        self._stack.append(_Open(self.last, flow, is_table))

    def _add(self, node: Node) -> None:
        if self._stack:
            self._stack[-1].nodes.append(node)
        else:
            self.root = node

    def _closed(self, done: _Open) -> Node:
        if not done.is_table:
            return Listing(tuple(done.nodes), done.mark, done.flow)
        pairs = zip(done.nodes[::2], done.nodes[1::2], strict=True)
        return Table(tuple(self._pair(key, value) for key, value in pairs), done.mark, done.flow)

    def _pair(self, key: Node, value: Node) -> Pair:
        if not isinstance(key, Word):
            if not isinstance(key, Gap):
                self.complaints.append(complain("key_not_word", key.mark))
            return Pair(Word("", key.mark, plain=False), Gap(value.mark))
        if key.null:
            self.complaints.append(complain("key_empty", key.mark))
            return Pair(Word("", key.mark, plain=False), Gap(value.mark))
        if key.plain and key.value == "<<":
            self.complaints.append(complain("merge_key", key.mark))
            return Pair(Word("", key.mark, plain=False), Gap(value.mark))
        return Pair(key, value)

    def _say(self, code: str, /, **values: object) -> None:
        self.complaints.append(complain(code, self.last, **values))


def _events(text: str) -> Iterator[Event]:
    # The library's own types stop at `Any` here. PyYAML would turn `no:` into False; this reader is YAML 1.2.
    make: Any = YAML
    yield from make(typ="safe", pure=True).parse(text)


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


def _place(text: str, index: int) -> Mark:
    ends = [found.end() for found in LINE_END.finditer(text, 0, index)]
    return Mark(len(ends) + 1, index - (ends[-1] if ends else 0) + 1)


def _syntax(error: MarkedYAMLError, lines: dict[int, str]) -> Complaint:
    """The complaint of a text that is no YAML; the traps that people fall into have remedies of their own."""
    mark = _mark(error.problem_mark or error.context_mark) if error.problem_mark or error.context_mark else _START
    problem = _first_line(error.problem or error.context or "")
    line = lines.get(mark.line, "")
    if "mapping values are not allowed" in problem or "but got ':'" in problem:
        return complain("colon_needs_quotes", mark)
    if _BRACES.search(line) and "<scalar>" in problem:
        return complain("braces_need_quotes", mark)
    if line[mark.column - 1 : mark.column] == "\t":
        return complain("tab", mark)
    return complain("yaml_syntax", mark, problem=problem)


def _first_line(problem: str) -> str:
    return problem.strip().split("\n", 1)[0][:200]
