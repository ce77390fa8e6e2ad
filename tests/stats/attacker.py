"""Somebody who has everything that was ever published, knows all rules, and wants the number behind a hidden row.

Every numerator and base is a whole unknown number; everything published is a linear constraint on them. A hidden number is
found out when no other fits (both its largest and its smallest possible value are the truth). The attacker who has `undone` the
rounding even knows every shown numerator and base exactly, which nobody outside does: what he cannot find, nobody can.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

MOST = 5000
TOLD = {"stated.visits.stated"}
"""How many visits have a stated reason is no secret: it is printed as the base of the reasons. How many have none is one."""
FIXES = ("rule", "keep", "access", "help", "repair", "inform")


class Attacker:
    """`out`: pairs (truth, what is seen) of every version of every publication, in order of time."""

    def __init__(self, out, *, undone):
        self._undone = undone
        self._number = {}
        self._low, self._high, self._truth = [], [], []
        self._rows, self._from, self._to = [], [], []
        self._hidden = []
        for version, (truth, seen) in enumerate(out):
            self._read(version, truth, seen)
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
        limits = {"time_limit": 5.0}
        solved = milp(
            -aim, integrality=np.ones(len(aim)), bounds=Bounds(self._low, self._high), constraints=rules, options=limits
        )
        assert solved.status in (0, 1), solved.message  # never infeasible: the truth fits everything that was published
        if solved.x is not None:
            for number in [number for number in open_ if round(solved.x[number]) != self._truth[number]]:
                del open_[number]

    def _matrix(self):
        cells = [(row, number, factor) for row, terms in enumerate(self._rows) for number, factor in terms.items()]
        rows, columns, factors = zip(*cells, strict=True)
        return coo_array((factors, (rows, columns)), shape=(len(self._rows), len(self._low))).tocsr()

    def _unknown(self, key, truth, low=0, high=MOST):
        self._number[key] = len(self._low)
        self._low.append(low)
        self._high.append(high)
        self._truth.append(truth)
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

    def _read(self, version, truth, seen):
        true = {figure.id: figure for figure in truth.figures}
        for figure in seen.figures:
            base = (version, "n", figure.dimension, figure.level, figure.base)
            if base not in self._number:
                self._unknown(base, true[figure.id].n)
            self._base(self._number[base], figure, true[figure.id])
            self._share(version, figure, true[figure.id], self._number[base])
        self._inside(version, seen)

    def _base(self, number, figure, truth):
        if not figure.published:
            return
        about = (truth.n, truth.n) if self._undone else (figure.n - 2, figure.n + 2)
        self._low[number] = max(self._low[number], about[0])
        self._high[number] = min(self._high[number], about[1])

    def _share(self, version, figure, truth, base):
        part = self._unknown((version, truth.period, figure.id), truth.numerator)
        if not figure.published:
            # A hidden row has somebody in it, unless its whole base is hidden. (Where that is not so the attacker is told.)
            self._low[part] = 0 if figure.why_not == "people" else min(truth.numerator, 1)
            if figure.id not in TOLD:
                self._hidden.append((version, truth.period, figure.id))
        elif self._undone:
            self._low[part] = self._high[part] = truth.numerator
        elif figure.estimate in (0, 1):
            self._rule([(part, 1), (base, -figure.estimate)])
        else:
            low, high = {0.004: (0, 0.005), 0.996: (0.995, 1)}.get(
                figure.estimate, (figure.estimate - 0.005, figure.estimate + 0.005)
            )
            self._rule([(part, 1), (base, -low - 1e-9)], 0, np.inf)
            self._rule([(part, 1), (base, -high - 1e-9)], -np.inf, 0)

    def _inside(self, version, seen):
        """What connects the figures of one publication."""
        tables = defaultdict(dict)
        for figure in seen.figures:
            place = tables[(figure.dimension, figure.level, figure.base, figure.group)]
            place[figure.code] = (self._number[(version, seen.period, figure.id)], figure)
        for (dimension, level, base, group), rows in tables.items():
            whole = self._number[(version, "n", dimension, level, base)]
            numbers = [number for number, _ in rows.values()]
            if group != "reason":
                self._rule([*((number, 1) for number in numbers), (whole, -1)])
            else:
                for number in numbers:
                    self._at_most([number], [whole])
        for dimension, level in {key[:2] for key in tables}:
            self._channels(tables, dimension, level)
            self._reasons(tables, dimension, level, seen.first_known)
        if ("", "", "visits", "stated") in tables and ("", "", "all", "way") in tables:
            self._visits(version, tables)

    def _channels(self, tables, dimension, level):
        for base in ("both", "all"):
            ways = tables.get((dimension, level, base, "way"), {})
            channels = tables.get((dimension, level, base, "channel"), {}).values()
            for code, (whole, _) in ways.items():
                parts = [number for number, figure in channels if figure.part_of == f"way.{base}.{code}"]
                if parts:
                    self._rule([*((number, 1) for number in parts), (whole, -1)])
        for group in ("way", "channel"):
            everything = tables.get((dimension, level, "all", group), {})
            for code, (number, _) in tables.get((dimension, level, "both", group), {}).items():
                if code in everything:
                    self._at_most([number], [everything[code][0]])

    def _reasons(self, tables, dimension, level, first_known):
        reasons = tables.get((dimension, level, "stated", "reason"), {})
        fixes = {code: number for code, (number, _) in tables.get((dimension, level, "stated", "fix"), {}).items()}
        for fix in FIXES:
            own = [number for number, figure in reasons.values() if figure.fix == fix]
            if fix in fixes:
                self._at_most([fixes[fix]], own)
                before = [fixes[each] for each in FIXES[: FIXES.index(fix) + 1] if each in fixes]
                for number in own:
                    self._at_most([number], before)
        shown = [number for number, figure in reasons.values() if figure.published and figure.fix]
        if shown and first_known and not dimension:
            for number, figure in reasons.values():
                if not figure.published and figure.fix and self._undone:
                    self._at_most([number], [max(shown, key=lambda each: self._truth[each])])

    def _visits(self, version, tables):
        """All visits are those at a CSC, by either way; those with a stated reason are the base of the reasons."""
        rows = {code: number for code, (number, _) in tables[("", "", "visits", "stated")].items()}
        ways = {code: number for code, (number, _) in tables[("", "", "all", "way")].items()}
        self._rule([(rows["stated"], 1), (rows["unstated"], 1), (ways["csc_operator"], -1), (ways["assisted"], -1)])
        if (version, "n", "", "", "stated") in self._number:
            self._rule([(rows["stated"], 1), (self._number[(version, "n", "", "", "stated")], -1)])

    def _blocks(self, out):
        """All levels of a block are its weeks together; of corrected periods the first versions belong together."""
        first = {}
        for version, (_, seen) in enumerate(out):
            first.setdefault(seen.weeks, version)
        for weeks, version in first.items():
            seen = out[version][1]
            if seen.block == "week":
                continue
            of = defaultdict(list)
            for figure in seen.figures:
                of[f"{figure.group}.{figure.base}.{figure.code}"].append(self._number[(version, seen.period, figure.id)])
            for name, levels in of.items():
                parts = [self._number.get((first[(week,)], week, name)) for week in weeks]
                self._rule([*((number, 1) for number in levels), *((number, -1) for number in parts if number is not None)])
            self._bases(version, seen, [first[(week,)] for week in weeks])

    def _bases(self, version, seen, weeks):
        for base in {figure.base for figure in seen.figures}:
            levels = {(figure.dimension, figure.level) for figure in seen.figures if figure.base == base}
            whole = [self._number[(version, "n", *level, base)] for level in levels]
            parts = [self._number[(week, "n", "", "", base)] for week in weeks if (week, "n", "", "", base) in self._number]
            self._rule([*((number, 1) for number in whole), *((number, -1) for number in parts)])

    def _versions(self, out):
        """A later version of the same period has lost people and won none."""
        last = {}
        for version, (_, seen) in enumerate(out):
            before = last.get(seen.weeks)
            if before is not None:
                for figure in seen.figures:
                    old = self._number.get((before, seen.period, figure.id))
                    if old is not None:
                        self._at_most([self._number[(version, seen.period, figure.id)]], [old])
            last[seen.weeks] = version
