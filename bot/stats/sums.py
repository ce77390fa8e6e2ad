"""Exact sums over groups of people: all that an estimator needs, be a group one person or a hundred thousand.

A person has a class (one level for each dimension, "" where it is not known) and a vector v of whole counts, one for each
column: episodes, CSC visits, 1 if there is any episode, and so on. A group is people of one class: how many, Σv and Σvvᵀ. These
are whole numbers, so it makes no difference whether Python or SQL's GROUP BY adds them up, and in which order.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Class: TypeAlias = tuple[str, ...]
Whole: TypeAlias = NDArray[np.int64]
Reals: TypeAlias = NDArray[np.float64]


class Group(NamedTuple):
    """People of one class as SQL sums them: `totals` Σv by column; `products` the upper triangle of Σvvᵀ, row by row.

    For columns (a, b) the products are Σaa, Σab, Σbb.
    """

    of: Class
    people: int
    totals: Sequence[int]
    products: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """The sums of C classes and k columns: `people` (C), `totals` Σv (C, k), `products` Σvvᵀ (C, k, k); classes are sorted."""

    dimensions: tuple[str, ...]
    columns: tuple[str, ...]
    classes: tuple[Class, ...]
    people: Whole
    totals: Whole
    products: Whole


def of_people(dimensions: Sequence[str], columns: Sequence[str], rows: Iterable[tuple[Class, Sequence[int]]]) -> Sums:
    """Sums of people one by one: the class and the vector of each. Raises ValueError if a count is not a whole number."""
    rows = list(rows)
    return of_table(dimensions, columns, [of for of, _ in rows], [v for _, v in rows])


def of_table(dimensions: Sequence[str], columns: Sequence[str], of: Sequence[Class], table: Any) -> Sums:
    """The same with the vectors of all people as one table (people, columns) of whole numbers."""
    classes, place = _places(of)
    vectors = _whole(table, (len(of), len(columns)))
    found = _empty(dimensions, columns, classes)
    np.add.at(found.people, place, 1)
    np.add.at(found.totals, place, vectors)
    for column in range(len(columns)):
        np.add.at(found.products[:, column], place, vectors[:, column, None] * vectors)
    return found


def of_groups(dimensions: Sequence[str], columns: Sequence[str], groups: Iterable[Group]) -> Sums:
    """Sums of groups that were summed elsewhere; several of one class are added. Raises ValueError for a broken number."""
    groups = list(groups)
    classes, place = _places([group.of for group in groups])
    above = np.triu_indices(len(columns))
    products = np.zeros((len(groups), len(columns), len(columns)), np.int64)
    products[:, above[0], above[1]] = _whole([group.products for group in groups], (len(groups), len(above[0])))
    products[:, above[1], above[0]] = products[:, above[0], above[1]]
    found = _empty(dimensions, columns, classes)
    np.add.at(found.people, place, _whole([group.people for group in groups], (len(groups),)))
    np.add.at(found.totals, place, _whole([group.totals for group in groups], (len(groups), len(columns))))
    np.add.at(found.products, place, products)
    return found


def added(parts: Sequence[Sums]) -> Sums:
    """All people of all parts together; every person stands in one part. Raises ValueError if they count different things."""
    first = parts[0]
    if any((part.dimensions, part.columns) != (first.dimensions, first.columns) for part in parts):
        raise ValueError(f"Sums of different dimensions or columns cannot be added to {first.dimensions} and {first.columns}")
    classes, place = _places([of for part in parts for of in part.classes])
    found = _empty(first.dimensions, first.columns, classes)
    np.add.at(found.people, place, np.concatenate([part.people for part in parts]))
    np.add.at(found.totals, place, np.concatenate([part.totals for part in parts]))
    np.add.at(found.products, place, np.concatenate([part.products for part in parts]))
    return found


def only(sums: Sums, dimension: str, levels: Iterable[str]) -> Sums:
    """The domain of people with one of these levels: everybody stays (the error needs them), but others count nothing."""
    at, wanted = sums.dimensions.index(dimension), set(levels)
    inside = np.array([of[at] in wanted for of in sums.classes], bool)
    return replace(sums, totals=sums.totals * inside[:, None], products=sums.products * inside[:, None, None])


def heads(sums: Sums) -> dict[Class, int]:
    """The number of people by class, as weights.rake takes it."""
    return dict(zip(sums.classes, sums.people.tolist(), strict=True))


def _places(classes: Sequence[Class]) -> tuple[tuple[Class, ...], NDArray[np.intp]]:
    known = tuple(sorted(set(classes)))
    place = {of: at for at, of in enumerate(known)}
    return known, np.array([place[of] for of in classes], np.intp)


def _empty(dimensions: Sequence[str], columns: Sequence[str], classes: tuple[Class, ...]) -> Sums:
    if any(len(of) != len(dimensions) for of in classes):
        raise ValueError(f"A class has one level for each of {', '.join(dimensions)}")
    width, height = len(columns), len(classes)
    people, totals = np.zeros(height, np.int64), np.zeros((height, width), np.int64)
    return Sums(tuple(dimensions), tuple(columns), classes, people, totals, np.zeros((height, width, width), np.int64))


def _whole(numbers: Sequence[Any], shape: tuple[int, ...]) -> Whole:
    found = np.asarray(numbers) if math.prod(shape) else np.zeros(shape, np.int64)
    if found.dtype.kind not in "biu" or found.shape != shape:
        raise ValueError(f"Expected whole numbers in the shape {shape}, found {found.dtype} in the shape {found.shape}")
    return found.astype(np.int64)
