"""An administrator's file, loaded: a script, or everything that is wrong with it, or a script with warnings."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.script import build
from bot.script.catalogue import Catalogue
from bot.script.issue import Complaint, Issue, Mark, complain, located
from bot.script.lint import CODES, lint
from bot.script.model import Script
from bot.script.nodes import Table
from bot.script.reading import draft
from bot.script.source import Source, read

MOST_ISSUES: Final = 500
"""Nobody reads more; a file made to be wrong everywhere must not take minutes."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """`script` is None where there are errors. `issues` in the order of the file, warnings too."""

    script: Script | None
    issues: tuple[Issue, ...] = ()

    @property
    def errors(self) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.issues if issue.severity == "error")


def load(text: str, name: str, catalogue: Catalogue) -> Loaded:
    """The script in this YAML text; `name` is its file in complaints. Never raises, and bounds its time and memory."""
    source = read(text)
    if not isinstance(source.root, Table):
        empty = () if source.complaints else (complain("not_table", source.root.mark if source.root else Mark(1, 1)),)
        return Loaded(None, _issues((*source.complaints, *empty), name, source))
    written = draft(source.root, catalogue)
    issues = _issues((*source.complaints, *islice(lint(written), MOST_ISSUES)), name, source)
    loaded = Loaded(None, issues)
    return loaded if loaded.errors else Loaded(build.script(written), issues)


def _issues(complaints: Iterable[Complaint], name: str, source: Source) -> tuple[Issue, ...]:
    unique = dict.fromkeys(complaints)
    found = (located(complaint, CODES[complaint.code], name, source.lines) for complaint in unique)
    return tuple(sorted(found, key=lambda issue: (issue.file != name, issue.file, issue.line, issue.column, issue.code)))
