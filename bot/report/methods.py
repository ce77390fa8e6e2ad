"""How the figures were made, as a document, from what is disclosed about them (`bot.stats.disclosure`) and nothing else.

The sections follow AAPOR's Survey Disclosure Elements: who, what was asked, of whom, how they came, how many, how they were
weighted, how sure the figures are, what was checked, and what is not known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.report.amounts import decimal
from bot.report.baseline import MARKS, Row, beside, ours
from bot.report.document import Block, Document, Grid, Heading, Items, Paragraph
from bot.report.numbers import count, share
from bot.report.periods import moment_words, week_words
from bot.report.wording import wording
from bot.script.model import Script
from bot.stats.about import Weights
from bot.stats.disclosure import Check, Disclosure, Ours, Part
from bot.stats.funnel import FEWEST, FEWEST_TOLD, LEFT, Health
from bot.texts import LANGUAGE_NAMES, say

RULES: Final = ("people", "wide", "few", "rounded", "second", "blocks", "change")
LIMITS: Final = ("telegram", "chose", "recall", "three", "estimates")
PRIVACY: Final = ("kept", "masked", "erase", "apart")


@dataclass(frozen=True, slots=True)
class Told:
    """What else the page tells: figures of others, the script whose wording is shown, and whether outsiders read it."""

    baseline: tuple[Row, ...] = ()
    script: Script | None = None
    outside: bool = False


def methods(found: Disclosure, told: Told, language: str) -> Document:
    """The whole page in one language."""
    words = _Words(found, told, language)
    title = words.say("title", period=words.period())
    blocks = (
        *words.lead(),
        *words.section("who", words.who()),
        *words.section("people", words.people()),
        *words.section("came", words.came()),
        *words.section("numbers", words.numbers()),
        *words.section("weights", words.weights()),
        *words.section("sure", words.items("sure", ("interval", "model", "nobody", "base"))),
        *words.section("rules", words.items("rules", RULES)),
        *words.section("checks", words.checks()),
        *words.section("privacy", words.items("privacy", PRIVACY)),
        *words.section("limits", words.limits()),
        *beside(told.baseline, found, language),
        *wording(told.script, language),
    )
    return Document(title, language, tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Words:
    """The sentences of one language about one period."""

    found: Disclosure
    told: Told
    language: str

    def say(self, key: str, **values: object) -> str:
        return say(self.language, f"methods.{key}", **values)

    def count(self, number: int) -> str:
        """A number of people or interviews; on the page of outsiders few have no number."""
        if self.told.outside and number < FEWEST:
            return self.say("few", fewest=FEWEST)
        return count(self.language, number)

    def section(self, name: str, blocks: Iterable[Block]) -> Iterator[Block]:
        yield Heading(self.say(f"{name}.title"), name)
        yield from blocks

    def items(self, section: str, names: Sequence[str]) -> Iterator[Block]:
        numbers = {"fewest": FEWEST, "told": FEWEST_TOLD}
        yield Items(tuple(self.say(f"{section}.{name}", **numbers) for name in names))

    def period(self) -> str:
        first, _, last = self.found.period.partition("..")
        words = week_words(self.language, first)
        return f"{words} – {week_words(self.language, last)}" if last else words

    def lead(self) -> Iterator[Block]:
        if self.found.demo:
            yield Paragraph(self.say("demo"))
        yield Paragraph(self.say("lead"))
        moment = moment_words(self.language, self.found.made_at)
        key = "made" if self.told.outside else "computed"
        yield Paragraph(self.say(key, moment=moment, period=self.found.period, version=self.found.version))

    def who(self) -> Iterator[Block]:
        script = self.told.script
        operator = script.operator.get(self.language, "") if script else ""
        yield Paragraph(self.say("who.operator", operator=operator) if operator else self.say("who.nobody"))
        yield Paragraph(self.say("who.contact"))

    def people(self) -> Iterator[Block]:
        yield from self.items("people", ("population", "not_seen", "services", "visits"))

    def came(self) -> Iterator[Block]:
        yield Paragraph(self.say("came.how"))
        yield self._mix("came.place", self.found.places, [self.say(f"place.{part.code}") for part in self.found.places])
        yield Paragraph(self.say("came.csc"))

    def _mix(self, section: str, parts: Sequence[Part], names: Sequence[str]) -> Grid:
        total = sum(part.number for part in parts) or 1
        rows = tuple(
            (name, self.count(part.number), share(self.language, part.number / total) if part.number else "")
            for name, part in zip(names, parts, strict=True)
        )
        return Grid(self.say(section), (self.say("head.what"), self.say("head.number"), self.say("head.share")), rows)

    def numbers(self) -> Iterator[Block]:
        numbers = {name: self.count(getattr(self.found, name)) for name in ("people", "interviews", "episodes")}
        yield Paragraph(self.say("numbers.all", **numbers))
        asked = ", ".join(f"{each.survey} {each.number}" for each in self.found.revisions)
        if asked:
            yield Paragraph(self.say("numbers.revisions", revisions=asked))
        spoken = self.found.languages
        yield self._mix("numbers.language", spoken, [LANGUAGE_NAMES.get(part.code, part.code) for part in spoken])
        yield Paragraph(self.say("numbers.not_kept"))
        yield from self.funnel()
        yield from self.said()

    def said(self) -> Iterator[Block]:
        """What people said about services and about this survey, where it is published."""
        found = [figure for name in MARKS if (figure := self.found.figure(name))]
        if found:
            yield Paragraph(say(self.language, "said.methods"))
            yield Items(tuple(f"{self._of(figure)} – {ours(figure, self.language)}" for figure in found))

    def _of(self, figure: Ours) -> str:
        """What the share is a share of: "satisfaction.rated_csc.top" has its words as the title of that table."""
        group, base, _ = figure.id.split(".")
        return say(self.language, f"stats.title.{group}.{base}")

    def funnel(self) -> Iterator[Block]:
        languages = self.found.funnel.languages
        if not languages:
            return
        stages = ("consented", "started", "completed", *LEFT)
        rows = [
            (self.say(f"stage.{stage}"), *(self.count(self.found.funnel.at(language, stage)) for language in languages))
            for stage in stages
        ]
        names = [LANGUAGE_NAMES.get(language, language) for language in languages]
        all_ = self.say("stage.all"), *(self.count(self.found.funnel.at(language)) for language in languages)
        yield Grid(self.say("numbers.funnel"), (self.say("head.stage"), *names), (all_, *rows))
        yield from self.hardest()

    def hardest(self) -> Iterator[Block]:
        """The questions at which most people leave, where it is known of people enough."""
        known = [health for health in self.found.funnel.questions if health.left and health.publishable]
        most = sorted(known, key=lambda health: (-(health.left or 0) / health.reached, health.question))[:5]
        if most:
            head = tuple(self.say(f"head.{name}") for name in ("question", "language", "left", "seconds"))
            yield Grid(self.say("numbers.left"), head, tuple(self._left(health) for health in most))

    def _left(self, health: Health) -> tuple[str, ...]:
        left = share(self.language, (health.left or 0) / health.reached)
        seconds = "" if health.seconds is None else str(health.seconds)
        return health.question, LANGUAGE_NAMES.get(health.language, health.language), left, seconds

    def weights(self) -> Iterator[Block]:
        if self.found.weights is None or not any(about.raked for about in self.found.weights):
            yield Paragraph(self.say("weights.none"))
            return
        yield Paragraph(self.say("weights.how"))
        for name, about in zip(("free", "every"), self.found.weights, strict=True):
            yield Grid(self.say(f"weights.{name}"), (self.say("head.what"), self.say("head.value")), tuple(self._about(about)))
        yield self._benchmarks()
        if any("no_skills" in about.limits for about in self.found.weights):
            yield Paragraph(self.say("weights.no_skills"))

    def _about(self, about: Weights) -> Iterator[tuple[str, str]]:
        yield self.say("weights.people"), self.count(about.people)
        yield self.say("weights.raked"), self.margins(about.raked)
        yield self.say("weights.dropped"), self.margins(about.dropped) or self.say("none")
        yield self.say("weights.merged"), self.merged(about) or self.say("none")
        yield self.say("weights.incomplete"), self.count(about.incomplete) if "incomplete" in about.limits else self.say("none")
        yield self.say("weights.cap"), decimal(self.language, about.cap, 1) if about.cap else self.say("none")
        yield self.say("weights.largest"), decimal(self.language, about.largest, 2)
        yield self.say("weights.kish"), self.count(round(about.kish))
        yield self.say("weights.effect"), decimal(self.language, about.effect, 2)
        if "margins_missed" in about.limits:
            yield self.say("weights.missed"), share(self.language, about.missed)

    def margins(self, names: Iterable[str]) -> str:
        return ", ".join(self.say(f"margin.{name}") for name in names)

    def merged(self, about: Weights) -> str:
        return "; ".join(
            f"{self.say(f'margin.{name}')}: {', '.join(' + '.join(self.levels(name, levels)) for levels in cells)}"
            for name, cells in about.merged.items()
        )

    def levels(self, margin: str, levels: Iterable[str]) -> Iterator[str]:
        labels = {code: label for each in self.found.benchmarks if each.margin == margin for code, label in each.labels.items()}
        return (labels[level][self.language] if level in labels else level for level in levels)

    def _benchmarks(self) -> Grid:
        head = tuple(self.say(f"head.{name}") for name in ("margin", "levels", "estimated", "date", "source"))
        rows = tuple(
            (
                self.say(f"margin.{each.margin}"),
                str(len(each.labels)),
                str(each.estimated),
                ", ".join(each.dates),
                ", ".join(each.sources),
            )
            for each in self.found.benchmarks
        )
        return Grid(self.say("weights.benchmarks"), head, rows)

    def checks(self) -> Iterator[Block]:
        yield from self.items("checks", ("tests", "speeder", "burst"))
        for check in self.found.checks:
            yield from self._check(check)

    def _check(self, check: Check) -> Iterator[Block]:
        name = self.say(f"checks.name.{check.flag}")
        if not check.interviews:
            yield Paragraph(self.say("checks.few" if self.told.outside else "checks.nothing", name=name, fewest=FEWEST))
            return
        yield Paragraph(self.say("checks.marked", name=name, number=self.count(check.interviews)))
        if check.figures:
            head = tuple(self.say(f"head.{column}") for column in ("what", "whole", "without"))
            rows = tuple(
                (each.label[self.language], self._share(each.whole), self._share(each.without)) for each in check.figures
            )
            yield Grid(self.say("checks.beside", name=name), head, rows)

    def _share(self, estimate: float | None) -> str:
        return "–" if estimate is None else share(self.language, estimate)

    def limits(self) -> Iterator[Block]:
        unweighted = ("unweighted",) if self.found.weights is None else ()
        yield from self.items("limits", (*LIMITS, *unweighted))
