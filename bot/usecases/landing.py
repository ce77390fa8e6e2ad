"""Files that come into their place all or none, and that nobody but their owner reads."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.errors import ExportError

WORKBOOK: Final = "xlsx"


def free(output: Path, format_: str) -> Path:
    """The place, if nothing is there yet: a folder, new or empty, or a new file that ends in .xlsx.

    Raises:
        ExportError: something is there, the folder around it is not, or a file is named for a format of several files.
    """
    if output.suffix.lower() in {".csv", ".sav", ".parquet"} or (output.suffix.lower() == ".xlsx" and format_ != WORKBOOK):
        raise ExportError(f"{format_} makes several files: name a folder, not {output}.")
    if not output.absolute().parent.is_dir():
        raise ExportError(f"There is no folder {output.absolute().parent}.")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise ExportError(f"{output} is there already, and an export overwrites nothing: name a new or an empty folder.")
    return output


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder on the same disk as the target, for its owner only; what is left in it at the end is gone."""
    around = target if target.is_dir() else target.absolute().parent
    try:
        folder = Path(tempfile.mkdtemp(prefix=".nege-export-", dir=around))
    except OSError as error:
        raise ExportError(f"Nothing can be written in {around}: {error.strerror}.") from None
    try:
        yield folder
    except OSError as error:
        raise ExportError(f"The files cannot be written: {error.strerror}.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(folder: Path, target: Path) -> tuple[Path, ...]:
    """Move every file to its place; returns where they are."""
    files = sorted(folder.iterdir())
    for file in files:
        file.chmod(0o600)
    if target.suffix.lower() == f".{WORKBOOK}":
        return (_moved(files[0], target),)
    target.mkdir(mode=0o700, exist_ok=True)
    return tuple(_moved(file, target / file.name) for file in files)


def _moved(file: Path, target: Path) -> Path:
    return file.replace(target)
