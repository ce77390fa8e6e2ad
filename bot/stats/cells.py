"""A row of what was counted, out of a weighted share or mean."""

from bot.script.model import Text
from bot.stats.change import side
from bot.stats.counts import Cell
from bot.stats.shares import Counted


def cell(code: str, counted: Counted, label: Text | None = None) -> Cell:
    """The row of this code; `label` where the answers name the part themselves."""
    ratio, interval = counted.share.ratio, counted.share.interval
    tested = side(ratio)
    return Cell(
        code,
        ratio.part,
        counted.inside,
        counted.outside,
        estimate=ratio.estimate,
        low=interval.low,
        high=interval.high,
        se=ratio.se,
        n_eff=interval.sure,
        error=tested.error,
        df=tested.df,
        label=label or {},
    )
