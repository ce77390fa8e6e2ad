"""Twelve weeks of made-up answers, and everything that is published about them: weeks, blocks, corrections after erasures."""

import random
from collections import Counter
from dataclasses import dataclass

from msgspec.structs import replace as with_

from bot.stats.correction import corrected
from bot.stats.counts import Cell, Counts, Table, Tally
from bot.stats.labels import Labels
from bot.stats.publish import decide
from bot.stats.relations import FIRST_FIX
from bot.stats.summary import Summary, for_outsiders, gather
from bot.stats.weeks import block_of

WEEKS = block_of("2026-W47", 12)
CHANNELS = {
    "csc_operator": "csc_operator",
    "csc_self": "assisted",
    "csc_helped": "assisted",
    "egov_mobile": "online",
    "egov_portal": "online",
    "bank_app": "online",
    "agency": "agency",
    "proactive": "proactive",
    "call_1414": "phone",
    "other_person": "proxy",
}
REASONS = {
    "unaware": "inform",
    "trust": "inform",
    "eds_fail": "repair",
    "payment": "repair",
    "must_come": "rule",
    "paper": "rule",
    "advice": "keep",
    "no_internet": "access",
    "skills": "help",
    "other": "",
}
SEXES = ("female", "male", "not_said")
REGIONS = ("almaty", "astana", "shymkent", "abai", "ulytau")


@dataclass(frozen=True)
class Use:
    """One service used: through which channel, whether it counts for both channels, and the stated reasons."""

    channel: str
    both: bool
    reasons: tuple[str, ...] = ()

    @property
    def csc(self):
        return self.channel.startswith("csc")

    @property
    def fix(self):
        fixes = {REASONS[reason] for reason in self.reasons}
        return next((fix for fix in FIRST_FIX if fix in fixes), "unsorted")


@dataclass(frozen=True)
class Person:
    week: str
    sex: str
    region: str
    uses: tuple[Use, ...]


def nation(dice: random.Random) -> list[Person]:
    """Some weeks are smaller than 30 people, some channels and reasons are rare, and so are some regions."""
    people = []
    for week in WEEKS:
        for _ in range(dice.choice((28, 35, 45, 70, 100))):
            sex = dice.choices(SEXES, (50, 45, 5))[0]
            region = dice.choices(REGIONS, (45, 30, 14, 8, 3))[0]
            people.append(Person(week, sex, region, tuple(_use(dice) for _ in range(dice.choice((1, 1, 2, 3))))))
    return people


def _use(dice: random.Random) -> Use:
    channel = dice.choices(tuple(CHANNELS), (40, 4, 2, 30, 8, 2, 5, 1, 2, 6))[0]
    both = dice.random() < 0.8
    if not channel.startswith("csc") or dice.random() < 0.1:
        return Use(channel, both)
    return Use(
        channel, both, tuple(set(dice.choices(tuple(REASONS), (30, 5, 15, 2, 8, 3, 12, 3, 8, 4), k=dice.choice((1, 1, 2)))))
    )


def counts(people: list[Person]) -> Counts:
    """What `bot.store.figures` counts, by hand."""
    told = [(who, use) for who, person in enumerate(people) for use in person.uses]
    both = [each for each in told if each[1].both]
    visits = [each for each in told if each[1].csc]
    stated = [each for each in visits if each[1].reasons]
    return Counts(
        people=len(people),
        interviews=len(people),
        episodes=len(told),
        ways_both=_table(both, lambda use: (CHANNELS[use.channel],)),
        ways_all=_table(told, lambda use: (CHANNELS[use.channel],)),
        channels_both=_table(both, lambda use: (use.channel,), way=CHANNELS),
        channels_all=_table(told, lambda use: (use.channel,), way=CHANNELS),
        stated=_table(visits, lambda use: ("stated" if use.reasons else "unstated",)),
        reasons=_table(stated, lambda use: use.reasons, fix=REASONS),
        fixes=_table(stated, lambda use: (use.fix,)),
    )


def _table(told, codes_of, **columns):
    """`columns`: cells of each code, by their name."""
    cells = []
    for code in sorted({code for _, use in told for code in codes_of(use)}):
        inside = [who for who, use in told if code in codes_of(use)]
        outside = {who for who, use in told if code not in codes_of(use)}
        more = {name: by_code[code] for name, by_code in columns.items()}
        cells.append(Cell(code, len(inside), len(set(inside)), len(outside), **more))
    return Table(Tally(len(told), len({who for who, _ in told})), tuple(cells))


class Press:
    """Publishes as the house does, in view of what was published before; `out` holds (truth, what is seen) in order."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.out: list[tuple[Summary, Summary]] = []

    def publish_everything(self) -> None:
        for number, week in enumerate(WEEKS, 1):
            self.publish((week,))
            if number % 4 == 0:
                self.publish(WEEKS[number - 4 : number], "who")
        self.publish(WEEKS, "where")

    def publish(self, weeks: tuple[str, ...], block: str = "week") -> None:
        self._keep(self._draft(weeks, block))

    def erase(self, week: str, how_many: int, dice: random.Random) -> None:
        """So many people of a week have everything erased."""
        gone = dice.sample([place for place, person in enumerate(self.people) if person.week == week], how_many)
        self.people = [person for place, person in enumerate(self.people) if place not in set(gone)]

    def correct(self, weeks: tuple[str, ...], block: str = "week") -> None:
        truth, old = next(each for each in reversed(self.out) if each[1].weeks == weeks)
        hidden = {figure.id for figure in old.figures if not figure.published}
        draft = self._draft(weeks, block, hidden)
        seen = corrected(old, draft, truth.people - draft.people)
        # A table that was kept word for word says nothing new: it stands in the version before.
        kept = {id(figure) for figure in old.figures}
        self._keep(draft, with_(seen, figures=tuple(figure for figure in seen.figures if id(figure) not in kept)))

    def _keep(self, draft: Summary, seen: Summary | None = None) -> None:
        self.out.append((draft, seen or for_outsiders(draft)))

    def _draft(self, weeks: tuple[str, ...], block: str, hidden=()) -> Summary:
        beside = {}
        for _, seen in self.out:
            if seen.weeks != weeks:
                shown = {figure.id: figure for figure in seen.figures}
                beside[seen.weeks] = [
                    with_(f, published=shown[f.id].published, why_not=shown[f.id].why_not)
                    for f in self._figures(seen.weeks, seen.block)
                    if f.id in shown
                ]
        figures = self._figures(weeks, block)
        earlier = [figure for figures in beside.values() for figure in figures]
        country = gather(weeks, counts(self._those(weeks)), Labels())
        return with_(country, block=block, figures=decide(figures, earlier, hidden))

    def _figures(self, weeks, block):
        if block == "week":
            return gather(weeks, counts(self._those(weeks)), Labels()).figures
        name, levels = ("sex", SEXES) if block == "who" else ("region", REGIONS)
        return tuple(figure for level in levels for figure in self._level(weeks, name, level))

    def _level(self, weeks, name, level):
        those = [person for person in self._those(weeks) if getattr(person, name) == level]
        for figure in gather(weeks, counts(those), Labels()).figures:
            if (figure.group, figure.base) in {("way", "both"), ("reason", "stated"), ("fix", "stated")}:
                yield with_(figure, dimension=name, level=level, id=f"{figure.id}.{name}.{level}", part_of="")

    def _those(self, weeks):
        return [person for person in self.people if person.week in weeks]


def refused(press: Press) -> Counter[str]:
    """How often each reason of refusal was the decision."""
    return Counter(figure.why_not for truth, _ in press.out for figure in truth.figures)
