"""Files of an installation: the tables of seeds/ and the scripts of surveys/, as text for the pure readers."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ScriptError
from bot.script import catalogue as tables
from bot.script.catalogue import Catalogue
from bot.script.load import Loaded, load
from bot.script.source import MAX_BYTES


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """One script as it stands in a file; `name` is the path as it was given."""

    name: str
    text: str


def catalogue(folder: Path) -> Catalogue:
    """The lists of every .csv file of a folder; raises ScriptError if there is no such folder."""
    if not folder.is_dir():
        raise ScriptError(f"{folder} is no folder: NEGE_SEEDS must name the one with services.csv.")
    return tables.read({path.name: _text(path) for path in sorted(folder.glob("*.csv"))})


def scripts(path: Path) -> list[ScriptFile]:
    """The script of a file, or every .yaml file of a folder; raises ScriptError if there is none."""
    paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not paths or not paths[0].is_file():
        raise ScriptError(f"{path} is neither a script nor a folder with scripts (*.yaml).")
    return [ScriptFile(str(found), _text(found, MAX_BYTES + 1)) for found in paths]


def loaded(path: Path, seeds: Path) -> Loaded:
    """The script of one file with the lists of a folder; raises ScriptError if one of them is not there."""
    file = scripts(path)[0]
    return load(file.text, file.name, catalogue(seeds))


def _text(path: Path, most: int = -1) -> str:
    # Bytes that are no UTF-8 become lone surrogates, which the loader complains about with their place.
    with path.open("rb") as file:
        found = file.read(most)
    # What Excel calls "Unicode text" says so itself in its first two bytes.
    encoding = "utf-16" if found.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    return found.decode(encoding, errors="surrogateescape" if encoding == "utf-8-sig" else "replace")
