"""All figures of a period as plain values for JSON: for the operator and for programs."""

from typing import Any

from bot.report.named import listed
from bot.stats.figure import Figure
from bot.stats.summary import Summary


def listing(summary: Summary, language: str, *, demo: bool = False) -> dict[str, Any]:
    """Shares are 0..1, or None where there is no base. What may not be published says why in `why_not`."""
    return {
        "demo": demo,
        "weighting": list(summary.raked) or "unweighted",
        "period": summary.period,
        "people": summary.people,
        "interviews": summary.interviews,
        "episodes": summary.episodes,
        "without_csc_site": summary.at_csc_desk,
        "figures": [_figure(figure, language) for figure in summary.figures],
        "most_named": [_figure(row.figure, language) | listed(row, language) for row in summary.most_named],
    }


def _figure(figure: Figure, language: str) -> dict[str, Any]:
    return {
        "id": figure.id,
        "label": figure.label[language],
        "base": figure.base,
        "people": figure.people,
        "n": figure.n,
        "numerator": figure.numerator,
        "estimate": figure.estimate,
        "low": figure.low,
        "high": figure.high,
        "se": figure.se,
        "n_eff": figure.n_eff,
        "published": figure.published,
        "why_not": figure.why_not,
        "fix": figure.fix,
        "owner": figure.owner.get(language, ""),
        "dimension": figure.dimension,
        "level": figure.level,
        "revisions": list(figure.revisions),
        "period": figure.period,
    }
