"""The questions of a script as they were asked, in one language."""

from collections.abc import Iterator

from bot.report.document import Block, Heading, Items, Paragraph
from bot.script.model import Question, Script, Text
from bot.texts import say


def wording(script: Script | None, language: str) -> Iterator[Block]:
    """Consent and questions with their choices, in the order of asking; nothing without a script."""
    if script is None:
        return
    yield Heading(say(language, "methods.wording.title"), "wording")
    yield Paragraph(say(language, "methods.wording.lead"))
    yield Paragraph(_text(script.consent, language).replace("{operator}", _text(script.operator, language)))
    for number, (asked, over) in enumerate(_asked(script), 1):
        text = _text(asked.ask, language).replace("{item}", say(language, "methods.wording.item")).replace("\n", " ")
        yield Paragraph(f"{number}. {text}{_conditions(asked, over, language)}")
        choices = " · ".join(_text(choice.name or choice.label, language) for choice in asked.choices)
        if choices:
            yield Items((choices,))


def _asked(script: Script) -> Iterator[tuple[Question, str]]:
    return ((question, block.over) for block in script.blocks for question in block.questions)


def _conditions(asked: Question, over: str, language: str) -> str:
    """What the respondent cannot see: that it is asked of each service, or not of everybody."""
    notes = [
        say(language, f"methods.wording.{name}")
        for name, holds in {
            "each": bool(over),
            "some": asked.when is not None,
            "several": asked.kind == "many",
            "shuffled": asked.shuffle,
        }.items()
        if holds
    ]
    return f" ({'; '.join(notes)})" if notes else ""


def _text(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")
