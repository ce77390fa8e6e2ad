"""What a tap or typed words mean to an open question."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Given:
    """The answer is complete. All empty: the person went on without one (a note)."""

    codes: tuple[str, ...] = ()
    number: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """The question stays open with these ticks; `typing` is the code whose words are awaited, `words` what was typed for it."""

    ticks: tuple[str, ...]
    typing: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be taken; `key` names the sentence that says why, `number` stands in it."""

    key: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """The words were looked up in the list; `hits` are the codes to choose from, the best first. `query` is masked."""

    query: str
    hits: tuple[str, ...] = ()


Reading: TypeAlias = Given | Marked | Refused | Looked
