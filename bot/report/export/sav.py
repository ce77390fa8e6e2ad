"""The bytes of an SPSS system file: dictionary records, then cases of 8-byte cells.

The form is that of "System File Format" in the documentation of PSPP.
Written here because every library that writes it needs pandas or polars in memory; this one writes case by case.
"""

import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.report.export.cells import cut

CASES_AT: Final = 80
"""Where in the file the number of cases stands: it is known at the end."""

WIDEST: Final = 255
"""Bytes of a text; longer ones would need several variables."""

SYSMIS: Final = struct.pack("<d", -sys.float_info.max)
_LABEL, _VALUE_LABEL, _FILE_LABEL = 252, 120, 64
_LOWEST = struct.unpack("<d", struct.pack("<Q", 0xFFEFFFFFFFFFFFFE))[0]


@dataclass(frozen=True, slots=True)
class Variable:
    """`width` in bytes for a text, 0 for a number. `labels`: what numbers stand for. `scale`: it is counted or measured."""

    name: str
    label: str
    width: int = 0
    labels: Mapping[int, str] = field(default_factory=dict)
    scale: bool = False

    @property
    def cells(self) -> int:
        """Elements of 8 bytes."""
        return max(1, -(-self.width // 8))


def dictionary(variables: Sequence[Variable], title: str, made: datetime) -> bytes:
    """Everything before the first case; the number of cases is 0 as yet."""
    parts = [_header(variables, title, made)]
    parts += [_variable(place, variable) for place, variable in enumerate(variables, start=1)]
    parts += _labels(variables)
    parts += _information(variables)
    parts.append(struct.pack("<ii", 999, 0))
    return b"".join(parts)


def number(cell: float | None) -> bytes:
    return SYSMIS if cell is None else struct.pack("<d", cell)


def text(cell: str, width: int) -> bytes:
    """The words, cut to whole letters, filled up with spaces to whole elements."""
    return cut(cell, width).encode().ljust(-(-width // 8) * 8)


def _header(variables: Sequence[Variable], title: str, made: datetime) -> bytes:
    size = sum(variable.cells for variable in variables)
    day = f"{made.day:02} {_MONTHS[made.month - 1]} {made.year % 100:02}".encode()
    return struct.pack(
        "<4s60siiiiid9s8s64s3x",
        b"$FL2", b"@(#) SPSS DATA FILE - Nege".ljust(60), 2, size, 0, 0, 0, 100.0,
        day, f"{made:%H:%M:%S}".encode(), cut(title, _FILE_LABEL).encode().ljust(_FILE_LABEL),
    )  # fmt: skip


def _variable(place: int, variable: Variable) -> bytes:
    label = cut(variable.label, _LABEL).encode()
    form = (1 << 16 | variable.width << 8) if variable.width else (5 << 16 | 8 << 8 | (2 if variable.scale else 0))
    head = struct.pack("<iiiiii8s", 2, variable.width, int(bool(label)), 0, form, form, _short(place))
    said = struct.pack("<i", len(label)) + label + bytes(-len(label) % 4) if label else b""
    more = struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b" " * 8)
    return head + said + more * (variable.cells - 1)


def _labels(variables: Sequence[Variable]) -> Iterator[bytes]:
    at = 1
    for variable in variables:
        if variable.labels:
            yield struct.pack("<ii", 3, len(variable.labels))
            for value, words in variable.labels.items():
                label = cut(words, _VALUE_LABEL).encode()
                yield struct.pack("<dB", value, len(label)) + label + b" " * (-(len(label) + 1) % 8)
            yield struct.pack("<iii", 4, 1, at)
        at += variable.cells


def _information(variables: Sequence[Variable]) -> Iterator[bytes]:
    """Numbers of the machine, how to show variables, their long names, and that all is UTF-8."""
    names = "\t".join(f"{_short(place).decode().strip()}={each.name}" for place, each in enumerate(variables, start=1))
    shown = [(3 if each.scale else 1, 12, 0 if each.width else 1) for each in variables]
    yield _record(3, 4, struct.pack("<8i", 20, 0, 0, -1, 1, 1, 2, 65001))
    yield _record(4, 8, struct.pack("<3d", -sys.float_info.max, sys.float_info.max, _LOWEST))
    yield _record(11, 4, b"".join(struct.pack("<3i", *each) for each in shown))
    yield _record(13, 1, names.encode())
    yield _record(20, 1, b"UTF-8")


def _record(subtype: int, size: int, data: bytes) -> bytes:
    return struct.pack("<4i", 7, subtype, size, len(data) // size) + data


def _short(place: int) -> bytes:
    return f"V{place:05}".encode().ljust(8)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
