"""Four tables as one study: people with their classes, and their episodes as columns of whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.stats.margins import Level, Margin
from bot.stats.microdata.table import Row, table
from bot.stats.sums import Class, Sums, Whole, of_table

CSC: Final = "csc"
SKILLS: Final = "skills"
MOST: Final = 1_000_000

Source: TypeAlias = tuple[str, str]
"""A table as its text and the name of its file."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """N people and E episodes. `person` (E) is the place of an episode's person; `marks` (E) of whole numbers by name.

    Marks: one (every episode), csc, answered (a CSC visit with stated reasons), avoidable (all of them removable), choices (the
    number of stated reasons), rated, rating, and the reasons. `dimensions` are the margins' names, and skills if there are any.
    """

    people: tuple[str, ...]
    dimensions: tuple[str, ...]
    classes: tuple[Class, ...]
    margins: tuple[Margin, ...]
    reasons: tuple[str, ...]
    person: NDArray[np.intp]
    labels: dict[str, tuple[str, ...]]
    marks: dict[str, Whole]

    def where(self, **wanted: str) -> Whole:
        """1 for the episodes with these labels (week, service, channel), else 0 (E)."""
        found = np.ones(len(self.person), np.int64)
        for name, label in wanted.items():
            found &= np.array([one == label for one in self.labels[name]], np.int64)
        return found

    def levels(self, label: str) -> tuple[str, ...]:
        """The different labels of the episodes, in their order: numbers as numbers."""
        return tuple(sorted(set(self.labels[label]), key=_order))


def study(respondents: Source, episodes: Source, margins: Source, reasons: Source) -> Study:
    """Read the four tables, each as its text and the name of its file; raises TableError with file, line and remedy."""
    wanted = _margins(table(*margins, ("variable", "level", "population")))
    flags = table(*reasons, ("reason", "removable"))
    dimensions = [margin.name for margin in wanted]
    people = table(*respondents, ("rid", *dimensions))
    if people and SKILLS in people[0].cells and SKILLS not in dimensions:
        dimensions.append(SKILLS)
    place = _numbered(people)
    classes = tuple(_class(row, dimensions, wanted) for row in people)
    names = tuple(row.cells["reason"] for row in flags)
    rows = table(*episodes, ("rid", "week", "service", "channel", "reason_nr", *(f"r_{name}" for name in names)))
    person = np.array([_person(row, place) for row in rows], np.intp)
    labels = {name: tuple(row.cells[name] for row in rows) for name in ("week", "service", "channel")}
    removable = {row.cells["reason"]: bool(row.number("removable", most=1)) for row in flags}
    marks = _marks(rows, removable)
    return Study(tuple(place), tuple(dimensions), classes, wanted, names, person, labels, marks)


def counted(of: Study, pairs: Sequence[tuple[Whole, Whole]], who: NDArray[np.intp] | None = None) -> Sums:
    """Sums per person of pairs of marks (part, base): the columns part0, base0, reached0, part1, …; `who` are all who count."""
    columns: list[str] = []
    found: list[Whole] = []
    who = np.arange(len(of.people)) if who is None else who
    for number, (part, base) in enumerate(pairs):
        bases = _per_person(of, base)
        found += [_per_person(of, part), bases, (bases > 0).astype(np.int64)]
        columns += [f"part{number}", f"base{number}", f"reached{number}"]
    return of_table(of.dimensions, columns, [of.classes[one] for one in who], np.stack(found, axis=1)[who])


def anybody(of: Study, part: Whole, base: Whole) -> Sums:
    """The same with people counted once: 1 for a person with anything in the part, and in the base."""
    parts, bases = ((_per_person(of, mark) > 0).astype(np.int64) for mark in (part, base))
    return of_table(of.dimensions, ("part0", "base0", "reached0"), of.classes, np.stack([parts, bases, bases], axis=1))


def _per_person(of: Study, mark: Whole) -> Whole:
    return np.bincount(of.person, mark, len(of.people)).astype(np.int64)


def _margins(rows: Sequence[Row]) -> tuple[Margin, ...]:
    found: dict[str, list[Level]] = {}
    for row in rows:
        level = Level(row.cells["level"], row.share("population"), macro=row.cells.get("macro", ""))
        if not level.code or not row.cells["variable"]:
            raise row.wrong("a level has no name: fill in variable and level.")
        if level.code in [one.code for one in found.get(row.cells["variable"], [])]:
            raise row.wrong(f"{row.cells['variable']} has the level {level.code!r} twice: remove one.")
        found.setdefault(row.cells["variable"], []).append(level)
    return tuple(Margin(name, tuple(levels)) for name, levels in found.items())


def _order(label: str) -> tuple[bool, int, str]:
    numeric = label.isascii() and label.isdigit()
    return not numeric, int(label) if numeric else 0, label


def _numbered(people: Sequence[Row]) -> dict[str, int]:
    place: dict[str, int] = {}
    for row in people:
        if row.cells["rid"] in place or not row.cells["rid"]:
            raise row.wrong(f"rid {row.cells['rid']!r} stands twice or is empty: every person has one line and one rid.")
        place[row.cells["rid"]] = len(place)
    return place


def _class(row: Row, dimensions: Sequence[str], margins: Sequence[Margin]) -> Class:
    for margin in margins:
        known = [level.code for level in margin.levels]
        if row.cells[margin.name] and row.cells[margin.name] not in known:
            levels = ", ".join(known)
            raise row.wrong(
                f"{margin.name} is {row.cells[margin.name]!r}, which the margins do not know ({levels}). "
                "Correct it, leave it empty if it is not known, or add the level with its population to the margins."
            )
    return tuple(row.cells[name] for name in dimensions)


def _person(row: Row, place: dict[str, int]) -> int:
    if row.cells["rid"] not in place:
        raise row.wrong(f"rid {row.cells['rid']!r} is nobody among the respondents: add the person, or remove the episode.")
    return place[row.cells["rid"]]


def _marks(rows: Sequence[Row], removable: dict[str, bool]) -> dict[str, Whole]:
    csc = _column([row.cells["channel"] == CSC for row in rows])
    answered = csc * _column([row.number("reason_nr", most=1) == 0 for row in rows])
    stated = {name: answered * _column([row.number(f"r_{name}", most=1) or 0 for row in rows]) for name in removable}
    ratings = [row.number("sat", most=MOST) if "sat" in row.cells else None for row in rows]
    choices = sum(stated.values(), np.zeros(len(rows), np.int64))
    good = sum((stated[name] for name in removable if removable[name]), np.zeros(len(rows), np.int64))
    return {
        "one": np.ones(len(rows), np.int64),
        "csc": csc,
        "answered": answered,
        "avoidable": answered * (choices == good),
        "choices": choices,
        "rated": _column([rating is not None for rating in ratings]),
        "rating": _column([rating or 0 for rating in ratings]),
        **{f"r_{name}": mark for name, mark in stated.items()},
    }


def _column(values: Sequence[int]) -> Whole:
    return np.array(values, np.int64)
