"""Changes between the last two weeks of a study, weighted together: the same people may stand in both."""

from typing import Any, TypeAlias

from msgspec import structs

from bot.stats.change import Asked, Change, within
from bot.stats.estimate import covariance, ratio, sample, score
from bot.stats.interval import holm, two_sided
from bot.stats.microdata.study import Study, counted
from bot.stats.sums import Sums, Whole
from bot.stats.weights import Weighting, fixed

Json: TypeAlias = dict[str, Any]

BEFORE: Asked = ("part0", "base0", "reached0")
NOW: Asked = ("part1", "base1", "reached1")


def latest(of: Study, raked: Weighting) -> Json:
    """The share of CSC episodes of the last week less that of the week before; nothing if there is only one week."""
    weeks = of.levels("week")[-2:]
    if len(weeks) < 2:
        return {}
    sums, df = _csc(of, weeks), len(of.people) - 1
    return {
        "weeks": weeks,
        "fixed_weights": {**change(within(sample(sums, fixed(raked)), BEFORE, NOW, df)), **_apart(sums, fixed(raked))},
        "rake": change(within(sample(sums, raked), BEFORE, NOW, df)),
    }


def by_service(of: Study, weighting: Weighting) -> Json:
    """The same change for each service, with p-values of the normal distribution and Holm's over all services."""
    weeks = of.levels("week")[-2:]
    if len(weeks) < 2:
        return {}
    found = {
        service: within(sample(_csc(of, weeks, of.where(service=service)), weighting), BEFORE, NOW, None)
        for service in of.levels("service")
    }
    tested = [service for service, one in found.items() if one.p is not None]
    corrected = dict(zip(tested, holm([found[service].p or 0.0 for service in tested]), strict=True))
    return {service: change(structs.replace(one, p_holm=corrected.get(service))) for service, one in found.items()}


def change(found: Change) -> Json:
    """A change: `p_t` and `p_z` are those of t and of the normal distribution, None where nothing can be compared."""
    z = found.estimate / found.se if found.estimate is not None and found.se else None
    return {
        "est": found.estimate,
        "se": found.se,
        "low": found.low,
        "high": found.high,
        "z": z,
        "p_z": None if z is None else two_sided(z),
        "p_t": found.p if found.df is not None else None,
        "df": found.df,
        "holm": found.p_holm,
        "people": found.people,
    }


def _apart(sums: Sums, weighting: Weighting) -> Json:
    """The covariance of the two weeks, and the error if they were independent; None where a week has no error."""
    both = sample(sums, weighting)
    if None in (ratio(both, *BEFORE).se, ratio(both, *NOW).se):
        return {"cov": None, "se_if_independent": None}
    spread = covariance(both, [score(both, *BEFORE[:2]), score(both, *NOW[:2])])
    return {"cov": float(spread[0, 1]), "se_if_independent": float(spread[0, 0] + spread[1, 1]) ** 0.5}


def _csc(of: Study, weeks: tuple[str, ...], inside: Whole | int = 1) -> Sums:
    bases = [inside * of.where(week=week) for week in weeks]
    return counted(of, [(of.marks["csc"] * base, base) for base in bases])
