"""The journal of erasures: a file outside the database, so that a backup that is restored cannot bring anybody back.

One line for one erasure: the moment, the wave, and the hashes of the person under every key of that day, newest first:

    2026-11-24T13:20:00Z 13 6f0c…e1 93ab…07

Hashes have one length and stand last: a line that a crash cut off is no line.
"""

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.errors import StoreError

_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (\d{1,6})((?: [0-9a-f]{64})+)")
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody had everything erased: `wave` is the newest one that they took part in, `at` seconds since 1970."""

    hashes: tuple[bytes, ...]
    wave: int
    at: int


@dataclass(frozen=True, slots=True)
class Entries:
    """What a journal holds, the oldest first; `torn`: how many lines cannot be read."""

    entries: tuple[Entry, ...] = ()
    torn: int = 0


class Journal:
    """One file; several processes of one machine may append to it. It is made when the first line is written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, entry: Entry) -> None:
        """Append a line; when this returns, it is on the disk. Raises OSError if it could not be written whole."""
        with _locked(self.path) as file:
            size = os.fstat(file).st_size
            whole = size == 0 or os.pread(file, 1, size - 1) == b"\n"
            line = (b"" if whole else b"\n") + _line(entry)
            if os.write(file, line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file)
            if size == 0:
                _keep_name(self.path)

    def prepare(self) -> None:
        """Make the file if there is none; raises StoreError if it cannot be written: no erasure would be possible."""
        try:
            with _locked(self.path):
                _keep_name(self.path)
        except OSError as error:
            raise StoreError(
                f"The journal of erasures {self.path} cannot be written ({error.strerror}): NEGE_ERASURE_LOG must name a file "
                "that this account may write."
            ) from None

    def read(self) -> Entries:
        """Every erasure that was written down; nothing where there is no file yet.

        Raises:
            StoreError: there is a file, and it cannot be read.
        """
        try:
            lines = self.path.read_text("ascii", "replace").splitlines()
        except FileNotFoundError:
            return Entries()
        except OSError as error:
            raise StoreError(
                f"The journal of erasures {self.path} cannot be read ({error.strerror}): nobody may be served before the "
                "erasures in it are applied. Give this account the right to read and write it."
            ) from None
        found = [_entry(line) for line in lines if line]
        return Entries(tuple(entry for entry in found if entry), found.count(None))


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    # Whoever else appends waits, so that a torn end is seen by one only.
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _keep_name(path: Path) -> None:
    """A new file is kept only when its folder is on the disk, too."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _line(entry: Entry) -> bytes:
    moment = datetime.fromtimestamp(entry.at, UTC).strftime(_MOMENT)
    return f"{moment} {entry.wave} {' '.join(each.hex() for each in entry.hashes)}\n".encode()


def _entry(line: str) -> Entry | None:
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    moment, wave, hashes = found.groups()
    try:
        at = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Entry(tuple(bytes.fromhex(each) for each in hashes.split()), int(wave), int(at.timestamp()))
