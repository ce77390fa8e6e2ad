"""What Telegram shows and takes: labels of buttons, data behind them, length of messages. Always on the safe side."""

from collections.abc import Iterator
from heapq import nlargest
from typing import Final

from bot.message import DATA_BYTES, LABEL_CHARS, TEXT_UNITS, utf16_units
from bot.script.draft import Draft, QuestionDraft
from bot.script.grammar import ITEM
from bot.script.issue import Complaint, Mark, complain
from bot.script.model import Choice
from bot.script.reading import number, text
from bot.script.rules import Rule

LONGEST_DATA: Final = "k3v9x2ab:99999:+"
"""What stands before the code in the data of a button, at its longest."""

MOST_LISTED: Final = 20
"""Most rows that one message lists; longer lists have pages."""

TYPED_ITEM: Final = 200
"""Room for words that a person typed in place of a choice, in UTF-16 units."""

SPARE: Final = 120
"""Room for the bot's own words in a message: what is marked so far, how to answer."""

OPERATOR: Final = 300
"""Room for who asks, which the installation fills in."""


def buttons(draft: Draft) -> Iterator[Complaint]:
    for choice in draft.choices():
        for label in choice.choice.label.values():
            if len(label) > LABEL_CHARS:
                yield complain("button_too_long", choice.mark, label=label, length=len(label), limit=LABEL_CHARS)


def shorts(draft: Draft) -> Iterator[Complaint]:
    for question in draft.questions:
        for said in text(question.table.get("short"), draft.languages).values():
            if len(said) > LABEL_CHARS:
                mark = question.place("short")
                yield complain("short_too_long", mark, short=said, length=len(said), limit=LABEL_CHARS)


def data(draft: Draft) -> Iterator[Complaint]:
    for choice in draft.choices():
        size = len((LONGEST_DATA + choice.choice.code).encode("utf-8"))
        if size > DATA_BYTES:
            yield complain("data_too_long", choice.mark, code=choice.choice.code, size=size, limit=DATA_BYTES)


def messages(draft: Draft) -> Iterator[Complaint]:
    for key in ("consent", "thanks"):
        node = draft.root.get(key)
        for language, said in text(node, draft.languages).items():
            yield from _fits(utf16_units(said) + OPERATOR, node.mark if node else draft.root.mark, language)
    by_id = {question.id: question for question in draft.questions}
    for question in draft.questions:
        item = by_id.get(question.over)
        for language in draft.languages:
            yield from _fits(_units(question, item, language), question.place("ask"), language)
            why = utf16_units(_text(question, "why", language)) + _item(question, "why", item, language)
            yield from _fits(why, question.place("why"), language)


def _fits(units: int, mark: Mark, language: str) -> Iterator[Complaint]:
    if units > TEXT_UNITS:
        yield complain("message_too_long", mark, units=units, limit=TEXT_UNITS, language=language)


def _units(question: QuestionDraft, item: QuestionDraft | None, language: str) -> int:
    """The longest message that the question can become: text, hint, numbered list, what is marked so far."""
    asked = sum(utf16_units(_text(question, key, language)) + _item(question, key, item, language) for key in ("ask", "hint"))
    choices = [draft.choice for draft in question.choices]
    apart = [choice for choice in choices if choice.only or choice.typed]
    listed = nlargest(MOST_LISTED, (_line(choice, language) for choice in choices if choice not in apart))
    rows = sum(listed) + sum(_line(choice, language) for choice in apart)
    return asked + (rows if any(choice.name for choice in choices) else 0) + _marked(question, language) + SPARE


def _marked(question: QuestionDraft, language: str) -> int:
    labels = [utf16_units(draft.choice.label.get(language, "")) + 2 for draft in question.choices]
    most = {"one": 1, "many": number(question.table.get("max")) or len(labels)}.get(question.kind or "", 0)
    return sum(nlargest(most, labels)) + TYPED_ITEM


def _line(choice: Choice, language: str) -> int:
    return utf16_units(_full(choice, language)) + len("99. \n")


def _full(choice: Choice, language: str) -> str:
    return max(choice.name.get(language, ""), choice.label.get(language, ""), key=len)


def _text(question: QuestionDraft, key: str, language: str) -> str:
    return text(question.table.get(key)).get(language, "")


def _item(question: QuestionDraft, key: str, item: QuestionDraft | None, language: str) -> int:
    """What the names that stand for {item} add at most."""
    times = _text(question, key, language).count(f"{{{ITEM}}}")
    if item is None or not times:
        return 0
    typed = [TYPED_ITEM] if any(draft.choice.typed for draft in item.choices) else []
    return times * max([0, *typed, *(utf16_units(_full(draft.choice, language)) for draft in item.choices)])


RULES: Final = (
    Rule(buttons, errors=("button_too_long",)),
    Rule(shorts, errors=("short_too_long",)),
    Rule(data, errors=("data_too_long",)),
    Rule(messages, errors=("message_too_long",)),
)
