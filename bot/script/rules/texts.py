"""Every text stands in every language, with the same placeholders, and only with those that will be filled in."""

import re
from collections.abc import Iterator
from typing import Final

from bot.script.draft import Draft, Spoken
from bot.script.issue import Complaint, complain, guess
from bot.script.nodes import Word
from bot.script.records import BROKEN
from bot.script.rules import Rule
from bot.texts import LANGUAGE_NAMES

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def languages(draft: Draft) -> Iterator[Complaint]:
    for spoken in draft.spoken():
        for language in draft.languages:
            pair = spoken.node.pair(language)
            blank = pair is not None and isinstance(pair.value, Word) and not pair.value.null and not pair.value.value.strip()
            if pair is None or blank:
                mark = pair.key.mark if pair else spoken.node.mark
                yield complain("missing_language", mark, text=spoken.key, code=language, language=LANGUAGE_NAMES[language])


def rows(draft: Draft) -> Iterator[Complaint]:
    """The same for the rows of seeds, which stand in a file of their own."""
    for choice in draft.choices():
        if choice.origin == "seed":
            for language in draft.languages:
                if language not in choice.choice.label:
                    name = LANGUAGE_NAMES[language]
                    yield complain("missing_label", choice.mark, row=choice.choice.code, code=language, language=name)


def encoding(draft: Draft) -> Iterator[Complaint]:
    """Tables that a spreadsheet saved in another encoding, each once: what is left of their words must not be published."""
    files: set[str] = set()
    for choice in draft.choices():
        if BROKEN in choice.mark.text and choice.mark.file not in files:
            files.add(choice.mark.file)
            yield complain("not_utf8", choice.mark)


def placeholders(draft: Draft) -> Iterator[Complaint]:
    for spoken in draft.spoken():
        yield from _unknown(spoken)
        yield from _differing(spoken, draft.languages)


def _unknown(spoken: Spoken) -> Iterator[Complaint]:
    for pair in spoken.node.pairs:
        if isinstance(pair.value, Word):
            for name in sorted(_named(pair.value) - spoken.allowed):
                allowed = ", ".join(f"{{{known}}}" for known in sorted(spoken.allowed)) or "–"
                meant = guess(name, spoken.allowed)
                yield complain("unknown_placeholder", pair.value.mark, name=f"{{{name}}}", allowed=allowed, guess=meant)


def _differing(spoken: Spoken, languages: tuple[str, ...]) -> Iterator[Complaint]:
    said = [(language, node) for language in languages if isinstance(node := spoken.node.get(language), Word)]
    # A placeholder that nothing can stand for has a complaint of its own.
    every = frozenset().union(*(_named(node) for _, node in said)) & spoken.allowed
    for language, node in said:
        missing = every - _named(node)
        if missing:
            names = ", ".join(f"{{{name}}}" for name in sorted(missing))
            yield complain("placeholders_differ", node.mark, names=names, code=language, language=LANGUAGE_NAMES[language])


def _named(node: Word) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(node.value))


RULES: Final = (
    Rule(languages, errors=("missing_language",)),
    Rule(rows, errors=("missing_label",)),
    Rule(encoding, errors=("not_utf8",)),
    Rule(placeholders, errors=("unknown_placeholder", "placeholders_differ")),
)
