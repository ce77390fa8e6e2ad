"""What there is to say about weights: plain numbers, for whoever reads frozen figures and computes none."""

from typing import Literal, TypeAlias

from msgspec import Struct

Limit: TypeAlias = Literal["unweighted", "no_skills", "merged", "dropped", "incomplete", "margins_missed"]


class Weights(Struct, frozen=True):
    """What a report says about the weights. Ratios are to the mean weight.

    `kish` is the number of equally weighted people that would be as sure; `effect` = people / kish. `merged` and `dropped` name
    margins and levels; a dropped margin has at most one level with people enough. `incomplete` people lack a level of a raked
    margin. `rounds` of raking, `cycles` of cutting and raking again. `missed`: the largest relative distance from a margin.
    """

    people: int
    total: float
    kish: float
    effect: float
    largest: float
    smallest: float
    raked: tuple[str, ...]
    merged: dict[str, tuple[tuple[str, ...], ...]]
    dropped: tuple[str, ...]
    incomplete: int
    cap: float | None
    rounds: int
    cycles: int
    missed: float
    limits: tuple[Limit, ...]
