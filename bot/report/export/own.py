"""Columns of our own, whose sentences stand in bot.texts, and names that no two columns share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.report.export.asked import Revision, sentence, spoken
from bot.report.export.column import Bound, Cell, Column, Kind, Value
from bot.script.model import Text
from bot.texts import LANGUAGE_NAMES, LANGUAGES

PLACES: Final = ("csc_site", "online", "media", "other")


def own(name: str, kind: Kind, read: Callable[[Any], Cell], values: Sequence[Value] = ()) -> Bound:
    """A column of ours; its label is the sentence `export.column.<name>`."""
    return Bound(Column(name, kind, sentence(f"export.column.{name}"), values=tuple(values)), read)


def coded(codes: Iterable[tuple[str, Text]]) -> tuple[Value, ...]:
    """Codes of ours with their labels, numbered as they stand."""
    return tuple(Value(code, place, label) for place, (code, label) in enumerate(codes, start=1))


def sentences(group: str, codes: Iterable[str]) -> tuple[Value, ...]:
    """Codes of ours whose labels are the sentences `export.<group>.<code>`."""
    return coded((code, sentence(f"export.{group}.{code}")) for code in codes)


def key(told: Callable[[Any], Any]) -> Iterator[Bound]:
    """Who and when: an interview is known by `pseudonym` and `wave`."""
    yield own("pseudonym", "text", lambda subject: told(subject).pseudonym)
    yield own("wave", "number", lambda subject: told(subject).wave)
    yield own("week", "text", lambda subject: told(subject).week)


def place(told: Callable[[Any], Any]) -> Bound:
    return own("place", "code", lambda subject: told(subject).place, sentences("place", PLACES))


def revision(revisions: Sequence[Revision], told: Callable[[Any], Any]) -> Bound:
    labels = [Value(str(each.number), each.number, spoken(each.script.title)) for each in revisions]
    return own("revision", "code", lambda subject: str(told(subject).revision), labels)


def language(name: str, read: Callable[[Any], Cell]) -> Bound:
    return own(name, "code", read, coded((code, dict.fromkeys(LANGUAGES, LANGUAGE_NAMES[code])) for code in LANGUAGES))


def distinct(bound: Iterable[Bound]) -> tuple[Bound, ...]:
    """The same columns; a name that was taken, in small or capital letters, gets a number."""
    return tuple(_named_apart(bound))


def _named_apart(bound: Iterable[Bound]) -> Iterator[Bound]:
    taken: set[str] = set()
    for each in bound:
        name, number = each.column.name, 1
        while name.lower() in taken:
            number += 1
            name = f"{each.column.name}_{number}"
        taken.add(name.lower())
        yield replace(each, column=replace(each.column, name=name))
