"""What codes are called: channels, reasons and owners by the newest revision that knows them, our own codes by bot.texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.script.model import Choice, Script, Text
from bot.stats.figure import Group
from bot.texts import LANGUAGES, say

UNSORTED: Final = "unsorted"
"""Visits with typed reasons only: nobody knows who could change them before the words are read."""

_OURS: Final = frozenset(
    {"way", "stated", "take_up", "tried", "movable", "people", "visits", "satisfaction_mean", "intention_mean"}
)
"""Groups whose codes are ours: texts stats.<group>.<code>."""

DIMENSIONS: Final = ("service", "region", "sex", "age", "settlement", "skills")
"""What figures can be broken down by; each is a measure of a question."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Texts by code. A code that no revision knows is its own label."""

    channels: Mapping[str, Text] = field(default_factory=dict)
    reasons: Mapping[str, Text] = field(default_factory=dict)
    own: Mapping[str, Text] = field(default_factory=dict)
    todo: Mapping[str, Text] = field(default_factory=dict)
    owners: Mapping[str, Text] = field(default_factory=dict)
    people: Mapping[str, Text] = field(default_factory=dict)
    services: Mapping[str, Text] = field(default_factory=dict)

    def label(self, group: Group, code: str) -> Text:
        """The name of a channel, a reason ("did not know it is online"), a way, or what a fix is ("tell people").

        Why somebody did nothing online at all (`own`) is named as it was asked.
        """
        if group in _OURS:
            return _sentence(f"stats.{group}.{code}")
        if group == "fix" and code == UNSORTED:
            return _sentence("stats.unsorted.do")
        known = {"channel": self.channels, "fix": self.todo, "person_reason": self.own}.get(group, self.reasons)
        return known.get(code) or dict.fromkeys(LANGUAGES, code)

    def owner(self, group: Group, fix: str) -> Text:
        """Whose business it is: a reason's line ends so ("for the portal"), a fix names them ("owner of the portal")."""
        if fix == UNSORTED:
            return _sentence("stats.unsorted.label")
        known = self.people if group == "fix" else self.owners
        return known.get(fix) or dict.fromkeys(LANGUAGES, fix)


def labels(scripts: Iterable[Script]) -> Labels:
    """The labels of every code in these scripts, the newest first."""
    channels: dict[str, Text] = {}
    own: dict[str, Text] = {}
    reasons: dict[str, Choice] = {}
    services: dict[str, Text] = {}
    for script in scripts:
        for choice in _choices(script, "channel"):
            channels.setdefault(choice.code, whole(choice.label))
        for choice in _choices(script, "service"):
            # What was typed is many services under one code: it has no name.
            services.update({} if choice.typed or choice.code in services else {choice.code: whole(choice.label)})
        for choice in _choices(script, "person_reason"):
            own.setdefault(choice.code, whole(choice.label))
        for choice in _choices(script, "reason"):
            reasons.setdefault(choice.code, choice)
    fixes = {choice.columns["fix"]: choice for choice in reversed(reasons.values()) if choice.columns.get("fix")}
    return Labels(
        channels=channels,
        reasons={code: _cells(choice, "report") or whole(choice.label) for code, choice in reasons.items()},
        todo={fix: _cells(choice, "fix_do") for fix, choice in fixes.items()},
        owners={fix: _cells(choice, "fix_label") for fix, choice in fixes.items()},
        own=own,
        people={fix: _cells(choice, "fix_owner") for fix, choice in fixes.items()},
        services=services,
    )


def levels(scripts: Iterable[Script]) -> dict[tuple[str, str], Text]:
    """What a level of a breakdown is called, by dimension and code: services, regions, ages of these scripts, newest first."""
    found: dict[tuple[str, str], Text] = {}
    for script in scripts:
        for dimension in DIMENSIONS:
            for choice in _choices(script, dimension):
                found.setdefault((dimension, choice.code), whole(choice.label))
    return found


def _choices(script: Script, measure: str) -> Iterator[Choice]:
    questions = (asked for block in script.blocks for asked in block.questions if asked.measures == measure)
    return (choice for asked in questions for choice in asked.choices)


def whole(text: Text) -> Text:
    """The text in every language of the bot; a survey may have fewer, then the first it has stands for the others."""
    return {language: text.get(language) or next(iter(text.values())) for language in LANGUAGES}


def _cells(choice: Choice, column: str) -> Text:
    """A text out of the cells `column_kk`, `column_ru`, `column_en` of a row; empty if one of them is."""
    text = {language: choice.columns.get(f"{column}_{language}", "") for language in LANGUAGES}
    return text if all(text.values()) else {}


def _sentence(key: str) -> Text:
    return {language: say(language, key) for language in LANGUAGES}
