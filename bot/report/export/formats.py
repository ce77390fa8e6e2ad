"""The formats of an export by their names."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from bot.report.export import to_csv, to_parquet, to_sav, to_xlsx
from bot.report.export.files import Add, Job

WRITERS: Final[dict[str, Callable[[Job], AbstractContextManager[Add]]]] = {
    "csv": to_csv.writing,
    "xlsx": to_xlsx.writing,
    "sav": to_sav.writing,
    "parquet": to_parquet.writing,
}
