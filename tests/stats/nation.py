"""Twelve weeks of made-up answers, and everything that is published about them: weeks, blocks, corrections after erasures."""

import random
from collections import Counter
from dataclasses import dataclass, replace

from msgspec.structs import replace as with_

from bot.stats.correction import corrected
from bot.stats.counts import Cell, Counts, Grouped, Table, Tally
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
ASKED = {
    "unaware": "never",
    "trust": "never",
    "eds_fail": "only",
    "payment": "only",
    "must_come": "never",
    "paper": "never",
    "advice": "never",
    "no_internet": "never",
    "skills": "never",
    "other": "",
}
"""Of whom a reason is asked: of those who tried online only, never of them, or of everybody."""
OWN_REASONS = ("no_need", "no_skills", "security", "other_did")
DIMENSIONS = {
    "sex": (("female", "male", "not_said"), (50, 45, 5), "who"),
    "age": (("a18", "a30", "a45", "a60", "a75"), (22, 40, 25, 10, 3), "who"),
    "settlement": (("urban", "rural", "unknown"), (58, 40, 2), "who"),
    "skills": (("easy", "hard", "helped", "unknown"), (60, 25, 11, 4), "who"),
    "region": (("almaty", "astana", "shymkent", "abai", "ulytau"), (45, 30, 14, 8, 3), "where"),
}
"""Levels of people, how frequent they are, and the block in which they are published."""
SERVICES = ("address", "licence", "passport", "benefit", "kindergarten", "land")
USED = (40, 24, 18, 10, 6, 2)


@dataclass(frozen=True)
class Use:
    """One service used: through which channel, whether it counts for both channels, and why it was a CSC.

    `online`: was the service online that day? `tried`: "tried", "not_tried", or "" where nobody asked.
    """

    channel: str
    both: bool
    service: str
    online: str = "yes"
    tried: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def csc(self):
        return self.channel.startswith("csc")

    @property
    def way(self):
        return CHANNELS[self.channel]

    @property
    def fix(self):
        fixes = {REASONS[reason] for reason in self.reasons}
        return next((fix for fix in FIRST_FIX if fix in fixes), "unsorted")


@dataclass(frozen=True)
class Person:
    week: str
    levels: dict[str, str]
    uses: tuple[Use, ...]
    visits: int | None
    own_reasons: tuple[str, ...]

    def has(self, *ways):
        return any(use.way in ways for use in self.uses)

    @property
    def kind(self):
        csc, online = self.has("csc_operator", "assisted"), self.has("online")
        if csc and online:
            return "csc_and_online"
        if self.has("agency", "proactive", "phone", "proxy", "unknown"):
            return "otherwise"
        return "only_csc" if csc else "only_online"


def nation(dice: random.Random) -> list[Person]:
    """Some weeks are smaller than 30 people, some channels and reasons are rare, and so are some regions."""
    return [person for week in WEEKS for person in some_people(dice, week, dice.choice((28, 40, 60, 100, 160)))]


def some_people(dice: random.Random, week: str, how_many: int) -> list[Person]:
    return [_person(dice, week) for _ in range(how_many)]


def _person(dice: random.Random, week: str) -> Person:
    levels = {name: dice.choices(codes, often)[0] for name, (codes, often, _) in DIMENSIONS.items()}
    uses = tuple(_use(dice) for _ in range(dice.choices((0, 1, 2, 3), (4, 48, 26, 22))[0]))
    visits = None if dice.random() < 0.1 else dice.choices((0, 1, 2, 3, 5), (30, 30, 20, 15, 5))[0]
    asked = len(uses) < 3 and not any(use.way == "online" for use in uses)
    own = set(dice.choices(OWN_REASONS, (50, 25, 20, 5), k=dice.choice((1, 1, 2)))) if asked and dice.random() < 0.8 else ()
    return Person(week, levels, uses, visits, tuple(sorted(own)))


def _use(dice: random.Random) -> Use:
    channel = dice.choices(tuple(CHANNELS), (40, 4, 2, 30, 8, 2, 5, 1, 2, 6))[0]
    both, service = dice.random() < 0.8, dice.choices(SERVICES, USED)[0]
    online = dice.choices(("yes", "partly", "no"), (80, 12, 8))[0]
    if not channel.startswith("csc"):
        return Use(channel, both, service, online)
    tried = "" if online == "no" else dice.choices(("tried", "not_tried"), (25, 75))[0]
    if dice.random() < 0.1:
        return Use(channel, both, service, online, tried)
    strange = "never" if tried == "tried" else "only"
    often = [0 if ASKED[code] == strange else much for code, much in zip(REASONS, OFTEN, strict=True)]
    return Use(channel, both, service, online, tried, tuple(set(dice.choices(tuple(REASONS), often, k=dice.choice((1, 1, 2))))))


OFTEN = (30, 5, 15, 2, 8, 3, 12, 3, 8, 4)


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
        ways_both=_table(both, lambda use: (use.way,)),
        ways_all=_table(told, lambda use: (use.way,)),
        channels_both=_table(both, lambda use: (use.channel,), way=CHANNELS),
        channels_all=_table(told, lambda use: (use.channel,), way=CHANNELS),
        stated=_table(visits, lambda use: ("stated" if use.reasons else "unstated",)),
        reasons=_table(stated, lambda use: use.reasons, fix=REASONS, tried=ASKED),
        fixes=_table(stated, lambda use: (use.fix,)),
        more=(*_of_visits(told, visits, stated), *_of_people(people)),
    )


def _of_visits(told, visits, stated):
    completed = [each for each in told if each[1].way not in ("proactive", "unknown")]
    known = [each for each in told if each[1].way != "unknown"]
    asked = [each for each in visits if each[1].tried]
    yield Grouped("take_up", "completed", _table(completed, lambda use: ("alone",) * (use.way == "online")))
    digital = ("online", "assisted", "proactive")
    yield Grouped("take_up", "known", _table(known, lambda use: ("digital",) * (use.way in digital)))
    yield Grouped("tried", "asked", _table(asked, lambda use: (use.tried,)))
    yield Grouped("movable", "stated", _table(stated, _movable))
    yield Grouped("movable", "visits", _table(visits, _bounds))


def of_visit(use):
    """In which figures a visit is counted: group, base and code."""
    yield "stated", "visits", "stated" if use.reasons else "unstated"
    if use.tried:
        yield "tried", "asked", use.tried
    for reason in use.reasons:
        yield "reason", "stated", reason
    if use.reasons:
        yield "fix", "stated", use.fix
        yield from (("movable", "stated", code) for code in _movable(use))
    yield from (("movable", "visits", code) for code in _bounds(use))


def _movable(use):
    fixes = {"soon": ("inform", "repair"), "with_help": ("help", "access")}
    return [code for code, some in fixes.items() if use.online == "yes" and use.fix in some]


def _bounds(use):
    soon = use.fix in ("inform", "repair")
    if use.online == "yes" and soon:
        yield "at_least"
    if use.online != "no" and (soon or not use.reasons):
        yield "at_most"


def _of_people(people):
    users = [(who, person) for who, person in enumerate(people) if person.uses]
    visitors = [(who, person) for who, person in users if any(use.reasons for use in person.uses)]
    answered = [(who, person) for who, person in enumerate(people) if person.own_reasons]
    counted = [person.visits for person in people if person.visits is not None]
    named = [(who, {reason for use in person.uses for reason in use.reasons}) for who, person in visitors]
    yield Grouped("people", "people", _table(users, lambda person: (person.kind,)))
    yield Grouped("visitor_reason", "visitors", _table(named, sorted))
    yield Grouped("person_reason", "answered", _table(answered, lambda person: person.own_reasons))
    some = sum(visits > 0 for visits in counted)
    cell = Cell("at_least", sum(counted), some, len(counted) - some, estimate=sum(counted) / len(counted))
    yield Grouped("visits", "answered", Table(Tally(len(counted), len(counted)), (cell,)))


def _table(told, codes_of, **columns):
    """`columns`: cells of each code, by their name."""
    told = [(who, frozenset(codes_of(each))) for who, each in told]
    cells = []
    for code in sorted({code for _, codes in told for code in codes}):
        inside = [who for who, codes in told if code in codes]
        outside = {who for who, codes in told if code not in codes}
        more = {name: by_code[code] for name, by_code in columns.items()}
        cells.append(Cell(code, len(inside), len(set(inside)), len(outside), **more))
    return Table(Tally(len(told), len({who for who, _ in told})), tuple(cells))


class Press:
    """Publishes as the house does, in view of what was published before; `out` holds (truth, what is seen) in order.

    `latest`: the newest version of each period. `out` has of a correction only what it says anew.
    """

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.out: list[tuple[Summary, Summary]] = []
        self.latest: dict[tuple[str, ...], Summary] = {}
        self._made: dict[tuple, tuple] = {}

    def publish_everything(self, weeks: int = 12) -> None:
        for number, week in enumerate(WEEKS[:weeks], 1):
            self.publish((week,))
            if number % 4 == 0:
                self.publish(WEEKS[number - 4 : number], "who")
        if weeks == len(WEEKS):
            self.publish(WEEKS, "where")

    def publish(self, weeks: tuple[str, ...], block: str = "week") -> None:
        draft = self._draft(weeks, block)
        self.latest[weeks] = for_outsiders(draft)
        self.out.append((draft, self.latest[weeks]))

    def largest_week(self) -> str:
        return max(
            (week for week in WEEKS if (week,) in self.latest),
            key=lambda week: sum(person.week == week for person in self.people),
        )

    def erase(self, week: str, how_many: int, dice: random.Random) -> None:
        """So many people of a week have everything erased."""
        gone = dice.sample([place for place, person in enumerate(self.people) if person.week == week], how_many)
        self.people = [person for place, person in enumerate(self.people) if place not in set(gone)]

    def correct_everything(self, week: str) -> None:
        """A week and its blocks."""
        for block, length in (("week", 1), ("who", 4), ("where", 12)):
            if block_of(week, length) in self.latest:
                self.correct(block_of(week, length), block)

    def correct(self, weeks: tuple[str, ...], block: str = "week") -> None:
        truth = next(truth for truth, seen in reversed(self.out) if seen.weeks == weeks)
        old = self.latest[weeks]
        draft = self._draft(weeks, block, {figure.id for figure in old.figures if not figure.published})
        self.latest[weeks] = corrected(old, draft, truth.people - draft.people)
        # A table that was kept word for word says nothing new: it stands in the version before.
        kept = {id(figure) for figure in old.figures}
        new = tuple(figure for figure in self.latest[weeks].figures if id(figure) not in kept)
        self.out.append((draft, with_(self.latest[weeks], figures=new)))

    def _draft(self, weeks: tuple[str, ...], block: str, hidden=()) -> Summary:
        earlier = []
        for others, seen in self.latest.items():
            if others != weeks:
                shown = {figure.id: figure for figure in seen.figures}
                earlier += [
                    with_(f, published=shown[f.id].published, why_not=shown[f.id].why_not)
                    for f in self._figures(others, seen.block)
                    if f.id in shown
                ]
        country = gather(weeks, counts(self._those(weeks)), Labels())
        return with_(country, block=block, figures=decide(self._figures(weeks, block), earlier, hidden))

    def _figures(self, weeks, block):
        key = weeks, block, len(self.people)
        if key not in self._made:
            self._made[key] = tuple(self._make(weeks, block))
        return self._made[key]

    def _make(self, weeks, block):
        if block == "week":
            return gather(weeks, counts(self._those(weeks)), Labels()).figures
        of_people = (
            figure
            for name, (levels, _, length) in DIMENSIONS.items()
            if length == block
            for level in levels
            for figure in self._level(weeks, name, level)
        )
        return (*of_people, *(self._services(weeks) if block == "where" else ()))

    def _level(self, weeks, name, level):
        those = [person for person in self._those(weeks) if person.levels[name] == level]
        for figure in gather(weeks, counts(those), Labels()).figures:
            if (figure.group, figure.base) == ("way", "both"):
                yield with_(figure, dimension=name, level=level, id=f"{figure.id}.{name}.{level}", block=DIMENSIONS[name][2])

    def _services(self, weeks):
        for service in SERVICES:
            those = [
                replace(person, uses=tuple(use for use in person.uses if use.service == service))
                for person in self._those(weeks)
            ]
            for figure in gather(weeks, counts(those), Labels()).figures:
                if (figure.group, figure.base) == ("way", "all"):
                    ident = f"{figure.id}.service.{service}"
                    yield with_(figure, dimension="service", level=service, id=ident, block="where")

    def _those(self, weeks):
        return [person for person in self.people if person.week in weeks]


def refused(press: Press) -> Counter[str]:
    """How often each reason of refusal was the decision."""
    return Counter(figure.why_not for truth, _ in press.out for figure in truth.figures)
