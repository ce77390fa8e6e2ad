"""What people said beside their episodes: satisfaction, intention, and whether the last message was useful.

Each is a mark: the best answers of its question, or not; on a scale also a number. They are counted of people or of episodes,
weighted like everything else. What is published of them is one share, that of the best answers, of the country only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, get_args

import numpy as np

from bot.stats.cells import cell
from bot.stats.counts import Grouped, Table, Tally
from bot.stats.estimate import Ratio, ratio
from bot.stats.figure import Base, Group
from bot.stats.gathered import exact
from bot.stats.heard import Answers, Form, Subject
from bot.stats.interval import Share, mean, share
from bot.stats.marks import BEST
from bot.stats.shares import COLUMNS, Counted, Population
from bot.stats.sums import Whole

TOP: Final = BEST
"""The code of the best answers of a question."""

MEAN: Final = "mean"

MEANS_OF: Final[Mapping[Subject, Group]] = {"satisfaction": "satisfaction_mean", "intention": "intention_mean"}
"""A mean is no share, so it has a group of its own."""


def tables(answers: Answers, free: Population, every: Population) -> Iterator[Grouped]:
    """The figures, table by table. `free`: without people recruited at a CSC; what is asked of CSC visits is counted of all.

    Answers to one thing in different forms are not mixed: those in the form that was answered most often are counted.
    """
    heard = answers.among(every.records.respondents)
    found: dict[tuple[Subject, Base, str, str], list[int]] = {}
    for place, mark in enumerate(heard.kinds):
        found.setdefault(mark.table, []).append(place)
    for (subject, base, dimension, level), kinds in sorted(found.items(), key=_in_order):
        people = every if subject == "useful" or base == "rated_csc" else free
        form, asked = _most_answered(heard, kinds)
        counted = heard.only(asked, people.members)
        if len(counted.what):
            yield Grouped(subject, base, _shares(people, counted, form), dimension, level)
        if len(counted.what) and form.high and subject in MEANS_OF:
            yield Grouped(MEANS_OF[subject], base, _mean(people, counted), dimension, level)


def _in_order(table: tuple[tuple[Subject, Base, str, str], list[int]]) -> tuple[int, tuple[str, ...]]:
    return get_args(Subject).index(table[0][0]), table[0]


def _most_answered(answers: Answers, kinds: Iterable[int]) -> tuple[Form, list[int]]:
    """The form in which most of these kinds were answered, and those that were."""
    times, by_form = answers.times(), dict[str, list[int]]()
    for place in kinds:
        by_form.setdefault(answers.kinds[place].form, []).append(place)
    name = max(by_form, key=lambda form: (sum(times[place] for place in by_form[form]), form))
    return answers.forms[name], by_form[name]


def _shares(people: Population, marks: Answers, form: Form) -> Table:
    said = {TOP, *(marks.kinds[place].code for place in np.unique(marks.what))}
    parts = {code: _counted(people, marks, _with_code(marks, code), share) for code in form.labels if code in said}
    base = parts[TOP]
    cells = tuple(cell(code, counted, form.labels[code]) for code, counted in parts.items())
    return Table(Tally(base.share.ratio.base, base.people), cells)


def _with_code(marks: Answers, code: str) -> Whole:
    return np.array([kind.code == code for kind in marks.kinds], np.int64)


def _mean(people: Population, marks: Answers) -> Table:
    counted = _counted(people, marks, np.array([kind.number or 0 for kind in marks.kinds], np.int64), mean)
    return Table(Tally(counted.share.ratio.base, counted.people), (cell(MEAN, counted),))


def _counted(people: Population, marks: Answers, numbers: Whole, made: Callable[[Ratio], Share]) -> Counted:
    """The share (or mean) of a number of each mark (by its kind) among all marks."""
    whole = np.bincount(marks.who, minlength=people.records.people)
    inside = exact(marks.who, numbers[marks.what], people.records.people)
    columns = inside, whole, (whole > 0).astype(np.int64)
    found = made(ratio(people.sample(dict(zip(COLUMNS, columns, strict=True))), *COLUMNS))
    return Counted(found, *(int(np.count_nonzero(column)) for column in (whole, inside, inside < whole)))
