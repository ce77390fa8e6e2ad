"""All figures of a study as one document for JSON. Where R's reference has a name for a figure, it is the same here."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from bot.stats.change import between
from bot.stats.estimate import Ratio, design_effect, ratio, sample, total
from bot.stats.interval import LEVEL, Share, effective, korn_graubard, mean, quantile, share, wilson
from bot.stats.microdata.changes import by_service, change, latest
from bot.stats.microdata.study import SKILLS, Study, anybody, counted
from bot.stats.sums import Class, Sums, Whole, heads, only
from bot.stats.weights import CAP, Weighting, even, fixed, rake

Json: TypeAlias = dict[str, Any]


def figures(of: Study, *, fewest: int = 1, cap: float | None = None, people: bool = False) -> Json:
    """Weights, shares, reasons, groups, bounds and changes; `people` adds everybody's weight.

    By default these are the figures of plain raking, as R makes them: no cap, and only levels without anybody are merged.
    `capped` shows what the cap of the reports changes.
    """
    raked = _weighting(of, Counter(of.classes), fewest, cap)
    return {
        "people": len(of.people),
        "episodes": len(of.person),
        "rake": weights(raked),
        "ratio": {name: _three(of, raked, name, *pair) for name, pair in _pairs(of).items()},
        **_reasons(of, raked),
        "csc_by": {name: _by(of, raked, name) for name in of.dimensions},
        "avoidable_bounds": _bounds(of, raked),
        "channel": {name: _share(raked, _one(of, of.where(channel=name), of.marks["one"])) for name in of.levels("channel")},
        "cluster_unweighted": _unweighted(of),
        "episode_fixed": _fixed(of, fixed(raked)),
        "change": {**latest(of, raked), "by_service": by_service(of, fixed(raked))},
        "weeks_raked_alone": _alone(of, fewest, cap),
        "capped": _capped(of, fewest),
        **({"weights": _each(of, raked)} if people else {}),
    }


def weights(found: Weighting) -> Json:
    """What there is to say about weights, in R's names; max and min are of the weights themselves."""
    about, each = found.about, found.weights
    return {
        "n": about.people,
        "sum_w": about.total,
        "min": float(each.min()) if len(each) else None,
        "max": float(each.max()) if len(each) else None,
        "mean": about.total / about.people if about.people else None,
        "cv2": about.effect - 1,
        "kish_neff": about.kish,
        "kish_deff": about.effect,
        "max_over_mean": about.largest,
        "max_margin_rel_error": about.missed,
        "raked": about.raked,
        "merged": about.merged,
        "dropped": about.dropped,
        "incomplete": about.incomplete,
        "cap": about.cap,
        "iterations": about.rounds,
        "cycles": about.cycles,
        "limits": about.limits,
    }


def figure(found: Share) -> Json:
    """A share or mean: estimate, standard error, base (episodes), people, n_eff, interval (model-based), degrees of freedom."""
    return {
        "est": found.ratio.estimate,
        "se": found.ratio.se,
        "part": found.ratio.part,
        "base": found.ratio.base,
        "people": found.ratio.people,
        "n_eff": found.interval.sure,
        "low": found.interval.low,
        "high": found.interval.high,
        "df": found.interval.df,
        "word": found.interval.word,
    }


def _weighting(of: Study, people: Mapping[Class, int], fewest: int, cap: float | None) -> Weighting:
    population = sum(level.share for level in of.margins[0].levels) if of.margins else None
    return rake(of.dimensions, people, of.margins, fewest=fewest, cap=cap, total=population)


def _pairs(of: Study) -> dict[str, tuple[Whole, Whole]]:
    """Part and base of each ratio."""
    marks = of.marks
    return {
        "csc_share": (marks["csc"], marks["one"]),
        "online_share": (of.where(channel="online"), marks["one"]),
        "avoidable_share": (marks["avoidable"], marks["answered"]),
        "choices_per_answered": (marks["choices"], marks["answered"]),
        "sat_mean": (marks["rating"], marks["rated"]),
    }


def _three(of: Study, raked: Weighting, name: str, part: Whole, base: Whole) -> Json:
    sums, make = _one(of, part, base), _share if name.endswith("_share") else _mean
    equal = even(of.dimensions, Counter(of.classes))
    return {"rake": make(raked, sums), "fixed_weights": make(fixed(raked), sums), "unweighted": make(equal, sums)}


def _reasons(of: Study, raked: Weighting) -> Json:
    stated = {name: of.marks[f"r_{name}"] for name in of.reasons}
    answered, choices = of.marks["answered"], of.marks["choices"]
    return {
        "reasons_of_episodes": {name: _share(raked, _one(of, mark, answered)) for name, mark in stated.items()},
        "reasons_of_responses": {name: _share(raked, _one(of, mark, choices)) for name, mark in stated.items()},
        "reasons_of_respondents": {name: _share(raked, anybody(of, mark, answered)) for name, mark in stated.items()},
    }


def _by(of: Study, raked: Weighting, dimension: str) -> Json:
    """The share of CSC episodes by the levels of a dimension; a level of a margin that nobody has stands there, too."""
    sums = _one(of, of.marks["csc"], of.marks["one"])
    levels = {level.code for margin in of.margins if margin.name == dimension for level in margin.levels}
    levels |= {one[of.dimensions.index(dimension)] for one in of.classes} - {""}
    return {level: _share(raked, only(sums, dimension, [level])) for level in sorted(levels)}


def _bounds(of: Study, raked: Weighting) -> Json:
    """Avoidable visits among all CSC visits, those without a stated reason counted as not avoidable, then as avoidable."""
    csc, low = of.marks["csc"], of.marks["avoidable"]
    high = low + csc - of.marks["answered"]
    return {"low": _share(raked, _one(of, low, csc)), "high": _share(raked, _one(of, high, csc))}


def _unweighted(of: Study) -> Json:
    equal = even(of.dimensions, Counter(of.classes))
    by = {f"by_{name}": _by(of, equal, name) for name in of.dimensions}
    return {"csc": _csc(of, equal), "sat": _mean(equal, _one(of, of.marks["rating"], of.marks["rated"])), **by}


def _fixed(of: Study, weighting: Weighting) -> Json:
    sums = _one(of, of.marks["csc"], of.marks["one"])
    whole = total(sample(sums, weighting), "part0")
    by = {f"by_{name}": _by(of, weighting, name) for name in of.dimensions if name in ("region", SKILLS)}
    return {"csc": _csc(of, weighting), "total": {"est": whole.estimate, "se": whole.se}, **by}


def _csc(of: Study, weighting: Weighting) -> Json:
    sums = _one(of, of.marks["csc"], of.marks["one"])
    found = ratio(sample(sums, weighting), "part0", "base0", "reached0")
    return {**figure(share(found)), "deff_replace": design_effect(found), **_as_in_r(found)}


def _as_in_r(found: Ratio) -> Json:
    """R's own intervals, without guards: df is people less one. None where they are not defined."""
    p, se, df = found.estimate, found.se, found.people - 1
    if p is None or se is None:
        return {"ciprop": None, "wilson_neff": None}
    half = quantile(LEVEL, df) * se
    bounds = {"beta": korn_graubard(p, se, found.base, df), "mean": (p - half, p + half)}
    return {"ciprop": bounds, "wilson_neff": wilson(p, effective(p, se, found.base, df))}


def _alone(of: Study, fewest: int, cap: float | None) -> Json:
    """Each week weighted by itself, as the reports do it, and the change from week to week of two such samples."""
    found: Json = {}
    before = None
    for week in of.levels("week"):
        inside = of.where(week=week)
        sums = counted(of, [(of.marks["csc"] * inside, inside)], np.unique(of.person[inside == 1]))
        weighting = _weighting(of, heads(sums), fewest, cap)
        now = ratio(sample(sums, weighting), "part0", "base0", "reached0")
        found[week] = {"csc": figure(share(now)), "rake": weights(weighting)}
        if before is not None:
            found[week]["change"] = change(between(before, now))
        before = now
    return found


def _capped(of: Study, fewest: int) -> Json:
    capped = _weighting(of, Counter(of.classes), fewest, CAP)
    return {"rake": weights(capped), "csc": _share(capped, _one(of, of.marks["csc"], of.marks["one"]))}


def _each(of: Study, raked: Weighting) -> dict[str, float]:
    known = dict(zip(raked.classes, raked.weights.tolist(), strict=True))
    return {person: known[one] for person, one in zip(of.people, of.classes, strict=True)}


def _one(of: Study, part: Whole, base: Whole) -> Sums:
    return counted(of, [(part, base)])


def _share(weighting: Weighting, sums: Sums) -> Json:
    return figure(share(ratio(sample(sums, weighting), "part0", "base0", "reached0")))


def _mean(weighting: Weighting, sums: Sums) -> Json:
    return figure(mean(ratio(sample(sums, weighting), "part0", "base0", "reached0")))
