"""The page of figures for officials and for everybody: made of publications and nothing else, so it shows no more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.report.baseline import Row, beside
from bot.report.board.breakdown import breakdown
from bot.report.board.cases import OVER_TIME, SECTIONS, Case
from bot.report.board.chart import Line, chart
from bot.report.board.parts import Board, Fold, Lead, Part
from bot.report.board.rows import Tables
from bot.report.changes import change_sentences
from bot.report.document import Grid, Heading, Items, Paragraph
from bot.report.levels import Names
from bot.report.methods import LIMITS
from bot.report.periods import period_words
from bot.report.sentences import Words, foremost, unsure
from bot.stats.disclosure import Disclosure
from bot.stats.figure import Block, Figure
from bot.stats.publish import FEWEST_PEOPLE
from bot.stats.summary import Summary
from bot.texts import plural, say

PERCENT: Final = {"kk": "%", "ru": " %", "en": "%"}


@dataclass(frozen=True, slots=True)
class Published:
    """What the page is made of: the weeks in order (the last one is the subject), the last block of each length, the others.

    `names`: what a level of a breakdown is called; `found`: what is disclosed about the last week; `baseline`: others' figures.
    """

    weeks: tuple[Summary, ...]
    blocks: Mapping[Block, Summary] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    found: Disclosure | None = None
    baseline: tuple[Row, ...] = ()
    demo: bool = False


def board(published: Published, language: str) -> Board:
    """The whole page in one language; there is at least one week."""
    page = _Page(published, language, Words(language), Tables(language))
    return Board(page.say("title"), language, tuple(page.parts()))


@dataclass(frozen=True, slots=True)
class _Page:
    told: Published
    language: str
    words: Words
    tables: Tables

    def say(self, key: str, **values: object) -> str:
        return say(self.language, f"board.{key}", **values)

    @property
    def week(self) -> Summary:
        return self.told.weeks[-1]

    def parts(self) -> Iterator[Part]:
        yield from self.head()
        for name, cases in SECTIONS.items():
            yield from self.section(name, self.country(cases))
        yield from self.section("other", self.rest())
        yield from self.section("time", self.over_time())
        for block in ("who", "where"):
            yield from self.section(block, self.block(self.told.blocks.get(block)))
        yield from beside(self.told.baseline, self.told.found or Disclosure(self.week.period, 0), self.language)
        yield from self.section("limits", self.limits())

    def section(self, name: str, parts: Iterable[Part]) -> Iterator[Part]:
        """A heading with what is below it; nothing where nothing is."""
        below = list(parts)
        if below:
            yield Heading(self.say(f"{name}.title"), name)
            yield from below

    def head(self) -> Iterator[Part]:
        if self.told.demo:
            yield Paragraph(say(self.language, "stats.demo"))
        yield Paragraph(" ".join(self.about()))
        top = foremost(self.week)
        yield Lead(self.words.top(top) if top else self.say("no_top"))
        if unsure(self.week, top):
            yield Paragraph(self.words.say("order"))
        yield from map(Paragraph, change_sentences(self.week, self.language))
        yield Paragraph(self.say("interval"))

    def about(self) -> Iterator[str]:
        yield f"{self.words.title(self.week.weeks[-1])}."
        if self.week.version > 1:
            yield self.words.say("corrected", version=self.week.version)
        yield self.words.people(self.week) if self.week.people else self.words.say("nobody")
        if 0 < self.week.people < FEWEST_PEOPLE:
            yield self.words.say("too_few", fewest=FEWEST_PEOPLE)

    def country(self, cases: Iterable[Case]) -> Iterator[Part]:
        details: list[Part] = []
        for case in cases:
            figures = self.week.of(case.group, case.base)
            if figures:
                details += [self.tables.of_parts(figures)] if case.folded else []
                yield from () if case.folded else (self.tables.of_parts(figures),)
        if details:
            yield Fold(self.say("details"), tuple(details))

    def rest(self) -> Iterator[Part]:
        """Tables that have no place of their own yet."""
        known = {(case.group, case.base) for cases in SECTIONS.values() for case in cases}
        others = dict.fromkeys((figure.group, figure.base) for figure in self.week.figures if not figure.dimension)
        for group, base in others:
            if (group, base) not in known:
                yield self.tables.of_parts(self.week.of(group, base))

    def over_time(self) -> Iterator[Part]:
        if len(self.told.weeks) < 2:
            return
        weeks = [week.weeks[-1] for week in self.told.weeks]
        lines = [Line(self.words.say(f"way.{code}"), [_shown(week, code) for week in self.told.weeks]) for code in OVER_TIME]
        if any(sum(figure is not None for figure in line.figures) > 1 for line in lines):
            yield chart(self.say("time.caption"), weeks, lines, PERCENT[self.language])
        yield Fold(self.say("time.table"), (self.by_week(weeks, lines),))

    def by_week(self, weeks: Sequence[str], lines: Sequence[Line]) -> Grid:
        head = self.say("head.week"), *(line.label for line in lines), self.say("head.base")
        rows = []
        for at, week in reversed(list(enumerate(weeks))):
            figures = [line.figures[at] for line in lines]
            base = next((self.tables.base(figure) for figure in figures if figure), "")
            cells = (self.words.amount(figure) if figure else self.say("row_hidden") for figure in figures)
            rows.append((period_words(self.language, week), *cells, base))
        return Grid(self.say("time.caption"), head, tuple(rows))

    def block(self, summary: Summary | None) -> Iterator[Part]:
        if summary is None:
            return
        number = len(summary.weeks)
        weeks = {"weeks": number, "forms": plural(self.language, number, self.say("weeks"))}
        yield Paragraph(self.say("block", period=period_words(self.language, summary.period), **weeks))
        yield from map(Paragraph, change_sentences(summary, self.language, names=self.told.names))
        yield from breakdown(summary, self.tables, self.told.names)

    def limits(self) -> Iterator[Part]:
        texts = [say(self.language, f"methods.limits.{name}") for name in LIMITS]
        yield Items((self.words.say("not_seen"), *texts))


def _shown(week: Summary, code: str) -> Figure | None:
    return next((figure for figure in week.of("way", "both") if figure.code == code and figure.published), None)
