"""The lists that a script asked with: where two differ, a share may have changed because other things were on offer."""

from typing import Final

from bot.script.model import Script

MEASURES: Final = ("service", "channel", "reason")

COLUMNS: Final = ("fix", "kind", "online", "online_from", "at_csc")
"""Cells that decide what is counted as what."""


def lists(script: Script) -> str:
    """Everything of its lists that figures depend on, as one text to be compared; words and order do not matter."""
    asked = {question.measures: question.choices for block in script.blocks for question in block.questions}
    rows = sorted(
        (measure, choice.code, *(choice.columns.get(column, "") for column in COLUMNS))
        for measure in MEASURES
        for choice in asked.get(measure, ())
    )
    return "\n".join("\t".join(row) for row in rows)
