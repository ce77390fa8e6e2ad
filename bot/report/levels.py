"""What the levels of a breakdown are called: women, Astana, an address certificate."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.script.model import Text
from bot.texts import LANGUAGE_NAMES, say

Names: TypeAlias = Mapping[tuple[str, str], Text]
"""What a level is called, by dimension and code; a code without a name stands for itself."""

NO_NAMES: Final[Names] = MappingProxyType({})

NOT_SAID: Final = "unknown"
"""The level of people who did not say (`bot.stats.plan`, which would load numpy)."""


def level_name(language: str, level: tuple[str, str], names: Names) -> str:
    """What a level of a breakdown (dimension and code) is called."""
    if level in names:
        return names[level][language]
    dimension, code = level
    ours = {"hint": lambda: say(language, f"said.hint.{code}"), "language": lambda: LANGUAGE_NAMES.get(code, code)}
    plain = say(language, "board.not_said") if code == NOT_SAID else code
    return ours[dimension]() if dimension in ours else plain
