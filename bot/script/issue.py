"""What is wrong with a script, said to an administrator: a code, the place, the line with a caret, and what to do about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal
from unicodedata import combining, east_asian_width

from bot.texts import say

Severity = Literal["error", "warning"]

SHOWN = 100
"""Longest piece of a source line that is printed, in characters."""


VALUE = 120
"""Longest value in a sentence, in characters."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place: line and column from 1. `file` and `text` (the line itself) are given only where it is not the script."""

    line: int
    column: int
    file: str = ""
    text: str = ""

    def moved(self, columns: int) -> "Mark":
        return Mark(self.line, self.column + columns, self.file, self.text)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One finding of one rule, before it is known in which file; `values` stand in its sentences."""

    code: str
    mark: Mark
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One complaint with everything that is needed to print it. `text` is the source line, or empty."""

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    values: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def value(self, name: str) -> str:
        """One of the values, or an empty string."""
        return dict(self.values).get(name, "")


def complain(code: str, mark: Mark, /, **values: object) -> Complaint:
    """A finding; long values are cut, because a sentence must stay readable."""
    return Complaint(code, mark, tuple((name, _cut(str(value))) for name, value in values.items()))


def _cut(value: str) -> str:
    return value if len(value) <= VALUE else value[: VALUE - 1] + "…"


def guess(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or an empty string."""
    close = get_close_matches(word.casefold(), [name for name in known if name], n=1, cutoff=0.6)
    return close[0] if close else ""


def located(complaint: Complaint, severity: Severity, name: str, lines: Mapping[int, str]) -> Issue:
    """The issue of a complaint: `name` is the script's file, `lines` its lines by number from 1."""
    mark = complaint.mark
    file, text = (mark.file, mark.text) if mark.file else (name, lines.get(mark.line, ""))
    return Issue(complaint.code, severity, file, mark.line, mark.column, complaint.values, text)


def render(issue: Issue, language: str) -> str:
    """The whole complaint in kk, ru or en: place and what is wrong, the source line with a caret, the remedy."""
    return "\n".join(_parts(issue, language))


def what(issue: Issue, language: str) -> str:
    """What is wrong, in one sentence."""
    return say(language, f"issue.{issue.code}.what", **dict(issue.values))


def remedy(issue: Issue, language: str) -> str:
    """What to do, with the word that was probably meant."""
    advice = say(language, f"issue.{issue.code}.fix", **dict(issue.values))
    meant = issue.value("guess")
    return f"{say(language, 'issue.meant', guess=meant)} {advice}" if meant else advice


def _parts(issue: Issue, language: str) -> Iterator[str]:
    severity = say(language, f"issue.{issue.severity}")
    yield f"{issue.file}:{issue.line}:{issue.column}: {severity}[{issue.code}]: {what(issue, language)}"
    if issue.text.strip():
        yield from _excerpt(issue.text, issue.column)
    yield f"  → {remedy(issue, language)}"


def _excerpt(text: str, column: int) -> Iterator[str]:
    # A very long line is cut around the column, so that the caret stays in sight.
    start = max(0, column - 1 - SHOWN * 3 // 4)
    piece = text[start : start + SHOWN]
    before = "".join(_blank(letter) for letter in piece[: column - 1 - start])
    dots = "…" if start else ""
    yield f"    {dots}{piece.rstrip()}"
    yield f"    {' ' * len(dots)}{before}^"


def _blank(letter: str) -> str:
    """As much empty space as a terminal gives to this letter."""
    if letter == "\t":
        return letter
    if combining(letter):
        return ""
    return "  " if east_asian_width(letter) in "WF" else " "
