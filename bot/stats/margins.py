"""What the weights are raked to: shares of adults by region, sex, age and so on, merged where too few people answered."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from bot.errors import NegeError

FEWEST: Final = 10
"""A level of fewer people is merged with another: their weights would hang on a handful of answers."""


class UnknownLevelError(NegeError):
    """An answer has a level that the margin does not know: correct the answer, or add the level to the margin."""

    def __init__(self, margin: str, level: str, known: Sequence[str]) -> None:
        super().__init__(f"{margin} has no level {level!r}; known are {', '.join(known)}. Correct it, or add it to the margin.")
        self.margin, self.level = margin, level


class Level(Struct, frozen=True):
    """A level of a margin: `share` of adults (any unit, the same in the whole margin); `codes` the answers that fall into it.

    No `codes` means its own code. Levels with a `macro` (a region's macro-region) merge into that first.
    """

    code: str
    share: float
    codes: tuple[str, ...] = ()
    macro: str = ""


class Margin(Struct, frozen=True):
    """Levels of one dimension in their declared order: a neighbour is the level before or after."""

    name: str
    levels: tuple[Level, ...]


class Cell(Struct, frozen=True):
    """One or more levels, merged: what is raked. `people` are those in the sample."""

    levels: tuple[str, ...]
    codes: tuple[str, ...]
    share: float
    people: int
    macro: str = ""


def benchmarks(rows: Iterable[Mapping[str, str]], macros: Mapping[str, str]) -> tuple[Margin, ...]:
    """The margins of rows as in seeds/margins.csv (margin, level, codes, share_of_adults), in their order there.

    `macros`: the macro-region of each region (seeds/regions.csv). Raises ValueError for a share that is no number.
    """
    found: dict[str, list[Level]] = {}
    for row in rows:
        level = Level(row["level"], float(row["share_of_adults"]), tuple(row["codes"].split()), macros.get(row["level"], ""))
        found.setdefault(row["margin"], []).append(level)
    return tuple(Margin(name, tuple(levels)) for name, levels in found.items())


def cells(margin: Margin, people: Mapping[str, int], fewest: int = FEWEST) -> tuple[Cell, ...]:
    """The cells of a margin, each of at least `fewest` people (at least one), or one cell, or none if nobody's level is known.

    `people` by answer; "" (not known) is left out. Raises UnknownLevelError for an answer that no level knows.
    """
    known = {code: level.code for level in margin.levels for code in level.codes or (level.code,)}
    for code in people:
        if code and code not in known:
            raise UnknownLevelError(margin.name, code, tuple(known))
    found = [_cell(level, people) for level in margin.levels]
    if not any(cell.people for cell in found):
        return ()
    while len(found) > 1 and (thin := min(found, key=lambda cell: cell.people)).people < max(fewest, 1):
        found = _without(found, found.index(thin))
    return tuple(found)


def _cell(level: Level, people: Mapping[str, int]) -> Cell:
    codes = level.codes or (level.code,)
    return Cell((level.code,), codes, level.share, sum(people.get(code, 0) for code in codes), level.macro)


def _without(found: list[Cell], at: int) -> list[Cell]:
    """The cells after the one at this place was merged: with all of its macro-region, or with its smaller neighbour."""
    macro = found[at].macro
    together = [place for place, cell in enumerate(found) if macro and cell.macro == macro]
    if len(together) < 2:
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(found)]
        together = sorted((at, min(beside, key=lambda place: found[place].people)))
    merged = _merged([found[place] for place in together])
    rest = [merged if place == together[0] else cell for place, cell in enumerate(found)]
    return [cell for place, cell in enumerate(rest) if place not in together[1:]]


def _merged(parts: Sequence[Cell]) -> Cell:
    macro = parts[0].macro if len({part.macro for part in parts}) == 1 else ""
    return replace(
        parts[0],
        levels=tuple(level for part in parts for level in part.levels),
        codes=tuple(code for part in parts for code in part.codes),
        share=sum(part.share for part in parts),
        people=sum(part.people for part in parts),
        macro=macro,
    )
