"""One method of the Bot API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec import Struct


@dataclass(frozen=True, slots=True)
class Method:
    """`params`: the struct its parameters are read into. `run(world, params)`: its result, or an awaitable of it."""

    name: str
    params: type[Struct]
    run: Callable[[Any, Any], Any]


class Nothing(Struct, frozen=True):
    """The parameters of a method that takes none."""
