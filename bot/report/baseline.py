"""Figures of others beside ours: like with like only, each with its year, kind, source and caution.

A volume (services, visits), a reach (people, households), a supply (kinds of services, offices) and a satisfaction are
different things: a figure of one kind is never computed from, or put beside, one of another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from bot.report.amounts import amount, decimal, shown
from bot.report.document import Block, Grid, Heading, Items, Paragraph
from bot.report.numbers import count, share
from bot.script.model import Text
from bot.stats.disclosure import Disclosure, Ours
from bot.texts import say


class Row(Struct, frozen=True):
    """A row of seeds/baseline.csv: `sign` is "<", ">" or "~" where the source says so."""

    id: str
    year: int
    kind: str
    sign: str
    value: float
    unit: str
    label: Text
    caution: Text
    source: str
    date: str
    status: str


KINDS: Final = ("reach", "volume", "satisfaction", "supply")


class Beside(NamedTuple):
    """Our figures that are like one of others, and the name of what has to be said when they stand beside it."""

    figures: tuple[str, ...]
    note: str


MARKS: Final = (
    *(f"{asked}.{base}.top" for asked in ("satisfaction", "intention") for base in ("answered", "rated_csc", "rated_online")),
    "useful.answered.top",
)
"""What was said about services and about the survey; the methods page tells it where it is published."""

_REACH: Final = Beside(("people.people.only_online", "people.people.csc_and_online", "people.people.only_csc"), "reach")
_MARKS: Final = Beside(tuple(f"satisfaction.{base}.top" for base in ("answered", "rated_csc", "rated_online")), "marks")

BESIDE: Final[Mapping[str, Beside]] = {
    "households_2018": _REACH,
    "households_2019": _REACH,
    "households_2020": _REACH,
    "corp_share_2017": Beside(("take_up.completed.alone", "take_up.known.digital"), "electronic"),
    "csc_share_2025": Beside(("way.all.csc_operator", "way.all.assisted"), "look_ups"),
    "visits_adult_2025": Beside(("visits.answered.at_least",), "visits"),
    "satisfied_2024": _MARKS,
    "monitor_share_2025": _MARKS,
}
"""All other rows stand alone: nothing of ours measures the same."""

EUROSTAT: Final = {
    "no_need": "IRGOVNN",
    "no_skills": "IRGOVLS",
    "security": "IRGOVSEC",
    "no_eid": "IRGOVEID",
    "other_did": "IRGOVOP",
    "not_available": "IRGOVNAP",
    "other": "IRGOVOTH",
}
"""Our answers to why nothing was done online, and the items of Regulation (EU) 2024/2515 whose sense they have."""

PER_WORKER: Final = (2, 3)
"""Services a working adult needs in a year, by the prime minister's words of 2013."""

_UNITS: Final = {
    "services": "services",
    "people": "people",
    "percent": "percent",
    "visits": "visits",
    "visits a day": "visits_day",
    "visits a person": "visits_person",
    "offices": "offices",
    "of 5": "of_5",
}


def beside(rows: Sequence[Row], found: Disclosure, language: str) -> tuple[Block, ...]:
    """The section of the methods page (and of a dashboard): others' figures, the article of 2013, and Eurostat's list."""
    return (
        Heading(say(language, "baseline.title"), "baseline"),
        Paragraph(say(language, "baseline.lead")),
        *(grid for kind in KINDS for grid in _kind(rows, found, language, kind)),
        *_article({row.id: row for row in rows}, found, language),
        *_eurostat(found, language),
    )


def _kind(rows: Iterable[Row], found: Disclosure, language: str, kind: str) -> Iterator[Block]:
    mine = [row for row in rows if row.kind == kind]
    if mine:
        head = tuple(say(language, f"baseline.head.{name}") for name in ("what", "value", "ours", "caution", "source"))
        rows_ = tuple(cells(row, found, language) for row in mine)
        yield Grid(say(language, f"baseline.kind.{kind}"), head, rows_)


def cells(row: Row, found: Disclosure, language: str) -> tuple[str, ...]:
    """What a row is called, its value, ours beside it, the cautions, and the source."""
    label, status = row.label[language], say(language, f"baseline.status.{row.status}")
    cautions = [
        row.caution.get(language, ""),
        say(language, f"baseline.note.{BESIDE[row.id].note}") if row.id in BESIDE else "",
    ]
    return (
        label if str(row.year) in label else f"{label}, {row.year}",
        value(row, language),
        _beside(row, found, language),
        ". ".join(filter(None, cautions)),
        f"{row.source} ({status})",
    )


def value(row: Row, language: str) -> str:
    """The figure with its sign and unit, as the source gives it."""
    number = say(language, f"baseline.unit.{_UNITS[row.unit]}", number=amount(language, row.value))
    return f"{row.sign}{number}" if row.sign != "~" else say(language, "baseline.about", number=number)


def _beside(row: Row, found: Disclosure, language: str) -> str:
    if row.id not in BESIDE:
        return ""
    figures = [figure for name in BESIDE[row.id].figures if (figure := found.figure(name))]
    if not figures:
        asked = row.kind != "satisfaction"
        return say(language, "baseline.not_published" if asked else "baseline.not_asked")
    return "; ".join(ours(figure, language) for figure in figures)


def ours(figure: Ours, language: str) -> str:
    """A figure of ours with its interval, base and people."""
    return say(
        language,
        "baseline.of_people" if figure.n == figure.people else "baseline.of_cases",
        label=figure.label[language],
        estimate=shown(language, figure, mean=figure.mean),
        n=count(language, figure.n),
        people=count(language, figure.people),
    )


def _article(rows: Mapping[str, Row], found: Disclosure, language: str) -> Iterator[Block]:
    """What the figures of the article say, and what they do not: worked out from the rows."""
    if not {"workers_2013", "plan_2013", "need_2013"} <= rows.keys():
        return
    workers, plan, need = (rows[name].value for name in ("workers_2013", "plan_2013", "need_2013"))
    low, high = (workers * each for each in PER_WORKER)
    numbers = {
        "workers": _millions(language, workers),
        "fewest": PER_WORKER[0],
        "most": PER_WORKER[1],
        "low": _millions(language, low),
        "high": _millions(language, high),
        "need": _millions(language, need),
        "plan": _millions(language, plan),
        "least": share(language, plan / high),
        "best": share(language, plan / low),
        "each": decimal(language, plan / workers, 2),
        "needed": decimal(language, need / workers, 2),
    }
    yield Heading(say(language, "baseline.article.title"), "article")
    yield Items(tuple(say(language, f"baseline.article.{name}", **numbers) for name in ("sum", "share", "people")))
    figure = found.figure("people.people.only_csc")
    yield Paragraph(ours(figure, language) if figure else say(language, "baseline.article.unknown"))


def _millions(language: str, number: float) -> str:
    return say(language, "baseline.millions", number=amount(language, round(number / 1e6, 2)))


def _eurostat(found: Disclosure, language: str) -> Iterator[Block]:
    """Why people did nothing online, beside the list of the EU's survey; its figures are of other countries and not given."""
    rows = []
    for code, item in EUROSTAT.items():
        figure = found.figure(f"person_reason.answered.{code}")
        mine = ours(figure, language) if figure else say(language, "baseline.not_published")
        rows.append((say(language, f"baseline.eurostat.{item}"), item, mine))
    head = tuple(say(language, f"baseline.head.{name}") for name in ("item", "variable", "ours"))
    yield Heading(say(language, "baseline.eurostat.title"), "eurostat")
    yield Paragraph(say(language, "baseline.eurostat.filter"))
    yield Grid(say(language, "baseline.eurostat.caption"), head, tuple(rows))


def needed(names: Iterable[str]) -> frozenset[str]:
    """Which of these figures stand beside one of others."""
    wanted = {*MARKS, *(name for each in BESIDE.values() for name in each.figures)}
    return frozenset(name for name in names if name in wanted or name.startswith("person_reason."))
