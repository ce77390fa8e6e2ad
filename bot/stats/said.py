"""What people said beside their episodes: satisfaction, intention, and whether the last message was useful.

Each is a mark: the best answers of its question, or not; on a scale also a number. They are counted of people or of episodes,
weighted like everything else. What is published of them is one share, that of the best answers, of the country only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from bot.script.model import Text
from bot.stats.cells import cell
from bot.stats.counts import Grouped, Table, Tally
from bot.stats.estimate import Ratio, ratio, sample
from bot.stats.figure import Base, Group
from bot.stats.interval import Share, mean, share
from bot.stats.marks import BEST
from bot.stats.records import CSC_SITE, DIMENSIONS
from bot.stats.shares import COLUMNS, Counted, Population
from bot.stats.sums import Class, Whole, of_table

Subject: TypeAlias = Literal["satisfaction", "intention", "useful"]

TOP: Final = BEST
"""The code of the best answers of a question."""

MEAN: Final = "mean"

MEANS_OF: Final[Mapping[Subject, Group]] = {"satisfaction": "satisfaction_mean", "intention": "intention_mean"}
"""A mean is no share, so it has a group of its own."""


class Form(NamedTuple):
    """How a question could be answered: a scale from `low` to `high`, or choices, the best first. `labels` by code."""

    name: str
    labels: Mapping[str, Text]
    low: int = 0
    high: int = 0


class Said(NamedTuple):
    """One mark of one respondent. `of`: the person's level in each of DIMENSIONS; `place`: where the person was recruited.

    `base` says of what; `dimension` and `level` as in a figure. `code` is TOP for the best answers, or the code of a choice;
    `number` the mark on a scale.
    """

    respondent: int
    of: Class
    place: str
    subject: Subject
    base: Base
    form: str
    code: str
    number: int | None = None
    dimension: str = ""
    level: str = ""

    @property
    def table(self) -> tuple[Subject, Base, str, str]:
        return self.subject, self.base, self.dimension, self.level


class Answers(NamedTuple):
    """Everything that was said, and the forms by name."""

    said: tuple[Said, ...] = ()
    forms: Mapping[str, Form] = {}


def tables(answers: Answers, free: Population, every: Population) -> Iterator[Grouped]:
    """The figures, table by table. `free`: without people recruited at a CSC; what is asked of CSC visits is counted of all.

    Answers to one thing in different forms are not mixed: those in the form that was answered most often are counted.
    """
    found: dict[tuple[Subject, Base, str, str], list[Said]] = {}
    for each in answers.said:
        found.setdefault(each.table, []).append(each)
    for (subject, base, dimension, level), marks in sorted(found.items(), key=_in_order):
        people = every if subject == "useful" or base == "rated_csc" else free
        form, asked = _most_answered(answers.forms, marks)
        counted = [each for each in asked if people is every or each.place != CSC_SITE]
        if counted:
            yield Grouped(subject, base, _shares(people, counted, form), dimension, level)
        if counted and form.high and subject in MEANS_OF:
            yield Grouped(MEANS_OF[subject], base, _mean(people, counted), dimension, level)


def _in_order(table: tuple[tuple[Subject, Base, str, str], list[Said]]) -> tuple[int, tuple[str, ...]]:
    return get_args(Subject).index(table[0][0]), table[0]


def _most_answered(forms: Mapping[str, Form], marks: list[Said]) -> tuple[Form, list[Said]]:
    by_form: dict[str, list[Said]] = {}
    for each in marks:
        by_form.setdefault(each.form, []).append(each)
    name = max(by_form, key=lambda form: (len(by_form[form]), form))
    return forms[name], by_form[name]


def _shares(people: Population, marks: list[Said], form: Form) -> Table:
    told, said = _Told.of(people, marks), {each.code for each in marks}
    ones = {code: np.array([each.code == code for each in marks], np.int64) for code in form.labels if code in {TOP, *said}}
    parts = {code: told.counted(people, part, share) for code, part in ones.items()}
    base = parts[TOP]
    cells = tuple(cell(code, counted, form.labels[code]) for code, counted in parts.items())
    return Table(Tally(base.share.ratio.base, base.people), cells)


def _mean(people: Population, marks: list[Said]) -> Table:
    numbers = np.array([each.number or 0 for each in marks], np.int64)
    counted = _Told.of(people, marks).counted(people, numbers, mean)
    return Table(Tally(counted.share.ratio.base, counted.people), (cell(MEAN, counted),))


class _Told(NamedTuple):
    """Whose each mark is (a place among the tellers), and the class of each teller."""

    whose: Whole
    classes: list[Class]

    @classmethod
    def of(cls, people: Population, marks: Iterable[Said]) -> "_Told":
        tellers: dict[int, int] = {}
        classes: list[Class] = []
        whose = []
        for each in marks:
            if each.respondent not in tellers:
                tellers[each.respondent] = len(classes)
                classes.append(people.known(each.of))
            whose.append(tellers[each.respondent])
        return cls(np.array(whose, np.int64), classes)

    def counted(self, people: Population, part: Whole, made: Callable[[Ratio], Share]) -> Counted:
        """The share (or mean) of a number of each mark among all marks."""
        inside = np.zeros(len(self.classes), np.int64)
        np.add.at(inside, self.whose, part)
        whole = np.bincount(self.whose)
        vectors = np.stack([inside, whole, np.ones_like(whole)], axis=1)
        sums = of_table(DIMENSIONS, COLUMNS, self.classes, vectors)
        found = made(ratio(sample(sums, people.weighting), *COLUMNS))
        return Counted(found, len(whole), int(np.count_nonzero(inside)), int(np.count_nonzero(inside < whole)))
