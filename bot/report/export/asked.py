"""The questions of all revisions of a survey, put side by side: one column for a question, whichever revision asked it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.report.export.column import Value
from bot.script.inwords import in_words
from bot.script.leaves import leaves
from bot.script.model import Block, Choice, Compare, Question, Script, Text
from bot.texts import LANGUAGES, say

ITEM: Final = "{item}"


@dataclass(frozen=True, slots=True)
class Revision:
    """One published script of the survey, by its number."""

    number: int
    script: Script


@dataclass(frozen=True, slots=True)
class Source:
    """A question as one revision asks it."""

    revision: int
    block: Block
    question: Question


def sources(revisions: Sequence[Revision], wanted: Callable[[Block, Question], bool]) -> tuple[Source, ...]:
    """Every question that is wanted, the oldest revision first."""
    return tuple(
        Source(revision.number, block, question)
        for revision in revisions
        for block in revision.script.blocks
        for question in block.questions
        if wanted(block, question)
    )


def numbers(found: Iterable[Source]) -> tuple[int, ...]:
    return tuple(sorted({source.revision for source in found}))


def questions(found: Iterable[Source]) -> tuple[str, ...]:
    """The ids, in the order in which they came up."""
    return tuple(dict.fromkeys(source.question.id for source in found))


def values(found: Sequence[Source], newest: int) -> tuple[Value, ...]:
    """Every code that was ever offered, in the order in which revisions brought them, with the newest label."""
    offered: dict[str, list[tuple[int, Choice]]] = {}
    for source in found:
        for choice in source.question.choices:
            offered.setdefault(choice.code, []).append((source.revision, choice))
    return tuple(_value(code, place, offers, newest) for place, (code, offers) in enumerate(offered.items(), start=1))


def ask(found: Sequence[Source]) -> Text:
    """What was asked, in the words of the newest revision that asked it; several questions are parted by a slash.

    Dots stand for the service that the question was about.
    """
    latest = [spoken(source.question.ask) for source in found if source.revision == found[-1].revision]
    return _each(lambda language: " / ".join(dict.fromkeys(said[language] for said in latest)).replace(ITEM, "…"))


def base(found: Sequence[Source]) -> Text:
    """Who was asked, in words, by the newest revision that asked it."""
    latest = [source for source in found if source.revision == found[-1].revision]
    return _each(lambda language: " / ".join(dict.fromkeys(_asked_whom(source, language) for source in latest)))


def spoken(text: Text) -> Text:
    """The text in every language of the bot; a survey may have fewer, then the first it has stands for the others."""
    first = next(iter(text.values()), "")
    return _each(lambda language: text.get(language) or first)


def sentence(key: str, **named: object) -> Text:
    """One of our own sentences in every language."""
    return _each(lambda language: say(language, key, **named))


def service_questions(script: Script) -> frozenset[str]:
    return frozenset(question.id for block in script.blocks for question in block.questions if question.measures == "service")


def telling(script: Script) -> frozenset[str]:
    """Questions that are asked, or not, by the very service that a person named: an empty cell would give it away."""
    named = set(service_questions(script))
    for block in script.blocks:
        for question in block.questions:
            compared = {leaf.question for leaf in leaves(question.when) if isinstance(leaf.term, Compare)}
            if named & compared:
                named.add(question.id)
    return frozenset(named)


def cells_read(script: Script) -> frozenset[str]:
    """Columns of the catalogue on which it depends what is asked about a service."""
    conditions = (question.when for block in script.blocks for question in block.questions)
    terms = (leaf.term for condition in conditions for leaf in leaves(condition))
    return frozenset(term.ref.column for term in terms if isinstance(term, Compare) and term.ref.column)


def by_cell(question: Question) -> bool:
    """Does it depend on a cell of the catalogue whether this is asked?"""
    return any(isinstance(leaf.term, Compare) and leaf.term.ref.column for leaf in leaves(question.when))


def _each(words: Callable[[str], str]) -> Text:
    return {language: words(language) for language in LANGUAGES}


def _asked_whom(source: Source, language: str) -> str:
    asked, parts = source.question, []
    if source.block.over:
        parts.append(say(language, "export.base.group", question=source.block.over))
    if asked.when:
        parts.append(say(language, "export.base.when", condition=in_words(asked.when, language)))
    return ", ".join(parts) or say(language, "export.base.all")


def _value(code: str, place: int, offers: Sequence[tuple[int, Choice]], newest: int) -> Value:
    last = offers[-1][1]
    within = tuple(sorted({number for number, _ in offers}))
    words = [choice.name or choice.label for _, choice in offers]
    group = last.columns.get("kind") or last.columns.get("fix") or last.columns.get("category") or ""
    return Value(
        code, place, spoken(words[-1]), within, retired=newest not in within, reworded=words[0] != words[-1], group=group
    )
