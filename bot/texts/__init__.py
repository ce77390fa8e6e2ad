"""The bot's own sentences, the same keys and placeholders in kk, ru and en. `say` is the only way to a sentence."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Final

from ruamel.yaml import YAML

LANGUAGES: Final = ("kk", "ru", "en")

LANGUAGE_NAMES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def say(language: str, key: str, /, **values: object) -> str:
    """The sentence `key` ("chat.stopped") with its placeholders filled in.

    Raises:
        KeyError: there is no such sentence, or a placeholder has no value.
    """
    return phrases(language)[key].format(**values)


@cache
def phrases(language: str) -> dict[str, str]:
    """Every sentence of one language by its dotted key."""
    make: Any = YAML
    reader = make(typ="safe", pure=True)
    document: dict[str, object] | None = reader.load((files(__package__) / f"{language}.yaml").read_text("utf-8"))
    return dict(_flat(document or {}, ""))


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def plural(language: str, number: int, forms: str) -> str:
    """The form of a word that goes with the number: forms are `one|few|many` (ru), `one|other` (en), or one form (kk).

    The rule is that of the Unicode CLDR plural rules for whole numbers.
    """
    words = forms.split("|")
    return words[min(_PLURAL[language](number), len(words) - 1)]


def _russian(number: int) -> int:
    ones, tens = number % 10, number % 100
    if ones == 1 and tens != 11:
        return 0
    return 1 if 2 <= ones <= 4 and not 12 <= tens <= 14 else 2


_PLURAL: Final[dict[str, Callable[[int], int]]] = {
    "kk": lambda _: 0,
    "ru": _russian,
    "en": lambda number: 0 if number == 1 else 1,
}


def _flat(node: dict[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in node.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", str(value))]
    return found
