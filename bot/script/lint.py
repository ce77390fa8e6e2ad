"""Every rule over a draft. `CODES` says of every complaint that exists whether it is an error."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.script import aliases
from bot.script.draft import Draft
from bot.script.issue import Complaint, Severity
from bot.script.rules import Rule, choices, codes, conditions, form, keys, kinds, limits, texts, warnings

RULES: Final[tuple[Rule, ...]] = tuple(
    rule for family in (keys, form, texts, codes, choices, conditions, kinds, limits, warnings) for rule in family.RULES
)

OF_TEXT: Final = (
    "too_big", "too_deep", "too_many_parts", "not_utf8", "yaml_syntax", "colon_needs_quotes", "braces_need_quotes", "tab",
    "anchor", "alias", "tag", "merge_key", "many_documents", "key_empty", "key_not_word", "not_table",
)  # fmt: skip
"""Complaints about the text itself, before anything in it can be understood."""

OF_SEEDS: Final = ("seed_old", "seed_date", "seed_incomplete", "seed_cells", "seed_long_label", "seed_duplicate")
"""Complaints about the tables of the catalogue."""

WRONG_SEEDS: Final = ("seed_number", "seed_value")
"""The same, where figures would be wrong."""

CODES: Final[Mapping[str, Severity]] = {
    **dict.fromkeys((*OF_TEXT, *WRONG_SEEDS), "error"),
    **dict.fromkeys((*OF_SEEDS, *aliases.CODES), "warning"),
    **{code: "error" for rule in RULES for code in rule.errors},
    **{code: "warning" for rule in RULES for code in rule.warnings},
}


def lint(draft: Draft) -> Iterator[Complaint]:
    """Everything that is wrong, all at once, in no order that matters."""
    for rule in RULES:
        yield from rule.find(draft)
