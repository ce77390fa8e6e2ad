"""Somebody who has everything that was ever published, knows all rules, and wants the number behind a hidden row.

Every numerator and base is a whole unknown number; everything published is a linear constraint on them. A hidden number is
found out when no other fits (both its largest and its smallest possible value are the truth). The attacker who has `undone` the
rounding even knows every shown numerator, every base and every number of people exactly, which nobody outside does: what he
cannot find, nobody can. He also knows the questionnaire: he guesses how many people of each kind there may have been,
and of one publication `alone` also how many visits of each kind.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from tests.stats.kinds import HEAPS, PEOPLE, PER_REASON, VISITS

MOST = 5000
TOLD = {"stated.visits.stated", "take_up.completed.alone", "take_up.known.digital"}
"""How many visits have a stated reason is no secret: it is printed as the base of the reasons. How many have none is one.
Take-up is a sum of ways and hides nothing of its own: where its base would tell a way, it is hidden for the way's sake."""
FIXES = ("rule", "keep", "access", "help", "repair", "inform")
ADDING_UP = {"way", "channel", "fix", "stated", "people", "tried"}
LEFT_OUT = {"completed": ("proactive", "unknown"), "known": ("unknown",)}
SUMS = {"alone": ("online",), "digital": ("online", "assisted", "proactive")}


class Attacker:
    """`out`: pairs (truth, what is seen) of every version of every publication, in order of time."""

    def __init__(self, out, *, undone, alone=False):
        self._undone = undone
        self._number = {}
        self._low, self._high, self._truth, self._whole = [], [], [], []
        self._rows, self._from, self._to = [], [], []
        self._hidden = []
        for version, (truth, seen) in enumerate(out):
            self._read(version, truth, seen, alone=alone)
        self._blocks(out)
        self._versions(out)

    def finds(self):
        """(period, id, number) of every hidden row whose number is certain, with somebody in it."""
        matrix = self._matrix()
        open_ = {self._number[key]: key for key in self._hidden if self._truth[self._number[key]] > 0}
        dice = np.random.default_rng(1)
        for _ in range(6):
            aim = np.zeros(len(self._low))
            aim[list(open_)] = dice.choice((-1.0, 1.0), len(open_))
            self._drop_moved(open_, matrix, aim)
        for number in list(open_):
            for sign in (1.0, -1.0):
                if number in open_:
                    aim = np.zeros(len(self._low))
                    aim[number] = sign
                    self._drop_moved(open_, matrix, aim)
        return [(*key[1:], self._truth[number]) for number, key in open_.items()]

    def _drop_moved(self, open_, matrix, aim):
        if not open_:
            return
        rules = LinearConstraint(matrix, np.array(self._from), np.array(self._to))
        bounds, limits = Bounds(self._low, self._high), {"time_limit": 5.0}
        solved = milp(-aim, integrality=np.array(self._whole), bounds=bounds, constraints=rules, options=limits)
        assert solved.status in (0, 1), solved.message  # never infeasible: the truth fits everything that was published
        if solved.x is not None:
            for number in [number for number in open_ if round(solved.x[number]) != self._truth[number]]:
                del open_[number]

    def _matrix(self):
        cells = [(row, number, factor) for row, terms in enumerate(self._rows) for number, factor in terms.items()]
        rows, columns, factors = zip(*cells, strict=True)
        return coo_array((factors, (rows, columns)), shape=(len(self._rows), len(self._low))).tocsr()

    def _unknown(self, key, truth, low=0, high=MOST, whole=1):
        self._number[key] = len(self._low)
        self._low.append(low)
        self._high.append(high)
        self._truth.append(truth)
        self._whole.append(whole)
        return self._number[key]

    def _rule(self, terms, low=0.0, high=0.0):
        summed = defaultdict(float)
        for number, factor in terms:
            summed[number] += factor
        self._rows.append(dict(summed))
        self._from.append(low)
        self._to.append(high)

    def _at_most(self, less, more):
        self._rule([*((number, 1) for number in more), *((number, -1) for number in less)], 0, np.inf)

    def _same(self, some, others):
        self._rule([*((number, 1) for number in some), *((number, -1) for number in others)])

    def _read(self, version, truth, seen, *, alone):
        sight = {figure.id: figure for figure in seen.figures}
        for true in truth.figures:
            base = self._number.get(_base(version, true))
            base = self._unknown(_base(version, true), true.n) if base is None else base
            self._share(version, sight.get(true.id), true, base)
        tables = defaultdict(dict)
        for true in truth.figures:
            place = tables[(true.dimension, true.level, true.base, true.group)]
            place[true.code] = (self._number[(version, true.period, true.id)], sight.get(true.id), true)
        self._inside(version, tables, first_known=seen.first_known)
        if ("", "", "all", "way") in tables:
            _Week(self, version, {table[2:]: rows for table, rows in tables.items()}).connect(alone=alone)

    def _share(self, version, seen, true, base):
        part = self._unknown((version, true.period, true.id), true.numerator)
        if seen is None:
            return  # what stood word for word in the version before tells nothing about today
        if not seen.published:
            # A hidden row has somebody in it, unless its whole base is hidden. (Where that is not so the attacker is told.)
            self._low[part] = 0 if seen.why_not == "people" else min(true.numerator, 1)
            if seen.id not in TOLD:
                self._hidden.append((version, true.period, true.id))
            return
        about = (true.n, true.n) if self._undone else (seen.n - 2, seen.n + 2)
        self._low[base], self._high[base] = max(self._low[base], about[0]), min(self._high[base], about[1])
        if self._undone:
            self._low[part] = self._high[part] = true.numerator
        elif seen.estimate in (0, 1):
            self._rule([(part, 1), (base, -seen.estimate)])
        else:
            about = (seen.estimate - 0.005, seen.estimate + 0.005)
            low, high = {0.004: (0, 0.005), 0.996: (0.995, 1)}.get(seen.estimate, about)
            self._rule([(part, 1), (base, -low - 1e-9)], 0, np.inf)
            self._rule([(part, 1), (base, -high - 1e-9)], -np.inf, 0)

    def _inside(self, version, tables, *, first_known):
        """What connects the figures of one publication."""
        for (_, _, _, group), rows in tables.items():
            whole = self._number[_base(version, next(iter(rows.values()))[2])]
            numbers = [number for number, *_ in rows.values()]
            if group in ADDING_UP:
                self._same(numbers, [whole])
            elif group != "visits":
                for number in numbers:
                    self._at_most([number], [whole])
        for dimension, level in {key[:2] for key in tables}:
            self._channels(tables, dimension, level)
            self._reasons(tables, dimension, level, first_known=first_known)

    def _channels(self, tables, dimension, level):
        for base in ("both", "all"):
            ways = tables.get((dimension, level, base, "way"), {})
            channels = tables.get((dimension, level, base, "channel"), {}).values()
            for code, (whole, *_) in ways.items():
                parts = [number for number, _, true in channels if true.part_of == f"way.{base}.{code}"]
                if parts:
                    self._same(parts, [whole])
        for group in ("way", "channel"):
            everything = tables.get((dimension, level, "all", group), {})
            for code, (number, *_) in tables.get((dimension, level, "both", group), {}).items():
                if code in everything:
                    self._at_most([number], [everything[code][0]])

    def _reasons(self, tables, dimension, level, *, first_known):
        reasons = tables.get((dimension, level, "stated", "reason"), {})
        fixes = {code: number for code, (number, *_) in tables.get((dimension, level, "stated", "fix"), {}).items()}
        for fix in FIXES:
            own = [number for number, _, true in reasons.values() if true.fix == fix]
            if fix in fixes:
                self._at_most([fixes[fix]], own)
                before = [fixes[each] for each in FIXES[: FIXES.index(fix) + 1] if each in fixes]
                for number in own:
                    self._at_most([number], before)
        shown = [number for number, seen, true in reasons.values() if seen and seen.published and true.fix]
        if shown and first_known and not dimension:
            for number, seen, true in reasons.values():
                if seen and not seen.published and true.fix and self._undone:
                    self._at_most([number], [max(shown, key=lambda each: self._truth[each])])

    def _blocks(self, out):
        """All levels of a block are its weeks together: of the first versions, and of the last, which were made together."""
        first, last = {}, {}
        for version, (_, seen) in enumerate(out):
            first.setdefault(seen.weeks, version)
            last[seen.weeks] = version
        for weeks, version in first.items():
            if out[version][1].block != "week" and all((week,) in first for week in weeks):
                self._block(version, out, weeks, first)
                if last[weeks] != version:
                    self._block(last[weeks], out, weeks, last)

    def _block(self, version, out, weeks, versions):
        of, bases = defaultdict(list), defaultdict(set)
        for true in out[version][0].figures:
            of[(true.dimension, true.group, true.base, true.code)].append(self._number[(version, true.period, true.id)])
            bases[(true.dimension, true.base)].add(self._number[_base(version, true)])
        for (_, group, base, code), levels in of.items():
            parts = [self._number.get((versions[(week,)], week, f"{group}.{base}.{code}")) for week in weeks]
            self._same(levels, [number for number in parts if number is not None])
        for (_, base), levels in bases.items():
            self._same(levels, [self._number[(versions[(week,)], "n", "", "", base)] for week in weeks])

    def _versions(self, out):
        """A later version of the same period has lost people and won none."""
        last = {}
        for version, (truth, seen) in enumerate(out):
            before = last.get(seen.weeks)
            if before is not None:
                for true in truth.figures:
                    old = self._number.get((before, true.period, true.id))
                    if old is not None:
                        self._at_most([self._number[(version, true.period, true.id)]], [old])
            last[seen.weeks] = version


class _Week:
    """The tables of one week, and what connects people, visits and ways."""

    def __init__(self, attacker, version, tables):
        self._of, self._version, self._tables = attacker, version, tables

    def connect(self, *, alone):
        self._take_up()
        self._visits()
        self._people(whole=alone)
        if alone:
            self._kinds_of_visits()
            self._visits_of_visitors()

    def _row(self, base, group):
        return {code: number for code, (number, *_) in self._tables.get((base, group), {}).items()}

    def _base(self, base, group):
        rows = self._tables.get((base, group))
        return self._of._number[_base(self._version, next(iter(rows.values()))[2])] if rows else None

    def _told(self, *tables):
        """How many people stand behind a table of which something shows: printed beside it, to the nearest five."""
        rows = [row for table in tables for row in self._tables.get(table, {}).values()]
        return next((true.people for _, seen, true in rows if seen and seen.published), None)

    def _take_up(self):
        ways = self._row("all", "way")
        for base, without in LEFT_OUT.items():
            whole = self._base(base, "take_up")
            if whole is not None:
                self._of._same([whole, *(ways[way] for way in without if way in ways)], [self._base("all", "way")])
                for code, number in self._row(base, "take_up").items():
                    self._of._same([number], [ways[way] for way in SUMS[code] if way in ways])

    def _visits(self):
        """All visits are those at a CSC, by either way; those with a stated reason are the base of the reasons."""
        rows, ways = self._row("visits", "stated"), self._row("all", "way")
        self._of._same([rows["stated"], rows["unstated"]], [ways["csc_operator"], ways["assisted"]])
        for base, whole in (("stated", [rows["stated"]]), ("visits", list(rows.values()))):
            told = self._of._number.get((self._version, "n", "", "", base))
            if told is not None:
                self._of._same([told], whole)
        movable = self._row("stated", "movable") | self._row("visits", "movable")
        if "at_least" in movable and "soon" in movable:
            self._of._same([movable["at_least"]], [movable["soon"]])

    def _people(self, *, whole):
        """How many people have so many services of each heap of ways?"""
        of, ways, kinds = self._of, self._row("all", "way"), self._row("people", "people")
        numbers = {}
        for told in PEOPLE:
            numbers[told] = of._unknown((self._version, "people", told), None, whole=int(whole))
        for place, heap in enumerate(HEAPS.values()):
            of._rule(
                [
                    *((number, told[place]) for told, number in numbers.items()),
                    *((ways[way], -1) for way in heap if way in ways),
                ]
            )
        for kind in sorted(set(PEOPLE.values())):
            mine = [number for told, number in numbers.items() if PEOPLE[told] == kind]
            of._same(mine, [kinds[kind]] if kind in kinds else [])
        for tables, has in (
            ((("visits", "stated"), ("visits", "movable")), lambda told: told[0]),
            ((("completed", "take_up"),), lambda told: sum(told[:3])),
            ((("known", "take_up"),), lambda told: sum(told[:4])),
        ):
            people = self._told(*tables)
            if people is not None and of._undone:
                of._rule([(number, 1) for told, number in numbers.items() if has(told)], people, people)

    def _kinds_of_visits(self):
        """How many visits are of each kind: tried or not, online or not, for these reasons?"""
        numbers = {kind: self._of._unknown((self._version, "visit", kind), None) for kind in VISITS}
        of = defaultdict(list)
        for kind, figures in VISITS.items():
            for name in figures:
                of[name].append(numbers[kind])
        for (base, group), rows in self._tables.items():
            if group in {"stated", "tried", "movable", "reason", "fix"}:
                for code, (number, *_) in rows.items():
                    self._of._same(of.pop((group, base, code), ()), [number])
        for rest in of.values():
            self._of._same(rest, [])  # a row that does not stand there is empty

    def _visits_of_visitors(self):
        """How many visits with and without a reason do how many visitors have?"""
        reasons, visitors = self._row("stated", "reason"), self._row("visitors", "visitor_reason")
        for code in reasons.keys() & visitors.keys():
            numbers = {told: self._of._unknown((self._version, code, told), None) for told in PER_REASON}
            having = [(number, told[0]) for told, number in numbers.items()]
            others = [(number, told[1]) for told, number in numbers.items()]
            self._of._rule([*having, (reasons[code], -1)])
            self._of._rule([*having, *others, (self._base("stated", "reason"), -1)])
            self._of._same([number for told, number in numbers.items() if told[0]], [visitors[code]])
            self._of._same(numbers.values(), [self._base("visitors", "visitor_reason")])


def _base(version, figure):
    """Bases of one name are the same, but that of "answered" is another for each question."""
    base = f"{figure.base}.{figure.group}" if figure.base == "answered" else figure.base
    return (version, "n", figure.dimension, figure.level, base)
